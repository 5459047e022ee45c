import { Alert, Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { refusedRowStates } from '@sekisho/contract'
import type { ListView } from '@sekisho/contract'
import { useEffect, useRef, useState } from 'react'
import { bringsPeople } from '../lists/import-draft.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { intake } from '../words/lists.ts'
import { refusedRows } from '../words/refused-rows.ts'
import { CorrectRow } from './correct-row.tsx'
import { useRefusedPages } from './refused-pages.ts'
import type { RowFilter } from './refused-pages.ts'
import { useRowColumns } from './row-columns.tsx'
import { RowStates } from './row-states.tsx'
import { useCorrection } from './use-correction.ts'

/** Row by row what was not taken and why: row numbers only. What a row reads is seen when it is opened to be corrected. */
export function RefusedRows({ tenantId, list }: { readonly tenantId: string; readonly list: ListView }) {
  const { t } = useLanguage()
  const me = useMe().data
  const [filter, setFilter] = useState<RowFilter>({ reason: '', state: '' })
  const correction = useCorrection(tenantId, list.listId)
  const heading = useFocusAfter(correction.current !== null)
  const mayCorrect = me !== null && me !== undefined && may(me, 'refused_rows.correct', tenantId)
  const pages = useRefusedPages(tenantId, list.listId, filter)
  const states = pages.data?.pages[0]?.states
  const isKept = states !== undefined && states.open + states.corrected + states.setAside > 0
  const columns = useRowColumns(isKept, mayCorrect ? (row) => void correction.open(row.rowNumber) : null)
  const title = t(bringsPeople(list.mode) ? intake.refusedTitle : intake.untakenTitle)
  const untaken = list.rows.refused + list.rows.duplicate + (list.exclusion?.unknown ?? 0)
  // corrected rows are refused no more, and stay here
  if (untaken === 0 && !isKept) return null
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const { current, news, opening } = correction
  return (
    <section aria-label={title}>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div>
          <Title order={2} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          <Text c="dimmed">{t(isKept && mayCorrect ? refusedRows.lead : intake.refusedLead)}</Text>
        </div>
        <Filters list={list} isKept={isKept} filter={filter} onChange={setFilter} />
      </Group>
      {states !== undefined && isKept && <RowStates states={states} />}
      {news.length > 0 && (
        <Alert role="status" color="gray" my="sm">
          {news.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </Alert>
      )}
      <ProblemNotice problem={opening.error} />
      {opening.isPending && <Text role="status">{t(refusedRows.opening)}</Text>}
      {current !== null && (
        <CorrectRow
          key={`${current.place.rowNumber} ${current.row.entryPosition}`}
          open={current}
          correction={correction}
        />
      )}
      <ProblemNotice problem={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending ? (
        <Loading />
      ) : (
        <DataTable
          name="refused-rows"
          label={title}
          columns={columns}
          rows={rows}
          keyOf={(row) => String(row.rowNumber)}
          total={t(common.shown)(formatNumber(rows.length))}
          empty={<PageState title={t(intake.noRefused)} />}
        />
      )}
      {pages.hasNextPage && (
        <Button mt="sm" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t(common.more)}
        </Button>
      )}
    </section>
  )
}

/** Where the focus goes when a form that had it is gone, so that whoever works by keyboard goes on from there. */
function useFocusAfter(isOpen: boolean) {
  const place = useRef<HTMLHeadingElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) place.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  return place
}

interface FiltersProps {
  readonly list: ListView
  readonly isKept: boolean
  readonly filter: RowFilter
  readonly onChange: (filter: RowFilter) => void
}

function Filters({ list, isKept, filter, onChange }: FiltersProps) {
  const { t } = useLanguage()
  return (
    <Group gap="sm">
      {isKept && (
        <NativeSelect
          aria-label={t(refusedRows.state)}
          value={filter.state}
          data={[
            { value: '', label: t(refusedRows.allStates) },
            ...refusedRowStates.map((each) => ({ value: each, label: t(refusedRows.states[each]) })),
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            onChange({ ...filter, state: refusedRowStates.find((each) => each === chosen) ?? '' })
          }}
        />
      )}
      <NativeSelect
        aria-label={t(intake.reason)}
        value={filter.reason}
        data={[
          { value: '', label: t(intake.allReasons) },
          ...list.reasons.map((each) => ({ value: each.code, label: t(each) })),
        ]}
        onChange={(event) => onChange({ ...filter, reason: event.currentTarget.value })}
      />
    </Group>
  )
}
