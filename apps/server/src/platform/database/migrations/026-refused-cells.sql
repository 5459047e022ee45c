-- What refused rows of an import read, by field, sealed under the list's key, so that a supervisor can correct them in place.
-- Not of duplicates, of rows that may hold the number of a card, and beyond so many of one list: of those the reasons alone.
create table tenant.refused_cells (
  tenant_id uuid not null,
  list_id uuid not null,
  row_number int not null,
  campaign_id uuid not null,
  state text not null default 'open' check (state in ('open', 'corrected', 'set_aside')),
  version int not null default 1, -- stands in the associated data
  -- null once the row was corrected or set aside; a legal hold keeps it, without a way to open it
  sealed bytea,
  set_aside text check (set_aside in ('not_wanted', 'comes_again', 'cannot_be_known', 'no_row')),
  settled_by uuid references house.persons,
  settled_at timestamptz,
  primary key (tenant_id, list_id, row_number),
  foreign key (tenant_id, list_id, row_number) references tenant.refused_rows,
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check (state <> 'open' or sealed is not null),
  check ((state = 'open') = (settled_by is null)),
  check ((settled_by is null) = (settled_at is null)),
  check ((state = 'set_aside') = (set_aside is not null))
);
-- what a legal hold had kept, when it is over
create index refused_cells_held on tenant.refused_cells (tenant_id, list_id) where state <> 'open' and sealed is not null;
