import { Button, Text } from '@mantine/core'
import type { SpecialDayView } from '@sekisho/contract'
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
import { hoursText, runText } from './day-text.ts'

interface SpecialDaysProps {
  readonly tenantId: string
  readonly shown: CallOutput<'calendar.days'>
  readonly onNews: (news: string) => void
}

/** What is closed or has other hours from today on, why, and who set it. */
export function SpecialDays({ tenantId, shown, onNews }: SpecialDaysProps) {
  const { t, language } = useLanguage()
  const withdraw = useAct('calendar.withdraw_day', ['calendar.days', 'calendar.month'])
  const columns: readonly Column<SpecialDayView>[] = [
    { key: 'days', head: calendar.days, renderCell: ({ from, until }) => runText(from, until), isFixed: true },
    {
      key: 'hours',
      head: calendar.hours,
      renderCell: ({ open }) => <b>{open === null ? t(calendar.closed) : hoursText(open)}</b>,
    },
    { key: 'place', head: calendar.place, renderCell: ({ campaignName }) => campaignName ?? t(calendar.wholeTenant) },
    { key: 'ground', head: calendar.ground, renderCell: ({ ground }) => t(calendar.grounds[ground]) },
    {
      key: 'promises',
      head: calendar.promises,
      renderCell: ({ promises }) =>
        promises === 0 ? t(calendar.none) : t(calendar.promisesNote)(formatNumber(promises)),
    },
    {
      key: 'setBy',
      head: calendar.setBy,
      renderCell: ({ setBy, setAt }) => `${setBy} ${formatMoment(language, setAt)}`,
    },
    {
      key: 'withdraw',
      head: calendar.withdraw,
      renderCell: ({ dayId, from, until, mayWithdraw }) =>
        mayWithdraw && (
          <Button
            size="xs"
            variant="default"
            aria-label={t(calendar.withdrawOf)(runText(from, until))}
            loading={withdraw.isPending && withdraw.variables.params.dayId === dayId}
            onClick={() =>
              withdraw.mutate(
                { params: { tenantId, dayId } },
                { onSuccess: () => onNews(t(calendar.withdrawn)(runText(from, until))) },
              )
            }
          >
            {t(calendar.withdraw)}
          </Button>
        ),
    },
  ]
  return (
    <Section title={t(calendar.specialDays)}>
      <Text c="dimmed">
        {t(calendar.specialLead)}
        {/* a demo has none */}
        {shown.wall.untilMinute - shown.wall.fromMinute < 1_440 && ` ${t(calendar.wall)(hoursText(shown.wall))}`}
      </Text>
      {shown.closedEveryYear.length > 0 && (
        <Text c="dimmed">{t(calendar.everyYear)(shown.closedEveryYear.join(', '))}</Text>
      )}
      <ProblemNotice problem={withdraw.error} />
      <DataTable
        name="special-days"
        label={t(calendar.specialDays)}
        columns={columns}
        rows={shown.days}
        keyOf={({ dayId }) => dayId}
        total={t(common.shown)(formatNumber(shown.days.length))}
        empty={<Text p="xs">{t(calendar.noDays)}</Text>}
      />
    </Section>
  )
}
