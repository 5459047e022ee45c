import { Radio, Stack } from '@mantine/core'
import { importModes } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { intake } from '../words/lists.ts'
import { bringsPeople, findableBy, withMode } from './import-draft.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'
import { RefusalChoice } from './refusal-choice.tsx'

interface ModeChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

/** What the file is for, and where it stops people by what they are found. */
export function ModeChoice({ draft, onDraft }: ModeChoiceProps) {
  const { t } = useLanguage()
  const { mode, rules, fields } = draft
  const findable = findableBy(fields)
  return (
    <>
      <Radio.Group
        label={t(intake.mode)}
        value={mode}
        onChange={(value) => {
          const chosen = importModes.find((known) => known === value)
          if (chosen !== undefined) onDraft(withMode(draft, chosen))
        }}
      >
        <Stack gap="xs" mt={6}>
          {importModes.map((known) => (
            <Radio
              key={known}
              value={known}
              label={t(intake.modes[known])}
              description={mode === known ? t(intake.modeHints[known]) : undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {!bringsPeople(mode) && findable.length > 0 && (
        <Radio.Group
          label={t(intake.findBy)}
          value={rules.samePersonBy}
          onChange={(value) => {
            const samePersonBy = findable.find((known) => known === value)
            if (samePersonBy !== undefined) onDraft({ ...draft, rules: { ...rules, samePersonBy } })
          }}
        >
          <Stack gap="xs" mt={6}>
            {findable.map((known) => (
              <Radio key={known} value={known} label={t(intake.findBys[known])} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {mode === 'do_not_call' && <RefusalChoice draft={draft} onDraft={onDraft} />}
    </>
  )
}
