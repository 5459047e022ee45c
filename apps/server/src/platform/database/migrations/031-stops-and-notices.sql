-- A stop of one list: nobody who came with it is called. It stands with the list's job and campaign.
alter table house.stops
  add column list_id uuid,
  add foreign key (tenant_id, list_id) references tenant.lists,
  add check (list_id is null or campaign_id is not null);
create index stops_list on house.stops (tenant_id, list_id) where list_id is not null; -- what is passed over where leads are taken

-- A stop of all tenants, those that come later too. Rows are added, never changed or deleted.
create table house.house_stops (
  entry_id uuid primary key, -- in the log of the head office; the id of the stop
  ground text not null,
  set_by uuid not null references house.persons,
  set_at timestamptz not null
);

create table house.house_stop_lifts (
  stop_id uuid primary key references house.house_stops,
  entry_id uuid not null unique,
  ground text not null,
  lifted_by uuid not null references house.persons,
  lifted_at timestamptz not null
);

-- Which of them stand in a tenant's own log already, so that each is entered there once.
create table tenant.house_stop_entries (
  tenant_id uuid not null,
  house_entry_id uuid not null, -- of the stop, or of its lifting
  entry_id uuid not null unique, -- in the log of the tenant
  primary key (tenant_id, house_entry_id)
);

-- Where somebody is, as coarsely as a stop in a disaster asks. Told by the key service when it seals, because address and
-- numbers are opened nowhere else. With the lead, because whoever takes leads asks it of each that is due: looked up with the
-- contact and its numbers it took twenty times as long. Null for who came before this: nothing is known of them, so that a
-- stop of an area holds for them too.
alter table tenant.leads
  add column prefecture smallint check (prefecture between 1 and 47), -- JIS X 0401, by the first word of the address
  add column areas text check (areas ~ '^([1-9][0-9]{2}( [1-9][0-9]{2})*)?$'); -- of landlines, three digits each; '' without one

-- A stop of one of them holds in the whole tenant.
alter table house.stops
  add column prefecture smallint check (prefecture between 1 and 47),
  add column area_code text check (area_code ~ '^0[1-9][0-9]{0,2}$'),
  add check (num_nonnulls(prefecture, area_code, job_id) <= 1);

-- By which entry a notice was withdrawn, so that the ledger's own process holds it against that.
alter table tenant.notices add column withdrawal_entry_id uuid;
