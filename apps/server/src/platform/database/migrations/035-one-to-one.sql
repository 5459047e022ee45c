-- Leads that are dialled only for an operator who is reserved for them: whoever was abandoned, and bad connections. Promises
-- are it by their state. The rule is the dialler's (`judgeHistory`); it stands here because due leads are asked by it.
alter table tenant.leads add column is_one_to_one boolean not null default false;
update tenant.leads l set is_one_to_one = true
  where l.state in ('ready', 'waiting', 'held', 'dialling') and (l.last_disposition in ('S08', '91') or exists (
    select from tenant.attempts a where a.tenant_id = l.tenant_id and a.lead_id = l.lead_id and a.disposition = 'S08'));
create index leads_one_to_one on tenant.leads (tenant_id, campaign_id, due_at)
  where is_one_to_one and state in ('ready', 'waiting'); -- whom an operator is reserved for next
