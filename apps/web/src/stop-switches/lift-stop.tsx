import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { type LiftGround, liftGrounds, type StandingStop } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { stopSwitches } from '../words/stop-switches.ts'
import { useStopName } from './stop-name.ts'

/** Lets calling go on, with a reason. */
export function LiftStop({ tenantId, stop }: { readonly tenantId: string; readonly stop: StandingStop }) {
  const { t } = useLanguage()
  const name = t(stopSwitches.liftOf)(useStopName()(stop))
  const [isOpen, setOpen] = useState(false)
  const [ground, setGround] = useState<LiftGround | null>(null)
  const lift = useAct('stops.lift', ['stops.list', 'campaigns.readiness'])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ground !== null) lift.mutate({ params: { tenantId, stopId: stop.stopId }, body: { ground } })
  }
  if (!isOpen) {
    return (
      <Button size="xs" variant="default" aria-label={name} onClick={() => setOpen(true)}>
        {t(stopSwitches.lift)}
      </Button>
    )
  }
  return (
    <form aria-label={name} onSubmit={submit}>
      <Stack gap="xs" maw="24rem">
        <Text size="sm">{t(stopSwitches.liftLead)}</Text>
        <NativeSelect
          label={t(stopSwitches.liftGround)}
          autoFocus
          value={ground ?? ''}
          data={[
            { value: '', label: t(stopSwitches.choose) },
            ...liftGrounds.map((value) => ({ value, label: t(stopSwitches.liftGrounds[value]) })),
          ]}
          onChange={(event) => setGround(liftGrounds.find((value) => value === event.currentTarget.value) ?? null)}
        />
        <ProblemNotice problem={lift.error} />
        <Group>
          <Button type="submit" size="xs" loading={lift.isPending} disabled={ground === null}>
            {t(stopSwitches.lift)}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setOpen(false)}>
            {t(common.cancel)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
