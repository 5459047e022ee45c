import type { CampaignId, Entry, EntryTypeName, Handover, ListId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOfHandover } from './handovers.ts'

const defaultEveryMs = 30_000

/** A version of a hand-over, or of the rule, as it stands in its table. */
interface Row extends EnteredRow {
  readonly type: EntryTypeName
  readonly list_id: ListId | null
  readonly campaign_id: CampaignId | null
  readonly received_on: string
  readonly client_function: NonNullable<Handover['client']>['function'] | null
  readonly client_on: string
  readonly centre_function: NonNullable<Handover['centre']>['function'] | null
  readonly centre_on: string
  readonly business_days: number
  readonly due_on: string | null
  readonly is_late: boolean
}

/**
 * Holds hand-overs against the ledger: whoever puts one into the past, or takes the word "late" off it, past the product, is
 * found.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function handoverCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['list.handover_entered', 'list.handover_rule_set'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.handover_changed',
  })
}

function fits({ type, refs, counts, days, digest }: Entry, row: Row): boolean {
  if (type !== row.type || counts?.business_days !== row.business_days) return false
  if (type === 'list.handover_rule_set') return true
  const { client_function: client, centre_function: centre } = row
  const said = digestOfHandover({
    receivedOn: row.received_on,
    client: client === null ? null : { function: client, on: row.client_on },
    centre: centre === null ? null : { function: centre, on: row.centre_on },
  })
  return (
    refs?.list === row.list_id &&
    refs?.campaign === row.campaign_id &&
    days?.from === row.received_on &&
    days.until === row.due_on &&
    (counts.days_late ?? 0) > 0 === row.is_late &&
    digest === said
  )
}

const logOf = (of: string) => `(select g.log_id from house.logs g where g.tenant_id = ${of}.tenant_id) as log_id`

const rowsText = `
  select * from (
    select h.entry_id, h.tenant_id, 'list.handover_entered' as type, h.list_id, h.campaign_id,
        h.received_on::text as received_on, h.client_function, h.client_confirmed_on::text as client_on, h.centre_function,
        h.centre_confirmed_on::text as centre_on, h.business_days::int as business_days, h.due_on::text as due_on, h.is_late,
        ${logOf('h')}
      from tenant.list_handovers h
    union all
    select r.entry_id, r.tenant_id, 'list.handover_rule_set', null, null, null, null, null, null, null,
        r.business_days::int, null, false, ${logOf('r')}
      from tenant.handover_rules r
  ) as handovers`
