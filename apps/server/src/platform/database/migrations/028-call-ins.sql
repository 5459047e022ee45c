-- Own numbers (発信者番号): which campaign shows which number of the centre, and whose call-ins are its. In the house, because
-- a call names its number before anybody knows its tenant, and because the ledger's own process holds these rows against
-- their entries. Rows are added, never changed or deleted. The numbers are the centre's own: nobody's personal data.
create table house.own_numbers (
  entry_id uuid primary key, -- in the log of the tenant; the id of the assignment
  tenant_id uuid not null references house.tenants,
  job_id uuid not null,
  campaign_id uuid not null,
  number text not null check (number ~ '^0[0-9]{8,10}$'),
  assigned_by uuid not null references house.persons,
  assigned_at timestamptz not null,
  foreign key (tenant_id, job_id) references tenant.jobs,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index own_numbers_number on house.own_numbers (number); -- whose call-in is this
create index own_numbers_campaign on house.own_numbers (tenant_id, campaign_id); -- which number its calls show

create table house.own_number_withdrawals (
  assignment_id uuid primary key references house.own_numbers,
  tenant_id uuid not null references house.tenants,
  entry_id uuid not null unique,
  withdrawn_by uuid not null references house.persons,
  withdrawn_at timestamptz not null
);

-- Calls to an own number, from the arrival to an operator or to their end. Whoever is found by the number is a lead; the
-- number itself stands nowhere. From the moment an operator talks the call is an attempt like any other.
create table tenant.call_ins (
  tenant_id uuid not null,
  call_in_id uuid not null, -- the entry of its arrival
  campaign_id uuid not null,
  own_number text not null,
  call_id text not null, -- as the carrier names it
  state text not null check (state in ('arrived', 'waiting', 'joining', 'ended')),
  lead_id uuid,
  contact_id uuid,
  ordinal smallint,
  -- which dialler looks after it, and until when it says so
  dialler uuid not null,
  kept_until timestamptz not null,
  operator_id uuid references house.persons,
  attempt_id uuid,
  arrived_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('answered', 'rang_off', 'outside_hours', 'calling_stopped', 'unknown_caller', 'interrupted')),
  primary key (tenant_id, call_in_id),
  -- a call that is told twice arrives once
  unique (tenant_id, call_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, lead_id) references tenant.leads on delete set null (lead_id),
  foreign key (tenant_id, attempt_id) references tenant.attempts,
  check ((state = 'ended') = (outcome is not null) and (state = 'ended') = (ended_at is not null)),
  check ((outcome = 'answered') = (attempt_id is not null))
);
create index call_ins_open on tenant.call_ins (tenant_id, campaign_id, arrived_at) where state <> 'ended'; -- who waits, on floors and for operators
create unique index call_ins_seat on tenant.call_ins (tenant_id, operator_id) where state = 'joining'; -- one seat takes one call
create index call_ins_lead on tenant.call_ins (tenant_id, lead_id); -- not to be dialled meanwhile; an undo that deletes leads
create index call_ins_campaign_time on tenant.call_ins (tenant_id, campaign_id, arrived_at); -- figures
create unique index call_ins_attempt on tenant.call_ins (tenant_id, attempt_id) where attempt_id is not null; -- which number was called, at the desk

-- Who called whom. Figures of outbound calls count `out` alone.
alter table tenant.attempts add column direction text not null default 'out' check (direction in ('out', 'in'));
