import type { StandingStop } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'
import { LiftForm } from './lift-form.tsx'
import { useStopName } from './stop-name.ts'

/** Lets calling go on, with a reason. */
export function LiftStop({ tenantId, stop }: { readonly tenantId: string; readonly stop: StandingStop }) {
  const { t } = useLanguage()
  const name = t(stopSwitches.liftOf)(useStopName()(stop))
  const lift = useAct('stops.lift', ['stops.list', 'campaigns.readiness'])
  return (
    <LiftForm
      name={name}
      isPending={lift.isPending}
      problem={lift.error}
      onLift={(ground) => lift.mutate({ params: { tenantId, stopId: stop.stopId }, body: { ground } })}
    />
  )
}
