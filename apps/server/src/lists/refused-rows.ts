import { type ListId, ProblemError, type RefusedRowState, type SetAsideGround } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { reasonText } from './list-view.ts'
import type { UntakenRow } from './staging.ts'

const rowsOnPage = 200

export interface RefusedRowsAsked {
  readonly afterRow: number
  readonly reason?: string | undefined
  readonly state?: RefusedRowState | undefined
}

export interface RefusedRowsPage {
  readonly rows: {
    rowNumber: number
    outcome: UntakenRow['outcome']
    reasons: { code: string; ja: string; en: string }[]
    sameAsRow: number | null
    state: RefusedRowState | null
    setAside: SetAsideGround | null
    settledBy: string | null
    settledAt: number | null
  }[]
  readonly states: { open: number; corrected: number; setAside: number; notKept: number }
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
  { afterRow, reason, state }: RefusedRowsAsked,
): Promise<RefusedRowsPage> {
  // refused rows name no job themselves: the list does, and is looked at first
  const list = await tx.db.selectFrom('tenant.lists').select('list_id').where('list_id', '=', listId).executeTakeFirst()
  if (list === undefined) throw new ProblemError('not_found')
  const { rows } = await tx.client.query<{
    row_number: number
    outcome: UntakenRow['outcome']
    reasons: string[]
    same_as_row: number | null
    state: RefusedRowState | null
    set_aside: SetAsideGround | null
    settled_by: string | null
    settled_at: Date | null
  }>(
    `select r.row_number, r.outcome, r.reasons, r.same_as_row, x.state, x.set_aside, p.display_name as settled_by, x.settled_at
      from tenant.refused_rows r
        left join tenant.refused_cells x using (tenant_id, list_id, row_number)
        left join house.persons p on p.person_id = x.settled_by
      where r.tenant_id = $1 and r.list_id = $2 and r.row_number > $3 and ($4::text is null or $4 = any (r.reasons))
        and ($5::text is null or x.state = $5)
      order by r.row_number limit ${rowsOnPage + 1}`,
    [tenantOf(tx), listId, afterRow, reason ?? null, state ?? null],
  )
  const page = rows.slice(0, rowsOnPage)
  return {
    rows: page.map((row) => ({
      rowNumber: row.row_number,
      outcome: row.outcome,
      reasons: row.reasons.map((code) => ({ code, ...reasonText(code, row.same_as_row) })),
      sameAsRow: row.same_as_row,
      state: row.state,
      setAside: row.set_aside,
      settledBy: row.settled_by,
      settledAt: row.settled_at?.getTime() ?? null,
    })),
    states: await statesOf(tx, listId),
    nextAfterRow: rows.length > rowsOnPage ? (page.at(-1)?.row_number ?? null) : null,
  }
}

/** At most 10,000 rows of a list are kept, so they are counted when they are asked for. */
async function statesOf(tx: Tx, listId: ListId): Promise<RefusedRowsPage['states']> {
  const { rows } = await tx.client.query<RefusedRowsPage['states']>({
    name: 'states of refused rows',
    text: `select count(*) filter (where x.state = 'open')::int as open,
        count(*) filter (where x.state = 'corrected')::int as corrected,
        count(*) filter (where x.state = 'set_aside')::int as "setAside",
        count(*) filter (where x.state is null)::int as "notKept"
      from tenant.refused_rows r left join tenant.refused_cells x using (tenant_id, list_id, row_number)
      where r.tenant_id = $1 and r.list_id = $2 and r.outcome = 'refused'`,
    values: [tenantOf(tx), listId],
  })
  return rows[0] ?? { open: 0, corrected: 0, setAside: 0, notKept: 0 }
}
