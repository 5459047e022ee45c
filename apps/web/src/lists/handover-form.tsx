import { Button, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import { centreFunctions, clientFunctions, type Handover, type ListHandover } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { CallProblem } from '../shared/api/problem.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatDay, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { handovers } from '../words/handovers.ts'

interface HandoverFormProps {
  readonly tenantId: string
  readonly listId: string
  readonly handover: ListHandover
  readonly onDone: () => void
}

/** Enters a version; it begins with what was entered last. */
export function HandoverForm({ tenantId, listId, handover, onDone }: HandoverFormProps) {
  const { t, language } = useLanguage()
  const { versions, uploadedOn, today } = handover
  const [last] = versions
  const [receivedOn, setReceivedOn] = useState(last?.receivedOn ?? uploadedOn)
  const [client, setClient] = useState<Handover['client']>(last?.client ?? null)
  const [centre, setCentre] = useState<Handover['centre']>(last?.centre ?? null)
  const enter = useAct('handovers.enter', ['handovers.read'])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    enter.mutate(
      { params: { tenantId, listId }, body: { version: last?.version ?? 0, receivedOn, client, centre } },
      { onSuccess: onDone },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(handovers.lead)}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <DateField
            label={t(handovers.receivedOn)}
            description={t(handovers.receivedHint)(formatDay(language, fromDateInput(uploadedOn) ?? 0))}
            maxDate={uploadedOn}
            day={receivedOn}
            onDay={setReceivedOn}
          />
        </SimpleGrid>
        <Side label={t(handovers.client)} functions={clientFunctions} side={client} today={today} onSide={setClient} />
        <Side label={t(handovers.centre)} functions={centreFunctions} side={centre} today={today} onSide={setCentre} />
        <Group>
          <Button type="submit" loading={enter.isPending} disabled={receivedOn === ''}>
            {t(handovers.save)}
          </Button>
          <Button variant="subtle" onClick={onDone}>
            {t(handovers.cancel)}
          </Button>
          <Text size="sm" c="dimmed">
            {t(handovers.saveHint)}
          </Text>
        </Group>
        <ProblemNotice problem={inWords(enter.error)} />
      </Stack>
    </form>
  )
}

interface SideProps<Function extends string> {
  readonly label: string
  readonly functions: readonly Function[]
  readonly side: { readonly function: Function; readonly on: string } | null
  readonly today: string
  readonly onSide: (side: { function: Function; on: string } | null) => void
}

function Side<Function extends keyof typeof handovers.functions>(props: SideProps<Function>) {
  const { t } = useLanguage()
  const { label, functions, side, today, onSide } = props
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <NativeSelect
        label={label}
        value={side?.function ?? ''}
        data={[
          { value: '', label: t(handovers.nobody) },
          ...functions.map((code) => ({ value: code, label: t(handovers.functions[code]) })),
        ]}
        onChange={(event) => {
          const chosen = functions.find((code) => code === event.currentTarget.value)
          onSide(chosen === undefined ? null : { function: chosen, on: side?.on ?? today })
        }}
      />
      {side !== null && (
        <DateField
          label={`${label}: ${t(handovers.on)}`}
          maxDate={today}
          day={side.on}
          onDay={(on) => onSide({ ...side, on: on === '' ? today : on })}
        />
      )}
    </SimpleGrid>
  )
}

function inWords(problem: CallProblem | null): CallProblem | null {
  if (problem === null) return null
  if (problem.code === 'conflict') return new CallProblem(problem.code, handovers.conflict)
  const places: Readonly<Record<string, (typeof handovers.places)['body.receivedOn']>> = handovers.places
  const said = problem.detail.flatMap((place) => places[place] ?? [])[0]
  return said === undefined ? problem : new CallProblem(problem.code, said)
}
