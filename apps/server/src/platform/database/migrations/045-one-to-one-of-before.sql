-- Once more what 035 says of leads from before it: as the owner it reached no rows then, because policies bound it.
update tenant.leads l set is_one_to_one = true
  where l.state in ('ready', 'waiting', 'held', 'dialling') and (l.last_disposition in ('S08', '91') or exists (
    select from tenant.attempts a where a.tenant_id = l.tenant_id and a.lead_id = l.lead_id and a.disposition = 'S08'));
