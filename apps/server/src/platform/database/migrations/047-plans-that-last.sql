-- As for desks (010): each analysis makes every connection plan its statements anew, and a look at a campaign takes ten times
-- longer to plan than to run. A dozen leases are written twice for each call, which the usual thresholds answered with an
-- analysis and a vacuum every fifteen seconds, all day; call-ins and previews with one a minute.
alter table tenant.campaign_leases set (fillfactor = 50, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 20000);
alter table tenant.call_ins set (autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 2000);
alter table tenant.previews set (autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 2000);
