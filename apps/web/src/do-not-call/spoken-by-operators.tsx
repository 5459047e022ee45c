import { Text } from '@mantine/core'
import type { SpokenByOperator } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { spokenNumber as words } from '../words/spoken-number.ts'
import { TakenDownNumbers } from './taken-down-numbers.tsx'

/** Who registered how many numbers that were said in calls: whoever silences people that way stands out. */
export function SpokenByOperators({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const isReader = me !== null && me !== undefined && may(me, 'reports.operators', tenantId)
  const read = useRead('doNotCall.spoken', { params: { tenantId } }, { enabled: isReader, refetchInterval: 30_000 })
  if (!isReader) return null
  const operators = read.data?.operators ?? []
  const columns: readonly Column<SpokenByOperator>[] = [
    { key: 'operator', head: words.operator, renderCell: ({ displayName }) => displayName, isFixed: true },
    { key: 'today', head: words.ofToday, renderCell: ({ today }) => formatNumber(today), isFigure: true },
    { key: 'week', head: words.ofWeek, renderCell: ({ week }) => formatNumber(week), isFigure: true },
    { key: 'calls', head: words.calls, renderCell: ({ calls }) => formatNumber(calls), isFigure: true },
    {
      key: 'newest',
      head: words.newest,
      renderCell: ({ newestAt }) => formatMoment(language, newestAt),
      isTight: true,
    },
  ]
  return (
    <Section title={t(words.week)}>
      <Text c="dimmed" mb="sm">
        {t(words.weekHint)}
      </Text>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      <DataTable
        name="spoken-numbers"
        label={t(words.week)}
        columns={columns}
        rows={operators}
        keyOf={({ personId }) => personId}
        total={t(common.shown)(formatNumber(operators.length))}
        empty={<p>{t(words.nobody)}</p>}
      />
      {read.data !== undefined && read.data.numbers.length > 0 && (
        <TakenDownNumbers
          tenantId={tenantId}
          numbers={read.data.numbers}
          mayWithdraw={may(me, 'results.correct', tenantId)}
        />
      )}
    </Section>
  )
}
