import { Radio, Stack } from '@mantine/core'
import { importModes, missingRules } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { intake } from '../words/lists.ts'
import { bringsPeople, findableBy, withMode } from './import-draft.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'
import { RefusalChoice } from './refusal-choice.tsx'

interface ModeChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

/**
 * What the file is for; where it stops people by what they are found, of a difference what becomes of whom it does not
 * name.
 */
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
      {mode === 'difference' && (
        <Radio.Group
          label={t(intake.missing)}
          description={t(intake.missingHint)}
          value={rules.missing ?? 'keep'}
          onChange={(value) => {
            const missing = missingRules.find((known) => known === value)
            if (missing !== undefined) onDraft({ ...draft, rules: { ...rules, missing } })
          }}
        >
          <Stack gap="xs" mt={6}>
            {missingRules.map((known) => (
              <Radio key={known} value={known} label={t(intake.missingRules[known])} />
            ))}
          </Stack>
        </Radio.Group>
      )}
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
