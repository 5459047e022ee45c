import { Alert, Button, NativeSelect, SegmentedControl, Stack } from '@mantine/core'
import { type DayGround, dayGrounds } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { TimeField } from '../campaigns/time-field.tsx'
import type { CallProblem } from '../shared/api/problem.ts'
import { useAct, useRead } from '../shared/api/queries.ts'
import { toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import styles from './calendar.module.css'
import { runText } from './day-text.ts'

interface SetDayProps {
  readonly tenantId: string
  readonly mayBoundAll: boolean
  readonly onNews: (news: string) => void
}

const wholeTenant = 'tenant'

/** Closes days, or gives them other hours; for one campaign or for all. */
export function SetDay({ tenantId, mayBoundAll, onNews }: SetDayProps) {
  const { t } = useLanguage()
  const [today] = useState(() => toDateInput(Date.now()))
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState<string | null>(null)
  const [isClosed, setClosed] = useState(true)
  const [open, setOpen] = useState({ fromMinute: 600, untilMinute: 1020 })
  const [place, setPlace] = useState(mayBoundAll ? wholeTenant : '')
  const [ground, setGround] = useState<DayGround | null>(null)
  const campaigns = useRead('campaigns.list', { params: { tenantId } })
  const set = useAct('calendar.set_day', ['calendar.days', 'calendar.month'])
  const last = until === null || until < from ? from : until
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (place === '' || ground === null || set.isPending) return
    const campaignId = place === wholeTenant ? null : place
    set.mutate(
      { params: { tenantId }, body: { campaignId, from, until: last, open: isClosed ? null : open, ground } },
      {
        onSuccess: () => {
          onNews(t(calendar.setDone)(runText(from, last)))
          setGround(null)
        },
      },
    )
  }
  const places = (campaigns.data?.campaigns ?? []).filter(({ state }) => state !== 'closed')
  return (
    <Section title={t(calendar.addDay)}>
      <form aria-label={t(calendar.addDay)} onSubmit={submit}>
        <Stack gap="md">
          <div className={styles.form}>
            <DateField label={t(calendar.from)} day={from} onDay={setFrom} />
            <DateField label={t(calendar.until)} day={last} onDay={setUntil} />
            <NativeSelect
              label={t(calendar.place)}
              value={place}
              data={[
                mayBoundAll
                  ? { value: wholeTenant, label: t(calendar.wholeTenant) }
                  : { value: '', label: t(calendar.choose) },
                ...places.map(({ campaignId, name }) => ({ value: campaignId, label: name })),
              ]}
              onChange={(event) => setPlace(event.currentTarget.value)}
            />
            <NativeSelect
              label={t(calendar.ground)}
              value={ground ?? ''}
              data={[
                { value: '', label: t(calendar.choose) },
                ...dayGrounds.map((value) => ({ value, label: t(calendar.grounds[value]) })),
              ]}
              onChange={(event) => setGround(dayGrounds.find((value) => value === event.currentTarget.value) ?? null)}
            />
          </div>
          <div className={styles.form}>
            <SegmentedControl
              aria-label={t(calendar.kind)}
              value={isClosed ? 'closed' : 'hours'}
              data={(['closed', 'hours'] as const).map((value) => ({ value, label: t(calendar.kinds[value]) }))}
              onChange={(value) => setClosed(value === 'closed')}
            />
            {!isClosed &&
              (['fromMinute', 'untilMinute'] as const).map((end) => (
                <div key={end} className={styles.time}>
                  <span>{t(end === 'fromMinute' ? calendar.opens : calendar.closes)}</span>
                  <TimeField
                    name={t(end === 'fromMinute' ? calendar.opens : calendar.closes)}
                    minute={open[end]}
                    onMinute={(minute) => setOpen({ ...open, [end]: minute })}
                  />
                </div>
              ))}
          </div>
          <DayProblem problem={set.error ?? campaigns.error} />
          <div>
            <Button type="submit" loading={set.isPending} disabled={place === '' || ground === null}>
              {t(calendar.set)}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

/** Why days were not set, in words. */
function DayProblem({ problem }: { readonly problem: CallProblem | null }) {
  const { t } = useLanguage()
  if (problem === null) return null
  const { dayProblems } = calendar
  if (problem.code === 'already_known') return <Alert color="shu" role="alert" title={t(calendar.alreadySet)} />
  const known = problem.detail.find((code) => code in dayProblems)
  if (known === undefined) return <ProblemNotice problem={problem} />
  return <Alert color="shu" role="alert" title={t(dayProblems[known as keyof typeof dayProblems])} />
}
