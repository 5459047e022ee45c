-- Whom to call first among those who are due (かける順). Leads that were alike when they were last written make a class; how
-- often each class is reached at which hour is counted from attempts. A tenth of all leads is called in the order of due times
-- for ever, so that what the other order gains can be counted.

-- Of the number whose turn it is, as it was when that changed last; null where none is left. An estimate hangs on it, no call.
alter table tenant.leads add column number_kind text;

create function tenant.number_kind_of(tenant uuid, contact uuid, from_ordinal smallint) returns text language sql stable
  return (select n.kind from tenant.contact_numbers n
    where n.tenant_id = tenant and n.contact_id = contact and n.ordinal >= from_ordinal and n.state = 'usable'
    order by n.ordinal limit 1);

create function tenant.keep_number_kind() returns trigger language plpgsql as $$
begin
  new.number_kind := tenant.number_kind_of(new.tenant_id, new.contact_id, new.next_ordinal);
  return new;
end $$;
-- an import says it for all its rows at once
create trigger leads_number_kind before insert on tenant.leads for each row when (new.number_kind is null)
  execute function tenant.keep_number_kind();
create trigger leads_next_number before update of next_ordinal on tenant.leads for each row
  execute function tenant.keep_number_kind();

update tenant.leads l set number_kind = n.kind
from (select distinct on (m.tenant_id, m.contact_id, o.lead_id) m.tenant_id, o.lead_id, m.kind
    from tenant.leads o
      join tenant.contact_numbers m on m.tenant_id = o.tenant_id and m.contact_id = o.contact_id
        and m.ordinal >= o.next_ordinal and m.state = 'usable'
    order by m.tenant_id, m.contact_id, o.lead_id, m.ordinal) n
where l.tenant_id = n.tenant_id and l.lead_id = n.lead_id;

-- 1 to 20: four kinds of numbers, and for each what became of the tries so far. `reach-class.ts` names them.
create function tenant.reach_class(number_kind text, attempts smallint, last_disposition text) returns smallint
  language sql immutable parallel safe
  return (1
    + 5 * case number_kind when 'mobile' then 0 when 'home' then 1 when 'landline' then 1 when 'work' then 2 else 3 end
    + case
        -- nobody tried yet, or it was another number
        when last_disposition is null or last_disposition in ('S05', '41') then 0
        when last_disposition = 'S01' then 3
        when last_disposition in ('S02', 'S03', 'S04', 'S06', 'S07', 'S09', 'S10', '23') then least(attempts, 2)
        -- somebody answered
        else 4 end)::smallint;

-- Whoever is always called in turn: a tenth, by the SHA-256 of a word and the lead's id, which the server makes at random.
create function tenant.is_called_in_turn(lead uuid) returns boolean language sql immutable parallel safe
  return get_byte(sha256('sekisho order 1 '::bytea || uuid_send(lead)), 0) * 256
    + get_byte(sha256('sekisho order 1 '::bytea || uuid_send(lead)), 1) < 6554;

-- Generated, so that nobody has to remember them and nobody can write them.
alter table tenant.leads
  add column reach_class smallint not null generated always as (tenant.reach_class(number_kind, attempts, last_disposition)) stored,
  -- 0 for those who are called in turn, else their class
  add column call_queue smallint not null generated always as (case when tenant.is_called_in_turn(lead_id) then 0
    else tenant.reach_class(number_kind, attempts, last_disposition) end) stored;
create index leads_queue on tenant.leads (tenant_id, campaign_id, call_queue, due_at, list_id)
  where state in ('ready', 'waiting'); -- next due leads of one class

-- What the lead was when it was called; null for call-ins, and for what was called before there were classes. `is_in_order`: the
-- campaign called whoever is likeliest to be reached, and the order decided: no promise.
alter table tenant.attempts
  add column reach_class smallint check (reach_class between 1 and 20),
  add column is_in_order boolean not null default false;
