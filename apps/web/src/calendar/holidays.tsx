import { Button, Text } from '@mantine/core'
import type { HolidayFileView } from '@sekisho/contract'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import { common } from '../words/common.ts'
import { yearsText } from './day-text.ts'
import { ImportHolidays } from './import-holidays.tsx'

interface HolidaysProps {
  readonly tenantId: string
  readonly shown: CallOutput<'calendar.days'>
  readonly mayImport: boolean
  readonly onNews: (news: string) => void
}

/** Where holidays come from, until when they are known, and the files that stand above the law. */
export function Holidays({ tenantId, shown, mayImport, onNews }: HolidaysProps) {
  const { t, language } = useLanguage()
  const withdraw = useAct('calendar.withdraw_holidays', ['calendar.days', 'calendar.month'])
  const nameOf = (years: readonly number[]) => t(calendar.fileName)(t(calendar.yearOf)(yearsText(years)))
  const columns: readonly Column<HolidayFileView>[] = [
    { key: 'years', head: calendar.fileYears, renderCell: ({ years }) => yearsText(years), isFixed: true },
    { key: 'days', head: calendar.fileDays, renderCell: ({ days }) => formatNumber(days), isFigure: true },
    {
      key: 'importedBy',
      head: calendar.importedBy,
      renderCell: ({ importedBy, importedAt }) => `${importedBy} ${formatMoment(language, importedAt)}`,
    },
    {
      key: 'withdraw',
      head: calendar.withdraw,
      renderCell: ({ fileId, years }) =>
        mayImport && (
          <Button
            size="xs"
            variant="default"
            aria-label={t(calendar.withdrawOf)(nameOf(years))}
            loading={withdraw.isPending && withdraw.variables.params.fileId === fileId}
            onClick={() =>
              withdraw.mutate(
                { params: { tenantId, fileId } },
                { onSuccess: () => onNews(t(calendar.withdrawn)(nameOf(years))) },
              )
            }
          >
            {t(calendar.withdraw)}
          </Button>
        ),
    },
  ]
  return (
    <Section title={t(calendar.holidays)}>
      <Text c="dimmed">{t(calendar.holidaysLead)}</Text>
      <Text c="dimmed" mb="sm">
        {t(calendar.knownUntil)(shown.holidaysKnownUntil)}
      </Text>
      <ProblemNotice problem={withdraw.error} />
      {shown.files.length > 0 && (
        <DataTable
          name="holiday-files"
          label={t(calendar.files)}
          columns={columns}
          rows={shown.files}
          keyOf={({ fileId }) => fileId}
          total={t(common.shown)(formatNumber(shown.files.length))}
          empty={null}
        />
      )}
      {mayImport && <ImportHolidays tenantId={tenantId} onNews={onNews} />}
    </Section>
  )
}
