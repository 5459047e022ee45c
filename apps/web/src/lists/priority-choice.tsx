import { NativeSelect } from '@mantine/core'
import { lastListPriority } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { listOrder } from '../words/list-order.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'

interface PriorityChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

const places = [1, 2, 3, 4, 5] as const

/** In what place the people of the file are called for the first time. */
export function PriorityChoice({ draft, onDraft }: PriorityChoiceProps) {
  const { t } = useLanguage()
  const { rules } = draft
  return (
    <NativeSelect
      label={t(listOrder.title)}
      description={t(listOrder.hint)}
      value={String(rules.priority ?? lastListPriority)}
      data={places.map((place) => ({ value: String(place), label: t(listOrder.places[place]) }))}
      onChange={(event) => onDraft({ ...draft, rules: { ...rules, priority: Number(event.currentTarget.value) } })}
    />
  )
}
