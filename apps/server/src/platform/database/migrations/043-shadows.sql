-- Shadow mode: another way of pacing is played beside a campaign's real calls, and nothing is dialled by it. No report, account
-- or ledger counts these rows; they are figures about the centre itself.
create table tenant.shadows (
  tenant_id uuid not null,
  shadow_id uuid not null,
  campaign_id uuid not null,
  mode text not null check (mode in ('progressive', 'predictive')),
  cap_percent smallint not null check (cap_percent between 0 and 3),
  -- how the campaign itself is paced meanwhile; the shadow ends when that changes
  live_mode text not null,
  live_cap_percent smallint not null check (live_cap_percent between 0 and 3),
  -- drawn by the server, never chosen: whoever plays these rows again gets the same figures
  seed int not null,
  -- live answers of the campaign's last thirty days when it began, which its strategy is held to
  window_answered int not null,
  window_abandoned int not null,
  started_by uuid not null references house.persons,
  started_at timestamptz not null,
  entry_id uuid not null unique, -- what entered its start
  -- calls and talks to draw from, at the last look
  known_calls int not null default 0,
  known_talks int not null default 0,
  played_until timestamptz,
  -- one process plays it; by the database's clock, as leases are
  holder uuid,
  held_until timestamptz,
  ended_at timestamptz,
  ended_as text check (ended_as in ('stopped', 'day_over', 'campaign_closed', 'settings_changed')),
  primary key (tenant_id, shadow_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check ((ended_at is null) = (ended_as is null))
);
-- one at a time, and which are played
create unique index shadows_open on tenant.shadows (tenant_id, campaign_id) where ended_at is null;
create index shadows_campaign on tenant.shadows (tenant_id, campaign_id, started_at); -- those of before, the newest first

-- What became of one twin floor in at most half an hour. `paced_as` is the other strategy, or the campaign's own, played the same
-- way to tell how far the play is from the real floor. Time that nobody played has no row.
create table tenant.shadow_stretches (
  tenant_id uuid not null,
  shadow_id uuid not null,
  began_at timestamptz not null,
  paced_as text not null check (paced_as in ('other', 'as_live')),
  twin smallint not null,
  ended_at timestamptz not null check (ended_at > began_at),
  talk_ms bigint not null,
  wrap_up_ms bigint not null,
  waiting_ms bigint not null,
  dialled int not null,
  answered int not null,
  abandoned int not null,
  connected int not null,
  primary key (tenant_id, shadow_id, began_at, paced_as, twin),
  foreign key (tenant_id, shadow_id) references tenant.shadows
);
