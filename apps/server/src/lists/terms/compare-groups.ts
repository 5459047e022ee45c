import type { HoldoutComparison } from '@sekisho/contract'
import { compareShares, type Share } from '@sekisho/figures'

/** Of fewer people than this no share is told: it would be about persons. */
const leastPeople = 10

/** How many people of a list were drawn or not, and how many of each an exclusion file has named since. */
export interface GroupRow {
  readonly is_held_out: boolean
  readonly people: number
  readonly named: number
}

/**
 * SQL for the groups of `tenant.lists l` as JSON of `GroupRow`s. Everybody counts with the group that the draw put them in,
 * called or not, whatever became of them: nobody may choose afterwards whom to compare. Once the draw was ended, whoever is
 * named later counts with neither.
 */
export const groupsOfList = `(select json_agg(g) from (
  select h.contact_id is not null as is_held_out, count(*)::int as people, count(n.lead_id)::int as named
  from tenant.leads t
    left join tenant.held_out_contacts h
      on h.tenant_id = t.tenant_id and h.list_id = t.list_id and h.contact_id = t.contact_id
    left join tenant.named_leads n on n.tenant_id = t.tenant_id and n.list_id = t.list_id and n.lead_id = t.lead_id
      and n.named_at < coalesce((select min(v.set_at) from tenant.list_terms v
        where v.tenant_id = l.tenant_id and v.list_id = l.list_id and v.held_out_percent = 0), 'infinity')
  where t.tenant_id = l.tenant_id and t.list_id = l.list_id group by 1) g)`

/** Null where nobody was drawn, or no more than a handful of people. */
export function compareGroups(groups: readonly GroupRow[] | null): HoldoutComparison | null {
  const groupOf = (isHeldOut: boolean): Share =>
    groups?.find(({ is_held_out }) => is_held_out === isHeldOut) ?? { people: 0, named: 0 }
  const [heldOut, others] = [groupOf(true), groupOf(false)]
  if (Math.min(heldOut.people, others.people) < leastPeople) return null
  const difference = compareShares(others, heldOut)
  if (difference === null) return null
  const points = (share: number): number => Math.round(share * 1_000) / 10
  return {
    heldOut: { people: heldOut.people, named: heldOut.named },
    others: { people: others.people, named: others.named },
    points: points(difference.difference),
    ...{ lowPoints: points(difference.low), highPoints: points(difference.high) },
  }
}
