import { type FieldCode, ProblemError } from '@sekisho/contract'
import { mappingOfFields } from '@sekisho/intake'
import type { FieldValues, JudgedRow } from '@sekisho/vault'
import { withReceipt } from '../../gate/index.ts'
import { todayInJapan } from '../../platform/today-in-japan.ts'
import type { Asking } from '../asking.ts'
import { rowRules } from '../import-choices.ts'
import type { RefusedRowDependencies } from './dependencies.ts'
import { type OpenRow, type RowPlace, rowInList, type SettledRow } from './row-in-list.ts'

/** A row as the key service judged it, and what it was when it was judged. */
export interface Judged {
  readonly outcome: 'judged'
  readonly row: OpenRow
  readonly verdict: JudgedRow
  readonly changed: readonly FieldCode[]
}

/**
 * Has the key service judge a row with some fields typed anew, by the mapping and rules of its import and the campaign's
 * settings of now. It answers with reasons, or with the row sealed and indexed: an index tells whether a number is known
 * somewhere, so each judging has an entry and a receipt of its own, whatever comes of it.
 *
 * @throws ProblemError `not_found`, `conflict` (the campaign is closed), `invalid_input` (a field that the file has no
 *         column for), `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
 */
export async function judgeRow(
  { database, writer, receipts, keys, clock }: RefusedRowDependencies,
  { actor, tenantId, policyHash, rowScope }: Asking,
  place: RowPlace,
  changes: FieldValues,
): Promise<Judged | SettledRow> {
  const { listId, rowNumber } = place
  const changed = Object.keys(changes) as FieldCode[]
  const asked = await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const row = await rowInList(tx, place, 'look')
      if (row.outcome === 'settled') return row
      if (row.isClosed) throw new ProblemError('conflict')
      const mapping = mappingOfFields(row.mapping.columns.toSorted((a, b) => a.column - b.column))
      if (!changed.every((field) => mapping.columns.some((column) => column.field === field)))
        throw new ProblemError('invalid_input', 'body.changes')
      const rules = await rowRules(tx, row, row.campaign, todayInJapan(clock.now()))
      const entryId = await writer.enter(tx, {
        type: 'refused_row.judged',
        purpose: 'list_intake',
        policyHash,
        campaignKind: row.campaign.kind,
        fields: changed,
        counts: { row_number: rowNumber },
        refs: { list: listId, campaign: row.campaignId, session: actor.sessionId },
      })
      return { outcome: 'entered', row, mapping, rules, entryId } as const
    },
    rowScope,
  )
  if (asked.outcome === 'settled') return asked
  const { row, mapping, rules, entryId } = asked
  const { version, sealed } = row
  const { opened: verdict } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.judgeRefusedRow({ receipt, tenantId, listId, rowNumber, version, sealed, changes, mapping, rules }),
  )
  return { outcome: 'judged', row, verdict, changed }
}
