-- A client's own do-not-call file (委託元の架電拒否ファイル) comes in as lists do, and brings nobody: what it says goes on the
-- client's list, batch by batch, each with its entry. What was taken stays when the rest cannot be read or the server dies.
alter table tenant.lists
  drop constraint lists_mode_check,
  add constraint lists_mode_check check (mode in ('new', 'add', 'difference', 'exclude', 'do_not_call')),
  -- how far each row of it reaches, why, and whose word it is of which day
  add column refusal_scope text check (refusal_scope in ('job', 'client', 'number')),
  add column refusal_reason text,
  add column refusal_source text,
  add column refusal_as_of date,
  add constraint lists_refusal_whole
    check ((mode = 'do_not_call') = (num_nonnulls(refusal_scope, refusal_reason, refusal_source, refusal_as_of) = 4));
-- the same file may be taken for another job, or again after it failed half-way
drop index tenant.lists_digest;
create unique index lists_digest on tenant.lists (tenant_id, campaign_id, digest)
  where state in ('importing', 'ready') and mode in ('new', 'add');
