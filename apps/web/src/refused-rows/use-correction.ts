import { useCallback, useState } from 'react'
import { call } from '../shared/api/call.ts'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { refusedRows } from '../words/refused-rows.ts'

export type OpenedRow = Extract<CallOutput<'refusedRows.open'>, { outcome: 'opened' }>
export type SettledRow = Extract<CallOutput<'refusedRows.open'>, { outcome: 'settled' }>

export interface Place {
  readonly tenantId: string
  readonly listId: string
  readonly rowNumber: string
}

export interface OpenRow {
  readonly place: Place
  readonly row: OpenedRow
}

/**
 * One refused row at a time, in the memory of this page only. Opening is something a person does, never a page by itself:
 * each time is entered.
 */
export function useCorrection(tenantId: string, listId: string) {
  const { t, language } = useLanguage()
  const opening = useAct('refusedRows.open')
  const [current, setCurrent] = useState<OpenRow | null>(null)
  const [news, setNews] = useState<readonly string[]>([])
  // the same function each time: the form's clock begins anew with another
  const close = useCallback(() => setCurrent(null), [])

  const wasFirst = (rowNumber: number, { state, by, at }: SettledRow): string =>
    t(refusedRows.wasFirst)(
      formatNumber(rowNumber),
      t(refusedRows.settled)(t(refusedRows.states[state]), by, formatMoment(language, at)),
    )

  async function open(rowNumber: number, said: readonly string[] = []): Promise<void> {
    setNews(said)
    setCurrent(null)
    const place = { tenantId, listId, rowNumber: String(rowNumber) }
    const row = await opening.mutateAsync({ params: place, body: {} }).catch(() => null)
    if (row === null) return
    // it stands in the form alone, and goes with it
    opening.reset()
    if (row.outcome === 'opened') setCurrent({ place, row })
    else setNews([...said, wasFirst(rowNumber, row)])
  }

  /** The next row that is open, behind this one and then from the top. */
  async function next(after: number, said: string): Promise<void> {
    setNews([said])
    setCurrent(null)
    for (const afterRow of [after, 0]) {
      const page = await call('lists.refusedRows', {
        params: { tenantId, listId },
        query: { afterRow, state: 'open' },
      }).catch(() => null)
      // what went wrong is said by the table, which is read again, too
      if (page === null) return
      const [row] = page.rows
      if (row !== undefined) return open(row.rowNumber, [said])
    }
    setNews([said, t(refusedRows.noMore)])
  }

  return { current, news, opening, wasFirst, open, next, close }
}
export type Correction = ReturnType<typeof useCorrection>
