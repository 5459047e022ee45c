-- The spine's tables. Forward only: a change is a new file.
--
-- Two kinds of table (architecture rule 4). Everything in schema `tenant` starts its primary key with tenant_id and
-- gets forced row-level security stamped by the migration tool. Tables in schema `house` are listed, each with its
-- own policy, in house-tables.ts. Nothing else may exist; a test holds the schema against both lists.
create schema house;
create schema tenant;

---------------------------------------------------------------------------------------------------------------- house

create table house.companies (
  company_id uuid primary key,
  name text not null,
  kind text not null check (kind in ('client', 'centre_operator', 'maintenance_provider', 'vendor')),
  sector text not null default 'company' check (sector in ('company', 'municipality')),
  created_at timestamptz not null default now()
);

-- One per client, or one per job of a client (A-02). A client is a company of kind `client`.
create table house.tenants (
  tenant_id uuid primary key,
  client_id uuid not null references house.companies,
  name text not null,
  is_demo boolean not null default false,
  created_at timestamptz not null default now()
);

create table house.sites (
  site_id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table house.persons (
  person_id uuid primary key,
  login text not null unique check (login = lower(login)),
  display_name text not null,
  company_id uuid not null references house.companies,
  employment text not null default 'employee' check (employment in ('employee', 'dispatched', 'contractor')),
  is_demo boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table house.password_credentials (
  person_id uuid primary key references house.persons,
  argon2id text not null,
  changed_at timestamptz not null default now(),
  failures int not null default 0,
  locked_until timestamptz
);

-- The TOTP secret is sealed by the key service (F-11: no plaintext credential store).
create table house.totp_credentials (
  person_id uuid primary key references house.persons,
  sealed_secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);

create table house.passkey_credentials (
  credential_id text primary key,
  person_id uuid not null references house.persons,
  public_key bytea not null,
  sign_count bigint not null,
  label text not null,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_credentials_person on house.passkey_credentials (person_id); -- a person's credentials at sign-in

create table house.devices (
  device_id uuid primary key,
  label text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  withdrawn_at timestamptz
);

create table house.sessions (
  session_id uuid primary key,
  person_id uuid not null references house.persons,
  device_id uuid references house.devices,
  token_hash bytea not null unique,
  route text not null check (route in ('centre', 'maintenance', 'home', 'internal')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'revoked', 'expired', 'disabled', 'replaced'))
);
create index sessions_person on house.sessions (person_id) where ended_at is null; -- a person's live sessions

-- Short-lived state of a sign-in or a ceremony in progress.
create table house.tickets (
  ticket_hash bytea primary key,
  kind text not null check (kind in ('sign_in', 'passkey_sign_in', 'passkey_registration', 'set_up', 'invitation', 'demo')),
  person_id uuid references house.persons,
  data jsonb not null default '{}',
  expires_at timestamptz not null
);

-- The only source of rights (F-08). A right without a row here does not exist.
create table house.designations (
  designation_id uuid primary key,
  person_id uuid not null references house.persons,
  seat text not null check (seat in ('operator', 'supervisor', 'centre_manager', 'account_manager', 'maintainer',
    'vendor', 'watch_officer', 'auditor', 'client_auditor')),
  scope_kind text not null check (scope_kind in ('house', 'tenant', 'job', 'site')),
  tenant_id uuid references house.tenants,
  job_id uuid,
  site_id uuid references house.sites,
  purpose text not null,
  basis text not null,
  designated_by uuid references house.persons,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  withdrawn_at timestamptz,
  created_at timestamptz not null default now(),
  check (valid_until > valid_from),
  check ((scope_kind = 'house') = (tenant_id is null)),
  check ((scope_kind = 'job') = (job_id is not null)),
  check ((scope_kind = 'site') = (site_id is not null)),
  check (designated_by is distinct from person_id)
);
create index designations_person on house.designations (person_id) where withdrawn_at is null; -- one decision a request

-- One log per tenant under a random constant id, and the head office's own.
create table house.logs (
  log_id text primary key check (log_id ~ '^[0-9a-f]{32}$'),
  tenant_id uuid not null unique,
  origin text not null,
  verifier_key text not null,
  created_at timestamptz not null default now()
);

-- Every policy set a decision was ever made under, by its hash, so that an entry's hash can be read years later.
create table house.policy_sets (
  policy_hash text primary key check (policy_hash ~ '^[0-9a-f]{64}$'),
  body text not null,
  first_used_at timestamptz not null default now()
);

-- Objects under a legal hold (rule 10): every deleting path asks here first.
create table house.legal_holds (
  hold_id uuid primary key,
  tenant_id uuid not null,
  object_kind text not null check (object_kind in ('tenant', 'list', 'upload', 'campaign')),
  object_id uuid not null,
  reason text not null,
  placed_by uuid not null references house.persons,
  placed_at timestamptz not null default now(),
  lifted_at timestamptz
);
create index legal_holds_object on house.legal_holds (tenant_id, object_kind, object_id) where lifted_at is null;

--------------------------------------------------------------------------------------------------------------- tenant

create table tenant.jobs (
  tenant_id uuid not null references house.tenants,
  job_id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, job_id)
);

create table tenant.job_sites (
  tenant_id uuid not null,
  job_id uuid not null,
  site_id uuid not null references house.sites,
  primary key (tenant_id, job_id, site_id),
  foreign key (tenant_id, job_id) references tenant.jobs
);

-- `kind` is decided once (A-03): a trigger refuses to change it.
create table tenant.campaigns (
  tenant_id uuid not null,
  campaign_id uuid not null,
  job_id uuid not null,
  name text not null,
  kind text not null check (kind in ('production', 'test')),
  state text not null default 'draft' check (state in ('draft', 'stopped', 'running', 'closed')),
  -- everything a supervisor sets: visible fields, script, dispositions, hours, attempts; shape: campaignSettings of the contract
  settings jsonb not null,
  revision int not null default 1,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, job_id) references tenant.jobs
);

