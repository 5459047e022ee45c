-- Stop switches: nobody is called in a tenant, in one of its jobs or in one campaign until the stop is lifted. In the
-- house, because the ledger's own process holds them against their entries, and because whoever is designated for one
-- job sees what stops the whole tenant and may neither set nor lift that (house-tables.ts).
--
-- Rows are added, never changed or deleted: the application holds no right for either.
create table house.stops (
  entry_id uuid primary key, -- in the log of the tenant; the id of the stop
  tenant_id uuid not null references house.tenants,
  -- both null: everything of the tenant; a campaign stands with its job
  job_id uuid,
  campaign_id uuid,
  ground text not null,
  lift_by text not null check (lift_by in ('setter', 'supervisors', 'centre_manager')),
  set_by uuid not null references house.persons,
  set_at timestamptz not null,
  check (campaign_id is null or job_id is not null),
  foreign key (tenant_id, job_id) references tenant.jobs,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index stops_tenant on house.stops (tenant_id); -- what holds here, asked before each attempt

create table house.stop_lifts (
  stop_id uuid primary key references house.stops,
  tenant_id uuid not null references house.tenants,
  entry_id uuid not null unique,
  ground text not null,
  lifted_by uuid not null references house.persons,
  lifted_at timestamptz not null
);
