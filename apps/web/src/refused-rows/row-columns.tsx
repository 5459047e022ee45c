import { Button } from '@mantine/core'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { intake, lists } from '../words/lists.ts'
import { refusedRows } from '../words/refused-rows.ts'
import type { RefusedRow } from './refused-pages.ts'

/**
 * The columns of the table.
 *
 * @param isKept  whether any row of the list was kept to be corrected
 * @param onOpen  null for those who may not
 */
export function useRowColumns(
  isKept: boolean,
  onOpen: ((row: RefusedRow) => void) | null,
): readonly Column<RefusedRow>[] {
  const { t } = useLanguage()
  const columns: readonly Column<RefusedRow>[] = [
    {
      key: 'row',
      head: intake.rowNumber,
      renderCell: ({ rowNumber }) => formatNumber(rowNumber),
      isFigure: true,
      isFixed: true,
    },
    { key: 'outcome', head: intake.outcome, renderCell: ({ outcome }) => t(lists[outcome]), isTight: true },
    {
      key: 'reason',
      head: intake.reason,
      renderCell: ({ reasons }) => <>{reasons.map((each) => t(each)).join(' ')}</>,
    },
  ]
  if (!isKept) return columns
  const state: Column<RefusedRow> = {
    key: 'state',
    head: refusedRows.state,
    isFixed: true,
    renderCell: (row) => (
      <>
        <StateOfRow row={row} />
        {row.state === 'open' && onOpen !== null && (
          <Button
            size="compact-xs"
            variant="default"
            ml="sm"
            aria-label={t(refusedRows.openRow)(formatNumber(row.rowNumber))}
            onClick={() => onOpen(row)}
          >
            {t(refusedRows.open)}
          </Button>
        )}
      </>
    ),
  }
  return [...columns, state]
}

/** Duplicates need nothing; of the others what became of them, by whom and when. */
function StateOfRow({ row }: { readonly row: RefusedRow }) {
  const { t, language } = useLanguage()
  const { state, outcome, setAside, settledBy, settledAt } = row
  if (state === null) return <>{outcome === 'refused' ? t(refusedRows.states.notKept) : '–'}</>
  if (settledBy === null || settledAt === null) return <>{t(refusedRows.states[state])}</>
  const what = setAside === null ? refusedRows.states[state] : refusedRows.grounds[setAside]
  return <>{t(refusedRows.settled)(t(what), settledBy, formatMoment(language, settledAt))}</>
}
