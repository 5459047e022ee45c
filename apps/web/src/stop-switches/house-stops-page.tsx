import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { StandingHouseStop, StopGround } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { houseStops } from '../words/house-stops.ts'
import { stopSwitches } from '../words/stop-switches.ts'
import { GroundChoice } from './ground-choice.tsx'
import { LiftForm } from './lift-form.tsx'
import styles from './stop-switches.module.css'

/** What stops all tenants, and the switch itself. */
export function HouseStopsPage() {
  const { t } = useLanguage()
  const read = useRead('stops.readOfHouse', {}, { refetchInterval: 3_000 })
  return (
    <Page title={t(houseStops.title)} lead={t(houseStops.lead)} isNarrow>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? read.isPending && <Loading /> : <Standing stops={read.data.stops} />}
      <SetHouseStop />
    </Page>
  )
}

function Standing({ stops }: { readonly stops: readonly StandingHouseStop[] }) {
  const { t, language } = useLanguage()
  if (stops.length === 0) return <Text mb="md">{t(houseStops.running)}</Text>
  return (
    <Alert color="shu" role="group" mb="md" title={t(houseStops.stopped)}>
      <Text size="sm">{t(houseStops.stoppedBody)}</Text>
      <ul className={styles.stops}>
        {stops.map((stop) => (
          <li key={stop.stopId}>
            <div>
              <b>{t(stopSwitches.grounds[stop.ground])}</b>{' '}
              {t(stopSwitches.since)(formatMoment(language, stop.setAt), stop.setBy)}
            </div>
            <LiftHouseStop stop={stop} />
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function LiftHouseStop({ stop: { stopId, ground } }: { readonly stop: StandingHouseStop }) {
  const { t } = useLanguage()
  const lift = useAct('stops.liftOfHouse', ['stops.readOfHouse'])
  return (
    <LiftForm
      name={t(houseStops.liftOf)(t(stopSwitches.grounds[ground]))}
      isPending={lift.isPending}
      problem={lift.error}
      onLift={(liftGround) => lift.mutate({ params: { stopId }, body: { ground: liftGround } })}
    />
  )
}

function SetHouseStop() {
  const { t } = useLanguage()
  const [ground, setGround] = useState<StopGround | null>(null)
  const stop = useAct('stops.setOfHouse', ['stops.readOfHouse'])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ground !== null && !stop.isPending) stop.mutate({ body: { ground } }, { onSuccess: () => setGround(null) })
  }
  return (
    <Section title={t(stopSwitches.title)}>
      <form aria-label={t(houseStops.title)} onSubmit={submit}>
        <Stack gap="md">
          <GroundChoice ground={ground} onChoose={setGround} />
          <ProblemNotice problem={stop.error} />
          <Group>
            <Button type="submit" color="shu" loading={stop.isPending} disabled={ground === null}>
              {t(houseStops.stop)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
