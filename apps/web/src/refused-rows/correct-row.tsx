import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import type { FieldCode, RowReason } from '@sekisho/contract'
import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { isComposing } from '../shared/composing.ts'
import { fieldName } from '../shared/field-name.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { Section } from '../shared/ui/page.tsx'
import { refusedRows } from '../words/refused-rows.ts'
import { SetAsideRow } from './set-aside-row.tsx'
import type { Correction, OpenRow } from './use-correction.ts'
import { useUnattended } from './use-unattended.ts'

/** An unattended screen shows nothing, and a form that was forgotten keeps nothing. */
const unattendedMs = 300_000

/** Of a whole row, where no number was found, the first number is what is missing. */
const fieldOf = ({ code, field }: RowReason): FieldCode | null => (code === 'phone_missing' ? 'phone_1' : field)

interface CorrectRowProps {
  readonly open: OpenRow
  readonly correction: Correction
}

/** The fields of one row, each with what is wrong with it beside it; by keyboard alone, row after row. */
export function CorrectRow({ open: { place, row }, correction }: CorrectRowProps) {
  const { t } = useLanguage()
  const [typed, setTyped] = useState<Readonly<Partial<Record<FieldCode, string>>>>({})
  const [reasons, setReasons] = useState<readonly RowReason[]>(row.reasons)
  const [isRefusedAgain, setRefusedAgain] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const correct = useAct('refusedRows.correct', ['lists.refusedRows', 'lists.read'])
  const rowNumber = Number(place.rowNumber)
  const { close } = correction

  const seen = useUnattended(unattendedMs, close)
  const firstOf = (given: readonly RowReason[]) =>
    given.map(fieldOf).find((field) => field !== null && row.fields.includes(field)) ?? row.fields[0]
  const focusOn = (field: FieldCode | undefined) =>
    form.current?.querySelector<HTMLInputElement>(`input[name="${field}"]`)?.focus()

  const changes = Object.fromEntries(
    Object.entries(typed).filter(([field, text]) => text !== (row.values[field as FieldCode] ?? '')),
  )
  const save = () =>
    correct.mutate(
      { params: place, body: { changes } },
      {
        onSuccess(answer) {
          if (answer.outcome === 'refused') {
            setReasons(answer.reasons)
            setRefusedAgain(true)
            focusOn(firstOf(answer.reasons))
          } else if (answer.outcome === 'settled') {
            void correction.next(rowNumber, correction.wasFirst(rowNumber, answer))
          } else {
            const said = answer.isOnDoNotCall ? refusedRows.acceptedNotCalled : refusedRows.accepted
            void correction.next(rowNumber, t(said)(formatNumber(rowNumber)))
          }
        },
      },
    )
  const onKey = (event: KeyboardEvent) => {
    seen()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event.nativeEvent)) {
      event.preventDefault()
      form.current?.requestSubmit()
    }
  }
  const ofRow = reasons.filter((reason) => {
    const field = fieldOf(reason)
    return field === null || !row.fields.includes(field)
  })
  return (
    <Section title={t(refusedRows.title)(formatNumber(rowNumber))}>
      <form
        ref={form}
        autoComplete="off"
        onKeyDown={onKey}
        onPointerDown={seen}
        onSubmit={(event) => {
          event.preventDefault()
          if (!correct.isPending) save()
        }}
      >
        <Stack gap="sm">
          <RecordMark position={row.entryPosition} />
          {isRefusedAgain && <Alert color="shu" role="alert" title={t(refusedRows.refusedAgain)} />}
          {ofRow.map((reason) => (
            <Text key={reason.code} c="shu">
              {t(reason)}
            </Text>
          ))}
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
            {row.fields.map((field) => (
              <TextInput
                key={field}
                name={field}
                // where the work is; of the reasons it was opened with, because later ones come while somebody types
                autoFocus={field === firstOf(row.reasons)}
                label={t(fieldName(field))}
                value={typed[field] ?? row.values[field] ?? ''}
                spellCheck={false}
                error={reasons
                  .filter((reason) => fieldOf(reason) === field)
                  .map((reason) => t(reason))
                  .join(' ')}
                onChange={(event) => {
                  const text = event.currentTarget.value
                  setTyped((before) => ({ ...before, [field]: text }))
                }}
              />
            ))}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {t(refusedRows.closesItself)} {t(refusedRows.saveKeys)}
          </Text>
          <ProblemNotice problem={correct.error} />
          <Group gap="sm">
            <Button type="submit" loading={correct.isPending}>
              {t(refusedRows.save)}
            </Button>
            <Button variant="default" onClick={close}>
              {t(refusedRows.close)}
            </Button>
          </Group>
        </Stack>
      </form>
      <SetAsideRow place={place} correction={correction} />
    </Section>
  )
}
