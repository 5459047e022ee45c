-- Hand-over tickets (引継ぎ票): what a result left for a supervisor or the client's side to do. Nothing of a ticket is ever
-- deleted, and every step of one is a row of its own, explained by one entry: the ledger's own process holds the steps against
-- the entries, and where the ticket stands against its last step. What was said is the memo of the call and sealed notes.
create table tenant.call_tickets (
  tenant_id uuid not null,
  ticket_id uuid not null, -- the entry by which it was made
  campaign_id uuid not null,
  attempt_id uuid not null, -- the call, and by it the contact
  disposition text not null, -- the result that made it
  reason text not null,
  addressee text not null check (addressee in ('supervisor', 'client')),
  due_on date not null, -- the last day in Japan on which it is in time
  made_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'taken', 'waiting', 'done', 'withdrawn')),
  owner_id uuid references house.persons,
  waits_until date,
  outcome text,
  revision int not null default 1, -- of the last step, so that of two who do something one does
  primary key (tenant_id, ticket_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, attempt_id) references tenant.attempts,
  check ((owner_id is null) = (state in ('open', 'withdrawn'))),
  check ((waits_until is null) = (state <> 'waiting')),
  check ((outcome is null) = (state <> 'done'))
);
create unique index call_tickets_attempt on tenant.call_tickets (tenant_id, attempt_id) where state <> 'withdrawn'; -- one ticket a call
create index call_tickets_unfinished on tenant.call_tickets (tenant_id, due_on) where state in ('open', 'taken', 'waiting'); -- the list, and how many are overdue
create index call_tickets_ended on tenant.call_tickets (tenant_id, made_at) where state in ('done', 'withdrawn'); -- what became of them

create table tenant.call_ticket_steps (
  tenant_id uuid not null,
  ticket_id uuid not null,
  revision int not null check (revision > 0),
  campaign_id uuid not null,
  entry_id uuid not null unique,
  kind text not null check (kind in ('made', 'taken', 'given', 'waits', 'done', 'withdrawn')),
  by_person uuid not null references house.persons,
  at timestamptz not null,
  -- where the ticket stood afterwards
  owner_id uuid references house.persons,
  waits_until date,
  outcome text,
  primary key (tenant_id, ticket_id, revision),
  foreign key (tenant_id, ticket_id) references tenant.call_tickets,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);

create table tenant.call_ticket_notes (
  tenant_id uuid not null,
  note_id uuid not null, -- what it is sealed at
  ticket_id uuid not null,
  campaign_id uuid not null,
  entry_id uuid not null unique,
  written_by uuid not null references house.persons,
  written_at timestamptz not null,
  sealed bytea not null, -- under the call's contact and list, with whose keys it ends
  primary key (tenant_id, note_id),
  foreign key (tenant_id, ticket_id) references tenant.call_tickets,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index call_ticket_notes_ticket on tenant.call_ticket_notes (tenant_id, ticket_id, written_at); -- the notes of a ticket

-- Notices (周知): words of the house to the operators of a job or of one of its campaigns. Versions and confirmations are
-- added, never changed or deleted; a notice that was withdrawn keeps them.
create table tenant.notices (
  tenant_id uuid not null,
  notice_id uuid not null,
  job_id uuid not null,
  campaign_id uuid, -- null for every campaign of the job
  version int not null check (version > 0), -- the one that counts
  withdrawn_at timestamptz,
  primary key (tenant_id, notice_id),
  foreign key (tenant_id, job_id) references tenant.jobs,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index notices_standing on tenant.notices (tenant_id, job_id) where withdrawn_at is null; -- what holds at a desk

create table tenant.notice_versions (
  tenant_id uuid not null,
  notice_id uuid not null,
  version int not null check (version > 0),
  job_id uuid not null,
  entry_id uuid not null,
  title text not null,
  body text not null,
  level text not null check (level in ('told', 'confirmed', 'required')),
  valid_until date not null, -- the last day in Japan
  written_by uuid not null references house.persons,
  written_at timestamptz not null,
  -- two who write the same version of one notice cannot both have done so
  primary key (tenant_id, notice_id, version),
  foreign key (tenant_id, notice_id) references tenant.notices,
  foreign key (tenant_id, job_id) references tenant.jobs
);

create table tenant.notice_confirmations (
  tenant_id uuid not null,
  notice_id uuid not null,
  version int not null,
  person_id uuid not null references house.persons,
  job_id uuid not null,
  entry_id uuid not null,
  confirmed_at timestamptz not null,
  primary key (tenant_id, notice_id, version, person_id),
  foreign key (tenant_id, notice_id, version) references tenant.notice_versions,
  foreign key (tenant_id, job_id) references tenant.jobs
);
