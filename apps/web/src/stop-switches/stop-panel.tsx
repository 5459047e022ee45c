import { Alert, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import type { StandingStop } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { stopSwitches } from '../words/stop-switches.ts'
import { AreaReach } from './area-reach.tsx'
import { LiftStop } from './lift-stop.tsx'
import { SetStop } from './set-stop.tsx'
import styles from './stop-switches.module.css'
import { useStopName } from './stop-name.ts'

/** What is stopped, since when, by whom and why; and the switch itself, for those who may. */
export function StopPanel({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const isReader = me !== null && me !== undefined && may(me, 'stops.read', tenantId)
  const read = useRead('stops.list', { params: { tenantId } }, { enabled: isReader, refetchInterval: 3_000 })
  const stops = read.data?.stops ?? []
  if (!isReader) return null
  return (
    <div className={styles.panel}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {/* read out when it begins, not with every look */}
      <VisuallyHidden role="status">{stops.length > 0 && t(stopSwitches.announced)}</VisuallyHidden>
      {stops.length > 0 && <Standing stops={stops} tenantId={tenantId} />}
      {may(me, 'stops.set', tenantId) && <Switch tenantId={tenantId} mayStopAll={read.data?.mayStopAll ?? false} />}
    </div>
  )
}

function Standing({ stops, tenantId }: { readonly stops: readonly StandingStop[]; readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const nameOf = useStopName()
  return (
    <Alert color="shu" role="group" title={t(stopSwitches.stopped)}>
      <Text size="sm">{t(stopSwitches.stoppedBody)}</Text>
      <ul className={styles.stops}>
        {stops.map((stop) => (
          <li key={stop.stopId}>
            <div>
              <b>{nameOf(stop)}</b> {t(stopSwitches.grounds[stop.ground])}{' '}
              {t(stopSwitches.since)(formatMoment(language, stop.setAt), stop.setBy)}
            </div>
            <Text size="sm">
              {t(stopSwitches.liftBy)}: {t(stopSwitches.lifters[stop.liftBy])}
            </Text>
            {(stop.prefecture !== null || stop.municipality !== null || stop.areaCode !== null) && (
              <AreaReach
                tenantId={tenantId}
                prefecture={stop.prefecture}
                municipality={stop.municipality}
                areaCode={stop.areaCode}
              />
            )}
            {stop.mayLift && <LiftStop tenantId={tenantId} stop={stop} />}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** Opens by Alt+X from anywhere on the page: a letter that no browser's own menu takes. */
function Switch({ tenantId, mayStopAll }: { readonly tenantId: string; readonly mayStopAll: boolean }) {
  const { t } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const show = (next: boolean) => {
    setOpen(next)
    setWasOpen(true)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyX' || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      setOpen(true)
      setWasOpen(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  if (isOpen) return <SetStop tenantId={tenantId} mayStopAll={mayStopAll} onDone={() => show(false)} />
  return (
    <Group>
      <Button
        color="shu"
        variant="outline"
        aria-keyshortcuts="Alt+X"
        // whoever works by keyboard goes on where they were
        autoFocus={wasOpen}
        onClick={() => show(true)}
      >
        {t(stopSwitches.open)}
      </Button>
    </Group>
  )
}
