import type { CampaignId, Entry } from '@sekisho/contract'
import { dateOf } from '@sekisho/dialer'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOfDay } from './closed-days.ts'

const defaultEveryMs = 60_000

/** A day's account as it stands in its table. */
interface Row extends EnteredRow {
  readonly campaign_id: CampaignId
  readonly day: number
  readonly answered: number
  readonly abandoned: number
  readonly worst_at: Date | null
  readonly worst_answered: number | null
  readonly worst_abandoned: number | null
}

/**
 * Holds closed accounts of abandoned calls against the ledger: whoever makes the share of a day that is over smaller past
 * the product, adds a day or takes one away, is found.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function closedDaysCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['abandonment.day_closed'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.abandonment_changed',
  })
}

function fits({ refs, counts, days, digest }: Entry, row: Row): boolean {
  const { campaign_id: campaignId, day, answered, abandoned, worst_at: at } = row
  if (refs?.campaign !== campaignId || days?.from !== dateOf(day)) return false
  if (counts?.answered !== answered || counts.abandoned !== abandoned) return false
  const worst =
    at === null ? null : { atMs: at.getTime(), answered: row.worst_answered ?? 0, abandoned: row.worst_abandoned ?? 0 }
  return digest === digestOfDay(campaignId, { day, answered, abandoned, worst })
}

const rowsText = `
  select * from (
    select d.*, (select l.log_id from house.logs l where l.tenant_id = d.tenant_id) as log_id
      from tenant.abandonment_days d
  ) as days`
