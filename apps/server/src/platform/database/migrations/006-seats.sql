-- An attempt belongs to one seat from its intent on (a column, hence at most one), and a seat to one attempt until that
-- has ended, whatever the code does. Before an answer this is the seat for which the line rings.
drop index tenant.attempts_operator_live;
create unique index attempts_operator_live on tenant.attempts (tenant_id, operator_id)
  where state <> 'ended' and operator_id is not null; -- the line or call of a seat
-- nobody talks to nobody
alter table tenant.attempts add constraint attempts_talk_has_operator
  check (state not in ('connected', 'wrap_up') or operator_id is not null);
