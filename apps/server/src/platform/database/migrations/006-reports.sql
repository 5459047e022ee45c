-- Reports: what clients chose, what was exported, and tallies of attempts and of operators' time.

-- Layout and definitions as versions; the newest holds, older ones say what a report of then meant.
create table tenant.report_layouts (
  tenant_id uuid not null references house.tenants,
  version int not null check (version > 0),
  value jsonb not null,
  changed_by uuid not null references house.persons,
  changed_at timestamptz not null,
  primary key (tenant_id, version)
);
create table tenant.figure_rules (
  tenant_id uuid not null references house.tenants,
  version int not null check (version > 0),
  value jsonb not null,
  changed_by uuid not null references house.persons,
  changed_at timestamptz not null,
  primary key (tenant_id, version)
);

-- Where to look for the entry of a file: the entry commits to the digest, this row proves nothing by itself.
create table tenant.report_exports (
  tenant_id uuid not null references house.tenants,
  entry_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  format text not null check (format in ('xlsx', 'print')),
  kind text not null check (kind in ('daily', 'monthly')),
  -- days since 1970-01-01 in Japan; the second is not in it
  from_day int not null,
  until_day int not null,
  made_by uuid not null references house.persons,
  made_at timestamptz not null,
  primary key (tenant_id, entry_id)
);
create index report_exports_digest on tenant.report_exports (tenant_id, digest); -- is this file one of ours

