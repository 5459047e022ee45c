-- The account of abandoned calls beyond the day: what became of a campaign's live answers on each day that is over. Written
-- once, with an entry; thirty of these rows and today's attempts are the account that a campaign is held to.
create table tenant.abandonment_days (
  tenant_id uuid not null,
  campaign_id uuid not null,
  day int not null, -- since 1970-01-01, in Japan
  answered int not null check (answered >= 0),
  abandoned int not null check (abandoned >= 0),
  -- of the half hours with answers enough, the one with the highest share; null without one
  worst_at timestamptz,
  worst_answered int,
  worst_abandoned int,
  entry_id uuid not null unique, -- what entered this day
  primary key (tenant_id, campaign_id, day),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check ((worst_at is null) = (worst_answered is null) and (worst_at is null) = (worst_abandoned is null))
);

-- What was told of a campaign's abandoned calls, so that it is entered once when it begins.
create table tenant.abandonment_alarms (
  tenant_id uuid not null,
  campaign_id uuid not null,
  alarm text not null check (alarm in ('near_cap', 'at_cap', 'half_hour_above')),
  began_at timestamptz not null,
  -- the last day on which it was so: it ends with the first look at a later one on which it is not
  seen_day int not null,
  entry_id uuid not null,
  primary key (tenant_id, campaign_id, alarm),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
