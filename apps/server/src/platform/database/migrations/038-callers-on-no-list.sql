-- The next due leads, and which list each came with: leads of lists that are not called from (over, stopped, not ready) are
-- passed over within the index. It takes the place of the one without lists, so a lead has as many indexes as before.
drop index tenant.leads_due;
create index leads_due on tenant.leads (tenant_id, campaign_id, due_at, list_id) where state in ('ready', 'waiting', 'promised'); -- next due leads

-- Whoever calls an own number and is on no list of its campaign is written down when an operator talks with them: a contact of
-- one more list for each campaign, which came with no file. Then what holds for any contact holds: sealed, called only by a
-- promise, on the client's do-not-call list by the index of the number, handed over by a ticket.
alter table tenant.lists
  alter column upload_id drop not null,
  drop constraint lists_mode_check,
  add constraint lists_mode_check check (mode in ('new', 'add', 'difference', 'exclude', 'do_not_call', 'callers')),
  add constraint lists_came_with_file check ((mode = 'callers') = (upload_id is null));
create unique index lists_callers on tenant.lists (tenant_id, campaign_id) where mode = 'callers'; -- one for each campaign

-- Its people are nobody whom the client gave: they are in no count of a list's progress.
create function tenant.callers_list(tenant uuid, campaign uuid) returns uuid language sql stable
  return (select l.list_id from tenant.lists l where l.tenant_id = tenant and l.campaign_id = campaign and l.mode = 'callers');

alter table tenant.call_ins
  add column is_on_no_list boolean not null default false,
  -- of somebody who waits and was never written down: sealed for the contact that they become when an operator talks with them,
  -- and forgotten when the call ends before; the last two are null where the number is withheld
  add column caller_list_id uuid,
  add column caller_sealed bytea,
  add column caller_number_sealed bytea,
  add column caller_index bytea,
  add check (state <> 'ended' or num_nonnulls(caller_list_id, caller_sealed, caller_number_sealed, caller_index) = 0),
  add check (num_nonnulls(caller_list_id, caller_sealed) <> 1 and num_nonnulls(caller_number_sealed, caller_index) <> 1);
