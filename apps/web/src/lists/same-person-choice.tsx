import { Radio, Stack } from '@mantine/core'
import type { SamePersonKey } from '@sekisho/contract'
import { samePersonKeys } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { samePerson } from '../words/same-person.ts'
import { comparableBy } from './same-person-key.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'

interface SamePersonChoiceProps {
  readonly draft: SettledDraft
  /** What the campaign proposes. */
  readonly proposed: SamePersonKey | null
  readonly onDraft: (draft: ImportDraft) => void
}

/** What makes two rows one person; a key that the file has no columns for says which it needs. */
export function SamePersonChoice({ draft, proposed, onDraft }: SamePersonChoiceProps) {
  const { t } = useLanguage()
  const { samePersonBy } = draft.rules
  const comparable = comparableBy(draft.fields)
  const descriptionOf = (key: SamePersonKey): string | undefined => {
    if (key !== 'none' && !comparable.includes(key)) return t(samePerson.needs[key])
    return key === samePersonBy ? t(samePerson.hints[key]) : undefined
  }
  return (
    <Radio.Group
      label={t(samePerson.title)}
      description={t(samePerson.scope)}
      value={samePersonBy}
      onChange={(value) => {
        const chosen = samePersonKeys.find((key) => key === value)
        if (chosen !== undefined) onDraft({ ...draft, personKey: chosen })
      }}
    >
      <Stack gap="xs" mt={6}>
        {samePersonKeys.map((key) => (
          <Radio
            key={key}
            value={key}
            disabled={!comparable.includes(key)}
            label={`${t(samePerson.keys[key])}${key === proposed ? t(samePerson.byCampaign) : ''}`}
            description={descriptionOf(key)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