create function tenant.refuse_kind_change() returns trigger language plpgsql as $$
begin
  if new.kind is distinct from old.kind then
    raise exception 'the kind of a campaign is decided once';
  end if;
  return new;
end $$;
create trigger campaigns_kind before update on tenant.campaigns for each row execute function tenant.refuse_kind_change();

-- A campaign is leased to one dialler process at a time.
create table tenant.campaign_leases (
  tenant_id uuid not null,
  campaign_id uuid not null,
  holder uuid not null,
  leased_until timestamptz not null,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);

-- A client's file at rest, only ever as chunks sealed by the key service.
create table tenant.uploads (
  tenant_id uuid not null,
  upload_id uuid not null,
  uploaded_by uuid not null references house.persons,
  state text not null check (state in ('receiving', 'received', 'imported', 'discarded', 'failed')),
  bytes bigint not null default 0,
  chunks int not null default 0,
  -- keyed digest of the content (by the key service, under the tenant's key): the same file gives the same digest
  digest bytea,
  inspection jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, upload_id)
);

create table tenant.lists (
  tenant_id uuid not null,
  list_id uuid not null,
  campaign_id uuid not null,
  upload_id uuid not null,
  label text not null,
  state text not null check (state in ('importing', 'ready', 'undone', 'failed')),
  digest bytea not null,
  mapping jsonb not null,
  rules jsonb not null,
  rows_total int not null default 0,
  rows_accepted int not null default 0,
  rows_refused int not null default 0,
  rows_duplicate int not null default 0,
  -- set by the first lease of one of its leads; an undo takes the same row lock and gives up once it is set
  first_leased_at timestamptz,
  imported_by uuid not null references house.persons,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, list_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, upload_id) references tenant.uploads
);
-- two imports of one file yield one set: the second insert fails here
create unique index lists_digest on tenant.lists (tenant_id, campaign_id, digest) where state in ('importing', 'ready');

create table tenant.refused_rows (
  tenant_id uuid not null,
  list_id uuid not null,
  row_number int not null,
  outcome text not null check (outcome in ('refused', 'duplicate')),
  reasons text[] not null,
  -- the first row that holds the same key, for duplicates inside the file
  same_as_row int,
  primary key (tenant_id, list_id, row_number),
  foreign key (tenant_id, list_id) references tenant.lists
);

-- One person or company on a list. Everything personal is inside `sealed`.
create table tenant.contacts (
  tenant_id uuid not null,
  contact_id uuid not null,
  list_id uuid not null,
  row_number int not null,
  row_version int not null default 1,
  sealed bytea not null,
  -- blind indexes under the client's key, 16 bytes; null where the row holds no such field
  customer_index bytea,
  person_index bytea,
  primary key (tenant_id, contact_id),
  foreign key (tenant_id, list_id) references tenant.lists
);
create index contacts_customer on tenant.contacts (tenant_id, customer_index); -- search, same-person check at import
create index contacts_list on tenant.contacts (tenant_id, list_id); -- undo and destruction of a list

-- Each number sealed by itself, so that dialling opens one number and nothing else.
create table tenant.contact_numbers (
  tenant_id uuid not null,
  contact_id uuid not null,
  ordinal smallint not null,
  kind text not null check (kind in ('mobile', 'landline', 'other')),
  state text not null default 'usable' check (state in ('usable', 'dead', 'refused')),
  row_version int not null default 1,
  sealed bytea not null,
  phone_index bytea not null,
  primary key (tenant_id, contact_id, ordinal),
  foreign key (tenant_id, contact_id) references tenant.contacts
);
create index contact_numbers_phone on tenant.contact_numbers (tenant_id, phone_index); -- search, one number never dialled twice at once

