-- When calls are allowed, beside the hours of the week that a campaign's settings hold: days that a supervisor closed or
-- gave other hours, and the holidays that the Cabinet Office announced. In the house, as stops are: the ledger's own process
-- holds them against their entries, because whoever opens a closed day lets people be called who should not be.
--
-- Rows are added, never changed or deleted: the application holds no right for either. What does not hold any more stands
-- in `calendar_withdrawals`. How many rows a tenant has in the three is hence the version of its calendar.
create table house.special_days (
  entry_id uuid primary key, -- in the log of the tenant; the id of the special day
  tenant_id uuid not null references house.tenants,
  -- both null: bounds every campaign of the tenant
  job_id uuid,
  campaign_id uuid,
  from_date date not null,
  until_date date not null check (until_date >= from_date),
  -- minutes of the day in Japan; both null: closed
  opens_minute smallint check (opens_minute >= 0),
  closes_minute smallint check (closes_minute > opens_minute and closes_minute <= 1440),
  ground text not null,
  set_by uuid not null references house.persons,
  set_at timestamptz not null,
  check ((campaign_id is null) = (job_id is null)),
  check ((opens_minute is null) = (closes_minute is null)),
  foreign key (tenant_id, job_id) references tenant.jobs,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index special_days_tenant on house.special_days (tenant_id, until_date); -- the version, and what is not over yet

create table house.holiday_files (
  entry_id uuid primary key,
  tenant_id uuid not null references house.tenants,
  -- pairs of date and name, in their order: [["2027-01-01", "元日"], ...]; whole years
  days jsonb not null,
  imported_by uuid not null references house.persons,
  imported_at timestamptz not null
);
create index holiday_files_tenant on house.holiday_files (tenant_id, imported_at); -- the version; a later file stands above

create table house.calendar_withdrawals (
  entry_id uuid primary key,
  tenant_id uuid not null references house.tenants,
  -- one of the two, and each once
  special_day_id uuid unique references house.special_days,
  holiday_file_id uuid unique references house.holiday_files,
  withdrawn_by uuid not null references house.persons,
  withdrawn_at timestamptz not null,
  check (num_nonnulls(special_day_id, holiday_file_id) = 1)
);
create index calendar_withdrawals_tenant on house.calendar_withdrawals (tenant_id); -- the version
