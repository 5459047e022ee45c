import { Button, Group, NativeSelect, Radio, Stack, Text } from '@mantine/core'
import { type StopGround, stopGrounds, type StopLifter, stopLifters } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { stopSwitches } from '../words/stop-switches.ts'
import { bodyOf, placesOf } from './stop-places.ts'
import styles from './stop-switches.module.css'

interface SetStopProps {
  readonly tenantId: string
  readonly mayStopAll: boolean
  readonly onDone: () => void
}

/** Why, how far, and who may lift it: everything but the reason is there already, so that a stop takes no time. */
export function SetStop({ tenantId, mayStopAll, onDone }: SetStopProps) {
  const { t } = useLanguage()
  const [ground, setGround] = useState<StopGround | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [liftBy, setLiftBy] = useState<StopLifter>('setter')
  const campaigns = useRead('campaigns.list', { params: { tenantId } })
  const stop = useAct('stops.set', ['stops.list', 'campaigns.readiness'])
  const place = chosen ?? (mayStopAll ? 'tenant' : '')
  const body = ground === null ? null : bodyOf(place, ground, liftBy)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (body !== null && !stop.isPending) stop.mutate({ params: { tenantId }, body }, { onSuccess: onDone })
  }
  const { jobs, campaigns: open } = placesOf(campaigns.data?.campaigns ?? [])
  return (
    <Section title={t(stopSwitches.title)}>
      <form
        aria-label={t(stopSwitches.title)}
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone()
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t(stopSwitches.hint)}</Text>
          <Radio.Group
            label={t(stopSwitches.ground)}
            value={ground}
            onChange={(value) => setGround(stopGrounds.find((each) => each === value) ?? null)}
          >
            <div className={styles.grounds}>
              {stopGrounds.map((each, index) => (
                <Radio key={each} value={each} label={t(stopSwitches.grounds[each])} autoFocus={index === 0} />
              ))}
            </div>
          </Radio.Group>
          <Group align="flex-start" gap="md">
            <NativeSelect
              flex="1 1 16rem"
              maw="28rem"
              label={t(stopSwitches.extent)}
              description={mayStopAll ? undefined : t(stopSwitches.noAll)}
              value={place}
              data={[
                mayStopAll
                  ? { value: 'tenant', label: t(stopSwitches.all) }
                  : { value: '', label: t(stopSwitches.choose) },
                { group: t(stopSwitches.jobs), items: jobs },
                { group: t(stopSwitches.campaigns), items: open },
              ]}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
            <NativeSelect
              flex="1 1 16rem"
              maw="28rem"
              label={t(stopSwitches.liftBy)}
              value={liftBy}
              data={stopLifters.map((value) => ({ value, label: t(stopSwitches.lifters[value]) }))}
              onChange={(event) =>
                setLiftBy(stopLifters.find((value) => value === event.currentTarget.value) ?? 'setter')
              }
            />
          </Group>
          <ProblemNotice problem={stop.error ?? campaigns.error} />
          <Group>
            <Button type="submit" color="shu" loading={stop.isPending} disabled={body === null}>
              {t(stopSwitches.stop)}
            </Button>
            <Button variant="subtle" onClick={onDone}>
              {t(common.cancel)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
