-- Whether a campaign gives its calls to the most skilled first (つなぐ順) and not to whoever has waited longest; read where
-- seats are chosen, so that the document need not be opened there.
alter table tenant.campaigns add column seats_by_skill boolean not null
  generated always as (coalesce(settings ->> 'seatOrder', '') = 'most_skilled') stored;

-- In which call an operator took down a number that is not to be called (聞き取った番号の拒否). The number stands on the client's
-- list alone, as a blind index; here is only that there was one, so that a call has a few at most, the same command is done
-- once, and a supervisor sees who took down how many. Rows are added, never changed or deleted.
create table tenant.spoken_numbers (
  tenant_id uuid not null,
  attempt_id uuid not null,
  -- as many as `mostSpokenNumbers` says
  ordinal smallint not null check (ordinal between 1 and 3),
  -- made by the operator's page
  command_id uuid not null,
  -- the refusal on the client's list
  entry_id uuid not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, attempt_id, ordinal),
  unique (tenant_id, attempt_id, command_id),
  foreign key (tenant_id, attempt_id) references tenant.attempts
);
create unique index spoken_numbers_entry on tenant.spoken_numbers (tenant_id, entry_id); -- audit: one for each refusal
create index spoken_numbers_time on tenant.spoken_numbers (tenant_id, recorded_at); -- who took down how many, by day
