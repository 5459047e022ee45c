import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { type StopGround, type StopLifter, stopLifters } from '@sekisho/contract'
import { lazy, Suspense, useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { stopSwitches } from '../words/stop-switches.ts'
import { AreaFields } from './area-fields.tsx'
import { GroundChoice } from './ground-choice.tsx'
import { bodyOf, municipalitiesBodyOf, placesOf } from './stop-places.ts'

/** With the table of all municipalities, which nobody waits for who stops something else. */
const MunicipalityFields = lazy(async () => ({
  default: (await import('./municipality-fields.tsx')).MunicipalityFields,
}))

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
  const [area, setArea] = useState('')
  const [liftBy, setLiftBy] = useState<StopLifter>('setter')
  const campaigns = useRead('campaigns.list', { params: { tenantId } })
  const lists = useRead('lists.list', { params: { tenantId } })
  const stop = useAct('stops.set', ['stops.list', 'campaigns.readiness'])
  const stopTowns = useAct('stops.setOfMunicipalities', ['stops.list', 'campaigns.readiness'])
  const isPending = stop.isPending || stopTowns.isPending
  const place = chosen ?? (mayStopAll ? 'tenant' : '')
  const body = ground === null ? null : bodyOf(place, area, ground, liftBy)
  const towns = ground === null || place !== 'municipality' ? null : municipalitiesBodyOf(area, ground, liftBy)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    if (body !== null) stop.mutate({ params: { tenantId }, body }, { onSuccess: onDone })
    if (towns !== null) stopTowns.mutate({ params: { tenantId }, body: towns }, { onSuccess: onDone })
  }
  const areas = [
    { value: 'prefecture', label: t(stopSwitches.byPrefecture) },
    { value: 'municipality', label: t(stopSwitches.byMunicipality) },
    { value: 'area_code', label: t(stopSwitches.byAreaCode) },
  ]
  const choices = placesOf(campaigns.data?.campaigns ?? [], lists.data?.lists ?? [])
  return (
    <Section title={t(stopSwitches.title)}>
      <form
        aria-label={t(stopSwitches.title)}
        onSubmit={submit}
        onKeyDown={(event) => {
          // an open list of choices closes first
          const isListOpen = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
          if (event.key === 'Escape' && !isListOpen) onDone()
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t(stopSwitches.hint)}</Text>
          <GroundChoice ground={ground} onChoose={setGround} />
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
                ...(mayStopAll ? [{ group: t(stopSwitches.areas), items: areas }] : []),
                { group: t(stopSwitches.jobs), items: choices.jobs },
                { group: t(stopSwitches.campaigns), items: choices.campaigns },
                { group: t(stopSwitches.lists), items: choices.lists },
              ]}
              onChange={(event) => {
                setChosen(event.currentTarget.value)
                setArea('')
              }}
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
          {(place === 'prefecture' || place === 'area_code') && (
            <AreaFields tenantId={tenantId} kind={place} area={area} onChange={setArea} />
          )}
          {place === 'municipality' && (
            <Suspense fallback={<Loading />}>
              <MunicipalityFields
                tenantId={tenantId}
                chosen={area === '' ? [] : area.split(' ')}
                onChange={(codes) => setArea(codes.join(' '))}
              />
            </Suspense>
          )}
          <ProblemNotice problem={stop.error ?? stopTowns.error ?? campaigns.error ?? lists.error} />
          <Group>
            <Button type="submit" color="shu" loading={isPending} disabled={body === null && towns === null}>
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
