import type { CampaignId, Entry, EntryTypeName, ListId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../../ledger/index.ts'
import { digestOfDrawn } from './draw.ts'
import { daysOf } from './entered-period.ts'

/** Whom a draw left out is read anew with each walk. */
const defaultEveryMs = 120_000

/** A version of a list's terms, or its draw, as it stands in its table. */
interface Row extends EnteredRow {
  readonly type: EntryTypeName
  readonly list_id: ListId
  readonly campaign_id: CampaignId
  readonly valid_from: string | null
  readonly valid_until: string | null
  readonly priority: number | null
  readonly held_out_percent: number
  readonly contacts: number | null
  readonly digest: string | null
  /** Of the last version: it is what holds for the list. Of a draw: whom it left out stands beside it. True for any other. */
  readonly is_standing: boolean
}

/**
 * Holds the terms of lists against the ledger: whoever lets a list be called past its end, or moves people into or out of
 * those that are left out, past the product, is found.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function listTermsCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['list.terms_set', 'list.holdout_drawn'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.list_terms_changed',
  })
}

function fits({ type, refs, counts, days, digest }: Entry, row: Row): boolean {
  if (type !== row.type || !row.is_standing) return false
  if (refs?.list !== row.list_id || refs.campaign !== row.campaign_id) return false
  if (counts?.held_out_percent !== row.held_out_percent) return false
  if (type === 'list.holdout_drawn') return counts.contacts === row.contacts && digest === row.digest
  const said = daysOf(row.valid_from, row.valid_until)
  return counts.priority === row.priority && days?.from === said.from && days.until === said.until
}

const logOf = '(select g.log_id from house.logs g where g.tenant_id = l.tenant_id) as log_id'

/** An import that was taken back, or failed, took whom it had left out with it. */
const rowsText = `
  select * from (
    select t.entry_id, t.tenant_id, 'list.terms_set' as type, t.list_id, t.campaign_id, t.valid_from::text as valid_from,
        t.valid_until::text as valid_until, t.priority::int as priority, t.held_out_percent::int as held_out_percent,
        null::int as contacts, null as digest,
        t.campaign_id = l.campaign_id and l.terms_revision = (select max(m.revision) from tenant.list_terms m
            where m.tenant_id = t.tenant_id and m.list_id = t.list_id)
          and (l.terms_revision <> t.revision or l.valid_from is not distinct from t.valid_from
            and l.valid_until is not distinct from t.valid_until and l.priority = t.priority) as is_standing,
        ${logOf}
      from tenant.list_terms t
        join tenant.lists l on l.tenant_id = t.tenant_id and l.list_id = t.list_id
    union all
    select d.entry_id, d.tenant_id, 'list.holdout_drawn', d.list_id, d.campaign_id, null, null, null,
        d.held_out_percent::int, d.contacts, encode(d.digest, 'hex'),
        d.campaign_id = l.campaign_id
          and (l.state <> 'ready' or d.digest = ${digestOfDrawn('d.tenant_id', 'd.list_id')}), ${logOf}
      from tenant.list_holdouts d
        join tenant.lists l on l.tenant_id = d.tenant_id and l.list_id = d.list_id
  ) as terms`
