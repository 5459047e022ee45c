import { Button, Checkbox, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ListTermsView, ListView } from '@sekisho/contract'
import { useState } from 'react'
import { CallProblem } from '../shared/api/problem.ts'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { listOrder } from '../words/list-order.ts'
import { listTerms } from '../words/list-terms.ts'

interface TermsFormProps {
  readonly tenantId: string
  readonly list: ListView
  readonly terms: ListTermsView
  readonly onDone: () => void
}

const places = [1, 2, 3, 4, 5] as const

/** Changes the terms of a list. Whoever draws nobody any more does so for good. */
export function TermsForm({ tenantId, list, terms, onDone }: TermsFormProps) {
  const { t } = useLanguage()
  const [from, setFrom] = useState(terms.validFrom ?? '')
  const [until, setUntil] = useState(terms.validUntil ?? '')
  const [priority, setPriority] = useState(list.priority)
  const [isEnding, setEnding] = useState(false)
  const save = useAct('lists.setTerms', ['lists.read', 'lists.list', 'lists.termsHistory', 'campaigns.readiness'])
  const isBackward = from !== '' && until !== '' && until < from
  const submit = () =>
    save.mutate(
      {
        params: { tenantId, listId: list.listId },
        body: {
          ...{
            revision: terms.revision,
            validFrom: from === '' ? null : from,
            validUntil: until === '' ? null : until,
          },
          ...{ priority, heldOutPercent: isEnding ? 0 : terms.heldOutPercent },
        },
      },
      { onSuccess: onDone },
    )
  return (
    <Stack gap="sm">
      <ProblemNotice problem={inWords(save.error)} />
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <DateField label={t(listTerms.from)} day={from} onDay={setFrom} isClearable />
        <DateField label={t(listTerms.until)} day={until} onDay={setUntil} isClearable />
        <NativeSelect
          label={t(listTerms.place)}
          value={String(priority)}
          data={places.map((place) => ({ value: String(place), label: t(listOrder.places[place]) }))}
          onChange={(event) => setPriority(Number(event.currentTarget.value))}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t(listTerms.periodHint)}
      </Text>
      {terms.heldOutPercent > 0 && (
        <Checkbox
          label={t(listTerms.endHoldout)}
          checked={isEnding}
          onChange={(event) => setEnding(event.currentTarget.checked)}
        />
      )}
      <Group>
        <Button onClick={submit} loading={save.isPending} disabled={isBackward}>
          {t(listTerms.save)}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t(listTerms.cancel)}
        </Button>
        {isBackward && (
          <Text size="sm" c="dimmed">
            {t(listTerms.endsBeforeItBegins)}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

function inWords(problem: CallProblem | null): CallProblem | null {
  if (problem === null) return null
  if (problem.code === 'conflict') return new CallProblem(problem.code, listTerms.conflict)
  return problem.detail.includes('body.validUntil') ? new CallProblem(problem.code, listTerms.periodRefused) : problem
}