-- Every stretch of time that an operator was in one state, written when it ends by whatever changes a desk.
create table tenant.desk_spans (
  tenant_id uuid not null,
  operator_id uuid not null references house.persons,
  began_at timestamptz not null,
  ended_at timestamptz not null check (ended_at > began_at),
  campaign_id uuid not null,
  state text not null,
  away_reason text,
  primary key (tenant_id, operator_id, began_at),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index desk_spans_campaign_end on tenant.desk_spans (tenant_id, campaign_id, ended_at); -- time since the last tally

-- Tallies: one million attempts a month cannot be counted while somebody waits (1.3 s here; the tallies take a tenth).
-- Attempts before `tallied_until` are in them, later ones are counted from the rows. What changes behind the mark makes
-- its half hour stale, and the next reader counts that anew. All of it can be thrown away and is then counted again.
create table tenant.tally_marks (
  tenant_id uuid not null,
  campaign_id uuid not null,
  tallied_until timestamptz not null,
  -- the results that counted as the person reached: first times depend on them
  person_codes text[] not null,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create table tenant.stale_slots (
  tenant_id uuid not null,
  campaign_id uuid not null,
  slot timestamptz not null,
  primary key (tenant_id, campaign_id, slot),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create table tenant.slot_tallies (
  tenant_id uuid not null,
  campaign_id uuid not null,
  -- the half hour in which they were dialled
  slot timestamptz not null,
  disposition text not null,
  attempts int not null,
  answered int not null,
  talks int not null,
  talk_ms bigint not null,
  wrap_up_ms bigint not null,
  -- attempts before which the contact had not been tried, or its person not reached, on that day, in that month, ever
  tried_of_day int not null,
  tried_of_month int not null,
  tried_ever int not null,
  reached_of_day int not null,
  reached_of_month int not null,
  primary key (tenant_id, campaign_id, slot, disposition),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create table tenant.operator_tallies (
  tenant_id uuid not null,
  campaign_id uuid not null,
  day int not null, -- since 1970-01-01, in Japan
  operator_id uuid not null references house.persons,
  disposition text not null,
  attempts int not null,
  answered int not null,
  talks int not null,
  talk_ms bigint not null,
  wrap_up_ms bigint not null,
  primary key (tenant_id, campaign_id, day, operator_id, disposition),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create table tenant.slot_times (
  tenant_id uuid not null,
  campaign_id uuid not null,
  slot timestamptz not null,
  state text not null,
  away_reason text not null,
  ms bigint not null,
  primary key (tenant_id, campaign_id, slot, state, away_reason),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create table tenant.operator_times (
  tenant_id uuid not null,
  campaign_id uuid not null,
  day int not null, -- since 1970-01-01, in Japan
  operator_id uuid not null references house.persons,
  state text not null,
  away_reason text not null,
  ms bigint not null,
  primary key (tenant_id, campaign_id, day, operator_id, state, away_reason),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
-- Contacts that were tried for the first time, by day: how far a list was begun is their sum.
create table tenant.start_tallies (
  tenant_id uuid not null,
  campaign_id uuid not null,
  day int not null, -- since 1970-01-01, in Japan
  started int not null,
  primary key (tenant_id, campaign_id, day),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
-- what operators did on a day, without reading the three in four attempts that reached none
create index attempts_operators on tenant.attempts (tenant_id, campaign_id, intended_at)
  include (operator_id, disposition) where operator_id is not null;

create function tenant.slot_of(at timestamptz) returns timestamptz language sql immutable parallel safe
  return date_bin('30 minutes', at, timestamptz '2000-01-01 00:00:00+00');

-- Whoever tallies a campaign holds this lock alone, whoever ends an attempt or a state shares it: so that an end that is
-- not committed yet is either counted or known to be stale, and never neither.
create function tenant.lock_tally(campaign uuid) returns void language sql
  begin atomic
    select pg_advisory_xact_lock_shared(hashtextextended(campaign::text, 6));
  end;

create function tenant.stale_attempts() returns trigger language plpgsql as $$
begin
  perform tenant.lock_tally(c.campaign_id)
    from (select distinct campaign_id from changed where state = 'ended' order by campaign_id) c;
  -- a result that changed may make a later attempt at the same contact the first one that counts
  insert into tenant.stale_slots (tenant_id, campaign_id, slot)
    select distinct a.tenant_id, a.campaign_id, tenant.slot_of(a.intended_at)
    from changed c
      join tenant.tally_marks m on m.tenant_id = c.tenant_id and m.campaign_id = c.campaign_id
        and c.intended_at < m.tallied_until
      join tenant.attempts a on a.tenant_id = c.tenant_id and a.lead_id = c.lead_id and a.intended_at >= c.intended_at
        and a.intended_at < m.tallied_until
    where c.state = 'ended'
    order by 1, 2, 3
    on conflict do nothing;
  return null;
end $$;
create trigger attempts_stale_insert after insert on tenant.attempts
  referencing new table as changed for each statement execute function tenant.stale_attempts();
create trigger attempts_stale_update after update on tenant.attempts
  referencing new table as changed for each statement execute function tenant.stale_attempts();

create function tenant.keep_desk_span() returns trigger language plpgsql as $$
begin
  insert into tenant.desk_spans (tenant_id, operator_id, began_at, ended_at, campaign_id, state, away_reason)
    values (old.tenant_id, old.operator_id, old.since, new.since, old.campaign_id, old.state,
      case when old.state = 'away' then old.away_reason end)
    -- the clock was set back and comes to the same moment again
    on conflict do nothing;
  return null;
end $$;
-- `since` moves with every change of state, by the clock that everything else goes by
create trigger desks_span after update on tenant.desks for each row
  when (new.since > old.since and old.state <> 'gone') execute function tenant.keep_desk_span();

create function tenant.stale_spans() returns trigger language plpgsql as $$
begin
  perform tenant.lock_tally(new.campaign_id);
  insert into tenant.stale_slots (tenant_id, campaign_id, slot)
    select new.tenant_id, new.campaign_id, s.slot
    from tenant.tally_marks m
      cross join generate_series(tenant.slot_of(new.began_at), least(new.ended_at, m.tallied_until) - interval '1 microsecond',
        interval '30 minutes') as s (slot)
    where m.tenant_id = new.tenant_id and m.campaign_id = new.campaign_id and new.began_at < m.tallied_until
    order by 3
    on conflict do nothing;
  return null;
end $$;
create trigger desk_spans_stale after insert on tenant.desk_spans
  for each row execute function tenant.stale_spans();
