-- Whom nobody calls any more for a client (架電拒否), beside every list and tenant, so that it outlives both. A person or
-- a number is known here by its blind index under the client's key alone: with no list's key and nothing else of it, a
-- destroyed list leaves nothing to open, and still nobody calls.
--
-- Rows are added, never changed or deleted: the application holds no right for either, and each is explained by the
-- entry that it names.
create table house.do_not_call (
  client_id uuid not null references house.companies,
  -- of a number, a customer number, or kana name and birth date; they cannot be confused, their hashes are kept apart
  key_index bytea not null check (length(key_index) = 16),
  -- in the log of the tenant below; one for all that one person said, or that one file holds
  entry_id uuid not null,
  key_kind text not null check (key_kind in ('number', 'customer', 'person')),
  scope text not null check (scope in ('job', 'client', 'number')),
  -- whose leads it binds; null for all of the client's
  job_id uuid,
  -- the customer or person whom this number does not belong to: whoever else has it may be called
  only_for bytea check (length(only_for) = 16),
  -- code of the result
  disposition text not null,
  tenant_id uuid not null references house.tenants,
  recorded_at timestamptz not null,
  -- begins with what every dialled number and person is looked up by
  primary key (client_id, key_index, entry_id),
  check ((scope = 'job') = (job_id is not null)),
  check (only_for is null or key_kind = 'number')
);
create index do_not_call_entry on house.do_not_call (tenant_id, entry_id); -- all that one entry explains
