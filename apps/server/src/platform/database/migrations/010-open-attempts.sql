-- What is open of a campaign is looked at many times a second, and must not be looked for among all its attempts.
drop index tenant.attempts_open;
create index attempts_open on tenant.attempts (tenant_id, campaign_id) where state <> 'ended';

-- Each vacuum and each analysis of a table makes every connection plan its statements anew. On a floor of two hundred the
-- usual thresholds are passed several times a minute, and everybody who answers at that moment waits for it. Rows that
-- are gone are mostly cleaned up within their page by the next one who comes there, the more so where pages have room.
alter table tenant.desks set (fillfactor = 50, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 20000);
alter table tenant.attempts set (autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 10000,
  autovacuum_vacuum_insert_threshold = 50000);
alter table tenant.leads set (fillfactor = 80, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 10000,
  autovacuum_vacuum_insert_threshold = 50000);
alter table tenant.entry_index set (autovacuum_analyze_threshold = 20000, autovacuum_vacuum_insert_threshold = 50000);
alter table tenant.entry_subjects set (autovacuum_analyze_threshold = 20000, autovacuum_vacuum_insert_threshold = 50000);
-- empty or full of rows that are gone: what is counted in it is always of another moment
alter table tenant.entry_queue set (autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 1000000000);
alter table tenant.desk_spans set (autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 10000);
alter table house.sessions set (fillfactor = 80, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 2000);
