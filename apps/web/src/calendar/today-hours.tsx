import { Text } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { clockOfMinute } from '../shared/minute-of-day.ts'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import { hoursText, whyDiffers } from './day-text.ts'

interface TodayHoursProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** Whether a campaign calls today: until when, why not, and when it opens next. */
export function TodayHours({ tenantId, campaignId }: TodayHoursProps) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const isReader = me !== null && me !== undefined && may(me, 'calendar.read', tenantId)
  const params = { tenantId, campaignId }
  const read = useRead('calendar.today', { params }, { enabled: isReader, refetchInterval: 10_000 })
  if (!isReader) return null
  if (read.data === undefined) return <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
  const { day, isOpen, opensAt } = read.data
  const why = whyDiffers(day)
  return (
    <div role="group" aria-label={t(calendar.today)}>
      <Text>
        <b>
          {day.open === null
            ? t(calendar.closedToday)
            : isOpen
              ? t(calendar.openNow)(clockOfMinute(day.open.untilMinute))
              : t(calendar.opensToday)(hoursText(day.open))}
        </b>
        {day.holiday !== null && ` · ${day.holiday}`}
        {why !== null && ` · ${t(why)}`} · <Link href={paths.calendar(tenantId, campaignId)}>{t(calendar.link)}</Link>
      </Text>
      {!isOpen && (
        <Text>{opensAt === null ? t(calendar.opensNever) : t(calendar.opensAt)(formatMoment(language, opensAt))}</Text>
      )}
    </div>
  )
}
