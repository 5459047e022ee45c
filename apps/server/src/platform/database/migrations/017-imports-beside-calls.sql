-- A list that comes in beside calls makes these tables grow by a tenth every few seconds. Each analysis
-- makes every connection plan its statements anew, while people wait on the line: fewer of them, later.
alter table tenant.contacts set (autovacuum_vacuum_insert_threshold = 100000, autovacuum_analyze_threshold = 50000,
  autovacuum_analyze_scale_factor = 0.3);
alter table tenant.contact_numbers set (autovacuum_vacuum_insert_threshold = 100000, autovacuum_analyze_threshold = 50000,
  autovacuum_analyze_scale_factor = 0.3);
alter table tenant.leads set (autovacuum_vacuum_insert_threshold = 100000, autovacuum_analyze_threshold = 50000,
  autovacuum_analyze_scale_factor = 0.3);
