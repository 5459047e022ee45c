-- Reports count call-ins from their rows, a month of them while somebody waits: by an index that holds all they say, with
-- the results of the attempts that they became.
create index call_ins_figures on tenant.call_ins (tenant_id, campaign_id, arrived_at)
  include (outcome, ended_at, attempt_id) where state = 'ended';
drop index tenant.call_ins_campaign_time; -- was for the same figures
-- a few per cent of the attempts: without it, the other ones are read to find them
create index attempts_called_in on tenant.attempts (tenant_id, attempt_id) include (disposition) where direction = 'in';
