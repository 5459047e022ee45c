import { Text } from '@mantine/core'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { refusedRows } from '../words/refused-rows.ts'
import type { RefusedPage } from './refused-pages.ts'

/** How far the work on a list's refused rows is, and why some of them cannot be worked on here. */
export function RowStates({ states }: { readonly states: RefusedPage['states'] }) {
  const { t } = useLanguage()
  const { open, corrected, setAside, notKept } = states
  const parts = [
    [refusedRows.states.open, open],
    [refusedRows.states.corrected, corrected],
    [refusedRows.states.set_aside, setAside],
    [refusedRows.states.notKept, notKept],
  ] as const
  return (
    <>
      <Text>{parts.map(([state, rows]) => t(refusedRows.stateCount)(t(state), formatNumber(rows))).join(' · ')}</Text>
      {notKept > 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t(refusedRows.notKeptWhy)}
        </Text>
      )}
    </>
  )
}
