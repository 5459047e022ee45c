-- Which campaigns an operator works, how skilled in each, and which comes first. No right: designations alone are that.
-- Every change is a version; withdrawn ones have no skill. Whoever has no standing row works the campaign they choose.
create table tenant.assignments (
  tenant_id uuid not null,
  person_id uuid not null references house.persons,
  campaign_id uuid not null,
  version int not null check (version > 0),
  skill smallint check (skill between 1 and 3),
  priority smallint check (priority between 1 and 3),
  -- the newest version of the person in the campaign
  is_current boolean not null default true,
  entry_id uuid not null unique, -- what entered this version
  -- keeps the entry's digest from being guessed by whoever knows the people
  nonce bytea not null check (length(nonce) = 16),
  set_by uuid not null references house.persons,
  set_at timestamptz not null,
  primary key (tenant_id, person_id, campaign_id, version),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check ((skill is null) = (priority is null))
);
-- two who change one person at the same moment: one of them is second
create unique index assignments_current on tenant.assignments (tenant_id, person_id, campaign_id) where is_current;
-- who may be called for, looked at several times a second
create index assignments_standing on tenant.assignments (tenant_id, campaign_id, person_id)
  where is_current and skill is not null;

-- What an assigned operator chose for today; null for whoever works one campaign of their own choice. `campaign_id` is then
-- the campaign of the call in hand, or of the last one.
alter table tenant.desks add column chosen uuid[];

-- What a call of the campaign asks of an operator; read in every look at the campaign.
alter table tenant.campaigns add column minimum_skill smallint not null
  generated always as (coalesce((settings ->> 'minimumSkill')::smallint, 1)) stored;

-- Until when the campaign's dialler has said that it needs no more of the operators whom it shares with others.
alter table tenant.campaign_leases add column sated_until timestamptz;

-- Waiting counts for the campaign whose call ended it; a wait that no call ended, for the one that was served last. Every
-- stretch of time has one campaign, so that the sum over campaigns is the operator's time.
create or replace function tenant.keep_desk_span() returns trigger language plpgsql as $$
begin
  insert into tenant.desk_spans (tenant_id, operator_id, began_at, ended_at, campaign_id, state, away_reason)
    values (old.tenant_id, old.operator_id, old.since, new.since,
      case when old.state = 'available' and new.state in ('reserved', 'connected') then new.campaign_id
        else old.campaign_id end,
      tenant.desk_state(old.state, old.preview_id),
      case when old.state = 'away' then old.away_reason end)
    -- the clock was set back and comes to the same moment again
    on conflict do nothing;
  return null;
end $$;
