import { type ListId, ProblemError } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import { reasonText } from './list-view.ts'
import type { UntakenRow } from './staging.ts'

const rowsOnPage = 200

export interface RefusedRowsPage {
  readonly rows: {
    rowNumber: number
    outcome: UntakenRow['outcome']
    reasons: { code: string; ja: string; en: string }[]
    sameAsRow: number | null
  }[]
  readonly nextAfterRow: number | null
}

/**
 * Rows that were not taken, in file order: row numbers and reasons, never a value.
 *
 * @throws ProblemError `not_found`
 */
export async function refusedRows(
  tx: Tx,
  listId: ListId,
  { afterRow, reason }: { readonly afterRow: number; readonly reason?: string | undefined },
): Promise<RefusedRowsPage> {
  // refused rows name no job themselves: the list does, and is looked at first
  const list = await tx.db.selectFrom('tenant.lists').select('list_id').where('list_id', '=', listId).executeTakeFirst()
  if (list === undefined) throw new ProblemError('not_found')
  const { rows } = await tx.client.query<{
    row_number: number
    outcome: UntakenRow['outcome']
    reasons: string[]
    same_as_row: number | null
  }>(
    `select row_number, outcome, reasons, same_as_row from tenant.refused_rows
      where list_id = $1 and row_number > $2 and ($3::text is null or $3 = any (reasons))
      order by row_number limit ${rowsOnPage + 1}`,
    [listId, afterRow, reason ?? null],
  )
  const page = rows.slice(0, rowsOnPage)
  return {
    rows: page.map((row) => ({
      rowNumber: row.row_number,
      outcome: row.outcome,
      reasons: row.reasons.map((code) => ({ code, ...reasonText(code, row.same_as_row) })),
      sameAsRow: row.same_as_row,
    })),
    nextAfterRow: rows.length > rowsOnPage ? (page.at(-1)?.row_number ?? null) : null,
  }
}
