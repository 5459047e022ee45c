-- Corrections of results. An attempt holds the result that counts; what it was before stands here, version by version, and
-- is never changed or deleted.
alter table tenant.attempts
  -- the entry of the first result, which every correction refers to
  add column recorded_entry_id uuid,
  -- the refusal that this attempt's result made, while it stands: a correction withdraws it and no other
  add column refusal_entry_id uuid;

create table tenant.attempt_corrections (
  tenant_id uuid not null,
  attempt_id uuid not null,
  version int not null check (version > 0),
  campaign_id uuid not null,
  disposition_before text not null,
  callback_before timestamptz,
  disposition text not null,
  callback_at timestamptz,
  reason text not null,
  corrected_by uuid not null references house.persons,
  corrected_at timestamptz not null,
  entry_id uuid not null,
  -- whether the lead followed; not if it had been called again, was in hand or had been decided
  moved_lead boolean not null,
  -- two who correct one attempt at once cannot both be its next version
  primary key (tenant_id, attempt_id, version),
  foreign key (tenant_id, attempt_id) references tenant.attempts,
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check (disposition <> disposition_before or callback_at is distinct from callback_before)
);

-- the one result that an operator may still correct at the desk
alter table tenant.desks add column last_attempt_id uuid,
  add foreign key (tenant_id, last_attempt_id) references tenant.attempts on delete set null (last_attempt_id);

-- Refusals that do not hold any more, because the result that made them was corrected. The rows of a refusal stay where
-- they are; whoever asks whether somebody is not to be called leaves out those of an entry that stands here.
create table house.do_not_call_withdrawals (
  client_id uuid not null references house.companies,
  -- the entry by which it was put on the list; withdrawn once, whoever else tries
  refusal_entry_id uuid not null,
  -- the entry that withdraws it, in the log of the same tenant
  entry_id uuid not null,
  tenant_id uuid not null references house.tenants,
  recorded_at timestamptz not null,
  primary key (client_id, refusal_entry_id)
);
create index do_not_call_withdrawals_entry on house.do_not_call_withdrawals (tenant_id, entry_id); -- audit: by its entry
