import { Checkbox, Group } from '@mantine/core'
import { repairCodes } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { intake } from '../words/lists.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'

interface RepairChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

/** What may be read otherwise than it is written. */
export function RepairChoice({ draft, onDraft }: RepairChoiceProps) {
  const { t } = useLanguage()
  const { rules } = draft
  return (
    <Checkbox.Group
      label={t(intake.repairs)}
      description={t(intake.repairsHint)}
      value={repairCodes.filter((code) => !rules.withoutRepairs.includes(code))}
      onChange={(values) => {
        const withoutRepairs = repairCodes.filter((code) => !values.some((value) => value === code))
        onDraft({ ...draft, rules: { ...rules, withoutRepairs } })
      }}
    >
      <Group mt={6} gap="lg">
        {repairCodes.map((code) => (
          <Checkbox key={code} value={code} label={t(intake.repairNames[code])} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
