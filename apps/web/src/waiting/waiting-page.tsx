import { Anchor, NativeSelect } from '@mantine/core'
import type { WaitingView } from '@sekisho/contract'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DateField } from '../shared/ui/date-field.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { waiting } from '../words/waiting.ts'
import { CausesTable } from './causes-table.tsx'
import { DayChart } from './day-chart.tsx'
import { FirstSentence } from './first-sentence.tsx'
import { LeadsTable } from './leads-table.tsx'
import { StaffTable } from './staff-table.tsx'
import {
  clockOfSlot,
  questionFromSearch,
  searchOfQuestion,
  slotsOfDay,
  type WaitingQuestion,
} from './waiting-question.ts'
import styles from './waiting.module.css'

/** Waiting is kept by the minute. */
const everyMs = 60_000

/** Why operators waited; of which day, hours and campaign stands in the address. */
export function WaitingPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const [openedAt] = useState(() => Date.now())
  const question = questionFromSearch(useSearch({ strict: false }), openedAt)
  const ask = (changes: Partial<WaitingQuestion>) =>
    go(`${paths.waiting(tenantId)}${searchOfQuestion({ ...question, ...changes })}`, { replace: true })
  return (
    <Page title={t(waiting.title)} lead={t(waiting.lead)} actions={<Actions tenantId={tenantId} question={question} />}>
      <div className={styles.filters} role="search">
        <CampaignChoice tenantId={tenantId} question={question} onQuestion={ask} />
        <DateField label={t(waiting.date)} day={question.date} onDay={(date) => ask({ date })} />
        <SlotChoice
          label={t(waiting.from)}
          value={question.fromSlot}
          from={0}
          until={question.untilSlot - 1}
          onSlot={(fromSlot) => ask({ fromSlot })}
        />
        <SlotChoice
          label={t(waiting.until)}
          value={question.untilSlot}
          from={question.fromSlot + 1}
          until={slotsOfDay}
          onSlot={(untilSlot) => ask({ untilSlot })}
        />
      </div>
      <Answer tenantId={tenantId} question={question} isToday={question.date === toDateInput(openedAt)} />
    </Page>
  )
}

interface Asked {
  readonly tenantId: string
  readonly question: WaitingQuestion
}

function Actions({ tenantId, question }: Asked) {
  const { t } = useLanguage()
  return (
    <>
      {question.campaignId !== undefined && (
        <Anchor component={Link} href={paths.whatIf(tenantId, question.campaignId)}>
          {t(waiting.whatIf)}
        </Anchor>
      )}
    </>
  )
}

function CampaignChoice({
  tenantId,
  question: { campaignId, ...rest },
  onQuestion,
}: Asked & { readonly onQuestion: (question: WaitingQuestion) => void }) {
  const { t } = useLanguage()
  const me = useMe().data
  // who watches floors need not see campaigns: they ask about all of them
  const mayChoose = me !== null && me !== undefined && may(me, 'campaigns.read', tenantId)
  const campaigns = useRead('campaigns.list', { params: { tenantId } }, { enabled: mayChoose }).data?.campaigns ?? []
  return (
    <NativeSelect
      label={t(waiting.campaign)}
      value={campaignId ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onQuestion(value === '' ? { ...rest } : { ...rest, campaignId: value })
      }
      data={[
        { value: '', label: t(waiting.all) },
        ...campaigns.map((campaign) => ({
          value: campaign.campaignId as string,
          label: campaign.kind === 'test' ? t(waiting.testCampaign)(campaign.name) : campaign.name,
        })),
      ]}
    />
  )
}

interface SlotChoiceProps {
  readonly label: string
  readonly value: number
  /** The first and the last that make sense. */
  readonly from: number
  readonly until: number
  readonly onSlot: (slot: number) => void
}

function SlotChoice({ label, value, from, until, onSlot }: SlotChoiceProps) {
  const slots = Array.from({ length: until - from + 1 }, (_, index) => from + index)
  return (
    <NativeSelect
      label={label}
      value={String(value)}
      onChange={(event) => onSlot(Number(event.currentTarget.value))}
      data={slots.map((slot) => ({ value: String(slot), label: clockOfSlot(slot) }))}
    />
  )
}

function Answer({ tenantId, question, isToday }: Asked & { readonly isToday: boolean }) {
  const { t } = useLanguage()
  const { data, error, refetch } = useRead(
    'waiting.explain',
    { params: { tenantId }, query: question },
    isToday ? { refetchInterval: everyMs } : {},
  )
  if (data === undefined) {
    return error === null ? (
      <Loading label={t(waiting.loading)} />
    ) : (
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
    )
  }
  const campaignId = question.campaignId ?? onlyOne(data)
  return (
    <>
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
      {data.waitedMs === 0 ? (
        <Section>
          <PageState title={t(waiting.nothing)}>{t(waiting.nothingBody)}</PageState>
        </Section>
      ) : (
        <>
          <FirstSentence tenantId={tenantId} view={data} campaignId={campaignId} isToday={isToday} />
          <Section title={t(waiting.table)}>
            <CausesTable tenantId={tenantId} view={data} campaignId={campaignId} />
          </Section>
          <Section title={t(waiting.chart)}>
            <DayChart view={data} />
          </Section>
        </>
      )}
      {data.leads !== null && data.leads.waits.length > 0 && <LeadsTable leads={data.leads} />}
      <StaffTable now={data.now} before={data.before} />
    </>
  )
}

function onlyOne({ campaigns }: WaitingView): string | null {
  return campaigns.length === 1 ? (campaigns[0]?.campaignId ?? null) : null
}
