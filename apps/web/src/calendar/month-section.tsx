import { Button, NativeSelect } from '@mantine/core'
import { monthAfter } from './month.ts'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import styles from './calendar.module.css'
import { MonthGrid } from './month-grid.tsx'

interface MonthSectionProps {
  readonly tenantId: string
  /** As the address has it; null for the first that is not closed. */
  readonly campaignId: string | null
  /** `2026-11` */
  readonly month: string
  readonly onChange: (campaignId: string | null, month: string) => void
}

/** One month of one campaign, at a glance. */
export function MonthSection({ tenantId, campaignId, month, onChange }: MonthSectionProps) {
  const { t } = useLanguage()
  const list = useRead('campaigns.list', { params: { tenantId } })
  const open = (list.data?.campaigns ?? []).filter(({ state }) => state !== 'closed')
  const chosen = campaignId ?? (open.find(({ state }) => state === 'running') ?? open[0])?.campaignId ?? null
  if (list.data === undefined) {
    return (
      <Section title={t(calendar.month)}>
        <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />
        {list.error === null && <Loading />}
      </Section>
    )
  }
  if (chosen === null) return <PageState title={t(calendar.month)}>{t(calendar.noCampaign)}</PageState>
  const [year = 0, monthOfYear = 0] = month.split('-').map(Number)
  return (
    <Section title={t(calendar.month)}>
      <div className={styles.filters}>
        <NativeSelect
          label={t(calendar.campaign)}
          value={chosen}
          data={list.data.campaigns.map(({ campaignId: value, name }) => ({ value, label: name }))}
          onChange={(event) => onChange(event.currentTarget.value, month)}
        />
        <Button variant="default" onClick={() => onChange(campaignId, monthAfter(month, -1))}>
          {t(calendar.previous)}
        </Button>
        <h3 aria-live="polite">{t(calendar.monthOf)(year, monthOfYear)}</h3>
        <Button variant="default" onClick={() => onChange(campaignId, monthAfter(month, 1))}>
          {t(calendar.next)}
        </Button>
      </div>
      <Days tenantId={tenantId} campaignId={chosen} month={month} />
    </Section>
  )
}

function Days({ tenantId, campaignId, month }: { tenantId: string; campaignId: string; month: string }) {
  const params = { tenantId, campaignId }
  const read = useRead('calendar.month', { params, query: { month } }, { refetchInterval: 30_000, keepPrevious: true })
  return (
    <>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.error === null && <Loading />
      ) : (
        <MonthGrid days={read.data.days} today={read.data.today} />
      )}
    </>
  )
}
