import { bringsPeople } from './import-draft.ts'
import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import type { ListView } from '@sekisho/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../shared/api/call.ts'
import type { CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { intake, lists } from '../words/lists.ts'

type RefusedPage = CallOutput<'lists.refusedRows'>
type RefusedRow = RefusedPage['rows'][number]

/** Row by row what was not taken and why; row numbers only, never contents. */
export function RefusedRows({ tenantId, list }: { readonly tenantId: string; readonly list: ListView }) {
  const { t } = useLanguage()
  const [reason, setReason] = useState('')
  const count = list.rows.refused + list.rows.duplicate + (list.exclusion?.unknown ?? 0)
  const title = t(!bringsPeople(list.mode) ? intake.untakenTitle : intake.refusedTitle)
  const pages = useInfiniteQuery<RefusedPage, CallProblem, { pages: RefusedPage[] }, readonly string[], number>({
    queryKey: ['lists.refusedRows', tenantId, list.listId, reason],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call('lists.refusedRows', {
        params: { tenantId, listId: list.listId },
        query: { afterRow: pageParam, ...(reason === '' ? {} : { reason }) },
        signal,
      }),
    getNextPageParam: (last) => last.nextAfterRow,
    enabled: count > 0,
  })
  const columns: readonly Column<RefusedRow>[] = [
    {
      key: 'row',
      head: intake.rowNumber,
      renderCell: ({ rowNumber }) => formatNumber(rowNumber),
      isFigure: true,
      isFixed: true,
    },
    {
      key: 'outcome',
      head: intake.outcome,
      renderCell: ({ outcome }) => t(lists[outcome]),
      isTight: true,
    },
    {
      key: 'reason',
      head: intake.reason,
      renderCell: ({ reasons }) => <>{reasons.map((each) => t(each)).join(' ')}</>,
    },
  ]
  if (count === 0) return null
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div>
          <Title order={2}>{title}</Title>
          <Text c="dimmed">{t(intake.refusedLead)}</Text>
        </div>
        <NativeSelect
          aria-label={t(intake.reason)}
          value={reason}
          data={[
            { value: '', label: t(intake.allReasons) },
            ...list.reasons.map((each) => ({ value: each.code, label: t(each) })),
          ]}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Group>
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
