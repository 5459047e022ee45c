import { Alert } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import { Holidays } from './holidays.tsx'
import { monthFromSearch } from './month.ts'
import { MonthSection } from './month-section.tsx'
import { SetDay } from './set-day.tsx'
import { SpecialDays } from './special-days.tsx'

/** When calls are allowed: a month at a glance, special days, holidays. Which month of which campaign stands in the address. */
export function CalendarPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const go = useGo()
  const [openedAt] = useState(() => Date.now())
  const [news, setNews] = useState('')
  const { campaignId, month } = monthFromSearch(useSearch({ strict: false }), openedAt)
  const read = useRead('calendar.days', { params: { tenantId } }, { refetchInterval: 30_000 })
  if (me === null || me === undefined) return null
  const mayManage = may(me, 'calendar.manage', tenantId)
  return (
    <Page title={t(calendar.title)} lead={t(calendar.lead)}>
      <div role="status">{news !== '' && <Alert mb="md">{news}</Alert>}</div>
      {may(me, 'campaigns.read', tenantId) && (
        <MonthSection
          tenantId={tenantId}
          campaignId={campaignId}
          month={month}
          onChange={(campaign, next) => go(paths.calendar(tenantId, campaign, next), { replace: true })}
        />
      )}
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.error === null && <Loading />
      ) : (
        <>
          {mayManage && <SetDay tenantId={tenantId} mayBoundAll={read.data.mayBoundAll} onNews={setNews} />}
          <SpecialDays tenantId={tenantId} shown={read.data} onNews={setNews} />
          <Holidays
            tenantId={tenantId}
            shown={read.data}
            mayImport={may(me, 'calendar.import', tenantId)}
            onNews={setNews}
          />
        </>
      )}
    </Page>
  )
}
