-- The terms of a list: on which days its people may be called (有効期間), in which place, and what share of them is left out to
-- be compared with (対照群). Beside the list, because each due lead is asked by them.
alter table tenant.lists
  add column valid_from date, -- the first day in Japan; null for no beginning
  add column valid_until date, -- the last; null for no end
  add column priority smallint check (priority between 1 and 5), -- null: as its import said
  add column terms_revision int not null default 0, -- 0: nobody set any
  add column rows_held_out int not null default 0, -- people left out now; 0 again when that was ended
  add column are_leads_behind boolean not null default false, -- its leads are still being brought in line with its terms
  add check (valid_from <= valid_until);
create index lists_period on tenant.lists (tenant_id, campaign_id) where valid_from is not null or valid_until is not null; -- whose leads are passed over

-- Each time somebody set terms, one row, explained by one entry; added, never changed.
create table tenant.list_terms (
  tenant_id uuid not null,
  list_id uuid not null,
  revision int not null check (revision > 0),
  campaign_id uuid not null,
  entry_id uuid not null unique,
  valid_from date,
  valid_until date,
  priority smallint not null check (priority between 1 and 5),
  held_out_percent smallint not null check (held_out_percent between 0 and 50),
  set_by uuid not null references house.persons,
  set_at timestamptz not null,
  primary key (tenant_id, list_id, revision),
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);

-- Whom the draw of a list left out; `is_later`: by a row that was corrected after the import.
create table tenant.held_out_contacts (
  tenant_id uuid not null,
  list_id uuid not null,
  contact_id uuid not null,
  campaign_id uuid not null,
  is_later boolean not null default false,
  primary key (tenant_id, list_id, contact_id),
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, contact_id) references tenant.contacts,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index held_out_contacts_contact on tenant.held_out_contacts (tenant_id, contact_id); -- the end of contacts

-- What the entry of a draw says of it.
create table tenant.list_holdouts (
  tenant_id uuid not null,
  list_id uuid not null,
  campaign_id uuid not null,
  entry_id uuid not null unique,
  held_out_percent smallint not null check (held_out_percent between 1 and 50),
  contacts int not null,
  digest bytea not null,
  primary key (tenant_id, list_id),
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);

-- Whoever has a hand-over ticket in hand and opened its contact; added, never changed.
create table tenant.call_ticket_looks (
  tenant_id uuid not null,
  entry_id uuid not null,
  ticket_id uuid not null,
  revision int not null, -- of the ticket as it was seen
  campaign_id uuid not null,
  looked_by uuid not null references house.persons,
  looked_at timestamptz not null,
  primary key (tenant_id, entry_id),
  foreign key (tenant_id, ticket_id) references tenant.call_tickets,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index call_ticket_looks_ticket on tenant.call_ticket_looks (tenant_id, ticket_id); -- how often a ticket's contact was opened
create index call_ticket_looks_at on tenant.call_ticket_looks (tenant_id, looked_at); -- looks of a day

-- When a list was handed over and who confirmed it (お客様情報受け渡し管理簿), by whom that was entered and when; each change is a
-- version. Functions are closed codes: what is signed is on paper.
create table tenant.list_handovers (
  tenant_id uuid not null,
  list_id uuid not null,
  version int not null check (version > 0),
  campaign_id uuid not null,
  entry_id uuid not null unique,
  received_on date not null, -- days in Japan
  client_function text,
  client_confirmed_on date,
  centre_function text,
  centre_confirmed_on date,
  business_days smallint not null, -- the rule that held
  due_on date not null, -- the last day on which an entry was in time
  is_late boolean not null,
  entered_by uuid not null references house.persons,
  entered_at timestamptz not null,
  primary key (tenant_id, list_id, version),
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check ((client_function is null) = (client_confirmed_on is null)),
  check ((centre_function is null) = (centre_confirmed_on is null))
);

-- How soon a hand-over is to be entered; without a row within one business day.
create table tenant.handover_rules (
  tenant_id uuid not null,
  revision int not null check (revision > 0),
  entry_id uuid not null unique,
  business_days smallint not null check (business_days between 0 and 20),
  set_by uuid not null references house.persons,
  set_at timestamptz not null,
  primary key (tenant_id, revision)
);
