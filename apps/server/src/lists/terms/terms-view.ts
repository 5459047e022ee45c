import { type ListId, type ListTerms, type ListTermsView, type PeriodState, ProblemError } from '@sekisho/contract'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import { compareGroups, type GroupRow, groupsOfList } from './compare-groups.ts'
import { heldOutPercentOfList } from './standing-terms-sql.ts'

/** What the row of a list says of its terms. */
export interface TermsRow {
  terms_revision: number
  valid_from: string | null
  valid_until: string | null
  leads_outside: number | null
  promises_after: number | null
  held_out_percent: number
  drawn: number
  held_out: number | null
  are_leads_behind: boolean
  groups: GroupRow[] | null
}

const ofList = 't.tenant_id = l.tenant_id and t.list_id = l.list_id'

/**
 * Columns of `tenant.lists l` for `TermsRow`. Leads are counted of one list, and only where the answer is not zero anyway:
 * outside of a period, of a list that has an end, of one that has a draw. A page of all lists would read all their leads.
 *
 * @param today  SQL for the day in Japan
 * @param one    SQL for whether one list is read
 */
export function termsColumns(today: string, one: string): string {
  return `l.terms_revision, l.valid_from::text as valid_from, l.valid_until::text as valid_until, l.are_leads_behind,
  case when not (${one}) then null when l.valid_from > ${today} or l.valid_until < ${today} then (select count(*)::int from tenant.leads t
    where ${ofList} and t.state in ('ready', 'waiting', 'promised')) else 0 end as leads_outside,
  case when not (${one}) then null when l.valid_until is not null then (select count(*)::int from tenant.leads t
    where t.tenant_id = l.tenant_id and t.campaign_id = l.campaign_id and t.list_id = l.list_id and t.state = 'promised'
      and t.due_at >= (l.valid_until + 1)::timestamp at time zone interval '9 hours') else 0 end as promises_after,
  ${heldOutPercentOfList} as held_out_percent,
  coalesce((select count(*) from tenant.held_out_contacts t where ${ofList}), 0)::int as drawn,
  case when not (${one}) then null when l.rows_held_out = 0 then 0 else (select count(*)::int from tenant.leads t
    where ${ofList} and t.state = 'finished' and t.finished_reason = 'held_out') end as held_out,
  case when (${one}) and exists (select from tenant.list_holdouts t where ${ofList}) then ${groupsOfList} end as groups`
}

/** @param today  in Japan */
export function termsView(row: TermsRow, today: string): ListTermsView {
  const { terms_revision: revision, valid_from: validFrom, valid_until: validUntil } = row
  return {
    ...{ revision, validFrom, validUntil, state: periodState(validFrom, validUntil, today) },
    ...{ leadsOutside: row.leads_outside, promisesAfter: row.promises_after },
    ...{ heldOutPercent: row.held_out_percent, drawn: row.drawn, heldOut: row.held_out },
    isUnderWay: row.are_leads_behind,
    comparison: compareGroups(row.groups),
  }
}

export function periodState(validFrom: string | null, validUntil: string | null, today: string): PeriodState {
  if (validFrom !== null && today < validFrom) return 'coming'
  return validUntil !== null && today > validUntil ? 'over' : 'running'
}

interface VersionRow {
  revision: number
  valid_from: string | null
  valid_until: string | null
  priority: number
  held_out_percent: number
  by: string
  set_at: Date
  position: string | null
}

export interface TermsVersion extends ListTerms {
  readonly revision: number
  readonly by: string
  readonly at: number
  readonly entryPosition: number | null
}

/** Every time somebody set terms, newest first. @throws ProblemError `not_found` */
export async function readTermsHistory(tx: Tx, listId: ListId): Promise<TermsVersion[]> {
  const { rows: found } = await tx.client.query('select from tenant.lists where tenant_id = $1 and list_id = $2', [
    ...[tenantOf(tx), listId],
  ])
  if (found.length === 0) throw new ProblemError('not_found')
  const { rows } = await tx.client.query<VersionRow>(
    `select t.revision, t.valid_from::text as valid_from, t.valid_until::text as valid_until, t.priority,
        t.held_out_percent, p.display_name as by, t.set_at, i.position
      from tenant.list_terms t
        join house.persons p on p.person_id = t.set_by
        left join tenant.entry_index i on i.tenant_id = t.tenant_id and i.entry_id = t.entry_id
      where t.tenant_id = $1 and t.list_id = $2 order by t.revision desc`,
    [tenantOf(tx), listId],
  )
  return rows.map((row) => ({
    ...{ revision: row.revision, validFrom: row.valid_from, validUntil: row.valid_until },
    ...{ priority: row.priority, heldOutPercent: row.held_out_percent, by: row.by, at: row.set_at.getTime() },
    entryPosition: row.position === null ? null : Number(row.position),
  }))
}