create table tenant.leads (
  tenant_id uuid not null,
  lead_id uuid not null,
  campaign_id uuid not null,
  list_id uuid not null,
  contact_id uuid not null,
  state text not null default 'ready' check (state in ('ready', 'leased', 'dialling', 'connected', 'wrap_up', 'waiting', 'promised', 'held', 'finished')),
  due_at timestamptz not null,
  attempts smallint not null default 0,
  next_ordinal smallint not null default 1,
  last_disposition text,
  finished_reason text,
  promised_to uuid references house.persons,
  revision int not null default 0,
  primary key (tenant_id, lead_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, contact_id) references tenant.contacts
);
create index leads_due on tenant.leads (tenant_id, campaign_id, due_at) where state in ('ready', 'waiting', 'promised'); -- next due leads
create index leads_list on tenant.leads (tenant_id, list_id); -- list progress, undo
create index leads_contact on tenant.leads (tenant_id, contact_id); -- a contact's calling state

create table tenant.attempts (
  tenant_id uuid not null,
  attempt_id uuid not null,
  campaign_id uuid not null,
  lead_id uuid not null,
  contact_id uuid not null,
  ordinal smallint not null,
  -- the due time it was made for: with lead_id unique, so no lead is called twice for one due time
  due_at timestamptz not null,
  state text not null check (state in ('intent', 'dialling', 'ringing', 'answered', 'connected', 'wrap_up', 'ended')),
  operator_id uuid references house.persons,
  dialler uuid not null,
  intended_at timestamptz not null,
  ringing_at timestamptz,
  answered_at timestamptz,
  connected_at timestamptz,
  hung_up_at timestamptz,
  ended_at timestamptz,
  cause text,
  disposition text,
  callback_at timestamptz,
  memo_sealed bytea,
  recorded_at timestamptz,
  primary key (tenant_id, attempt_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, lead_id) references tenant.leads,
  unique (tenant_id, lead_id, due_at)
);
create index attempts_open on tenant.attempts (tenant_id, dialler) where state <> 'ended'; -- reconciliation after a kill
-- one operator has one live call, whatever the code does
create unique index attempts_operator_live on tenant.attempts (tenant_id, operator_id) where state in ('answered', 'connected', 'wrap_up') and operator_id is not null;
create index attempts_campaign_time on tenant.attempts (tenant_id, campaign_id, intended_at); -- floor and figures

-- Who sits where and in which state; one row per operator and tenant, the tab that owns it by `connection`.
create table tenant.desks (
  tenant_id uuid not null,
  operator_id uuid not null references house.persons,
  campaign_id uuid not null,
  connection uuid,
  session_id uuid not null,
  state text not null check (state in ('away', 'available', 'reserved', 'connected', 'wrap_up', 'gone')),
  away_reason text,
  since timestamptz not null,
  primary key (tenant_id, operator_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);

-- Entries that are committed and not yet placed. The application may add; only the sequencer may take away.
create table tenant.entry_queue (
  tenant_id uuid not null,
  entry_id uuid not null,
  seq bigint generated always as identity,
  body bytea not null,
  queued_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, entry_id)
);
create index entry_queue_seq on tenant.entry_queue (seq); -- the sequencer's order

-- Derived from the tiles and rebuilt from them; never a source of truth.
create table tenant.entry_index (
  tenant_id uuid not null,
  position bigint not null,
  entry_id uuid not null,
  type text not null,
  outcome text not null,
  reason text,
  at timestamptz not null,
  sequenced_at timestamptz not null,
  actor text not null,
  actor_kind text not null,
  campaign_id uuid,
  body bytea not null,
  primary key (tenant_id, position),
  -- begins with the id, so that the sequencer's look-up by id can use no other index (sequencer-database.ts)
  unique (entry_id, tenant_id)
);
create index entry_index_actor on tenant.entry_index (tenant_id, actor, position); -- one person's entries
create index entry_index_type on tenant.entry_index (tenant_id, type, position); -- entries of a type

-- Which contact an entry is about, for the auditor's filter: checkable against the entry's commitment, not derivable.
create table tenant.entry_subjects (
  tenant_id uuid not null,
  entry_id uuid not null,
  contact_id uuid not null,
  list_id uuid not null,
  primary key (tenant_id, entry_id)
);
create index entry_subjects_contact on tenant.entry_subjects (tenant_id, contact_id); -- one contact's entries
