import { lastListPriority } from '@sekisho/contract'

/** SQL for the place of `tenant.lists l` in the order of calling: as it was set last, or as its import said. */
export const placeOfList = `coalesce(l.priority, (l.rules ->> 'priority')::int, ${lastListPriority})`

/** SQL for the share of `tenant.lists l` that is left out of calling now; 0 where nobody set terms. */
export const heldOutPercentOfList = `coalesce((select v.held_out_percent from tenant.list_terms v
    where v.tenant_id = l.tenant_id and v.list_id = l.list_id and v.revision = l.terms_revision), 0)::int`
