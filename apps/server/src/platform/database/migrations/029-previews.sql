-- Previews (プレビュー発信): a lead that an operator is given to look at before anything rings. Its id is the entry by which the
-- dialler gave it. The lead is leased meanwhile, and goes back as it was unless it is dialled or skipped.
create table tenant.previews (
  tenant_id uuid not null,
  preview_id uuid not null,
  campaign_id uuid not null,
  lead_id uuid not null,
  contact_id uuid not null,
  ordinal smallint not null, -- of the number that will be dialled
  operator_id uuid not null references house.persons,
  -- where the lead goes back to
  lead_state text not null check (lead_state in ('ready', 'waiting', 'promised')),
  given_at timestamptz not null,
  limit_at timestamptz not null,
  at_limit text not null check (at_limit in ('dials', 'goes_back')),
  -- the first entry by which its operator saw the contact; nobody is dialled unseen
  opened_entry_id uuid,
  -- the operator asked to dial
  wanted_at timestamptz,
  attempt_id uuid,
  ended_at timestamptz,
  ended_as text,
  primary key (tenant_id, preview_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, lead_id) references tenant.leads,
  foreign key (tenant_id, attempt_id) references tenant.attempts,
  check ((ended_at is null) = (ended_as is null)),
  check ((attempt_id is not null) = coalesce(ended_as in ('dialled', 'dialled_at_limit'), false))
);
-- an operator looks at one lead, and one operator at a lead, whatever the code does
create unique index previews_operator_open on tenant.previews (tenant_id, operator_id) where ended_at is null;
create unique index previews_lead_open on tenant.previews (tenant_id, lead_id) where ended_at is null;
create index previews_open on tenant.previews (tenant_id, campaign_id) where ended_at is null; -- looked after at each beat
create index previews_operator_time on tenant.previews (tenant_id, operator_id, given_at); -- who looks and does not call
create unique index previews_attempt on tenant.previews (tenant_id, attempt_id) where attempt_id is not null; -- what rings
create index previews_lead on tenant.previews (tenant_id, lead_id); -- why a lead is held

-- Which preview a reserved seat is in; null otherwise.
alter table tenant.desks add column preview_id uuid;

-- What a desk is for people and figures: a seat that is reserved for a preview is in it.
create function tenant.desk_state(state text, preview_id uuid) returns text language sql immutable parallel safe
  return case when state = 'reserved' and preview_id is not null then 'previewing' else state end;

-- Time in a preview is a state of its own in the figures of time.
create or replace function tenant.keep_desk_span() returns trigger language plpgsql as $$
begin
  insert into tenant.desk_spans (tenant_id, operator_id, began_at, ended_at, campaign_id, state, away_reason)
    values (old.tenant_id, old.operator_id, old.since, new.since, old.campaign_id,
      tenant.desk_state(old.state, old.preview_id),
      case when old.state = 'away' then old.away_reason end)
    -- the clock was set back and comes to the same moment again
    on conflict do nothing;
  return null;
end $$;
