import { Checkbox, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { CampaignView } from '@sekisho/contract'
import { firstNumbers } from '@sekisho/contract'
import { fieldName } from '../shared/field-name.ts'
import { useLanguage } from '../shared/language.tsx'
import { common } from '../words/common.ts'
import { intake } from '../words/lists.ts'
import { bringsPeople, isPhone } from './import-draft.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'
import { ModeChoice } from './mode-choice.tsx'
import { PriorityChoice } from './priority-choice.tsx'
import { RepairChoice } from './repair-choice.tsx'
import { SamePersonChoice } from './same-person-choice.tsx'
import { isKeyChosen } from './same-person-key.ts'
import { TermsChoice } from './terms-choice.tsx'

interface StepRulesProps {
  readonly draft: SettledDraft
  readonly campaigns: readonly CampaignView[]
  readonly onDraft: (draft: ImportDraft) => void
}

/** Where the file goes, what it is for, and what is done with its rows. */
export function StepRules({ draft, campaigns, onDraft }: StepRulesProps) {
  const { t } = useLanguage()
  const { rules, mode } = draft
  const proposed = campaigns.find(({ campaignId }) => campaignId === draft.campaignId)?.settings.samePersonBy ?? null
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <NativeSelect
          label={t(intake.target)}
          value={draft.campaignId}
          data={[
            { value: '', label: campaigns.length === 0 ? t(intake.noCampaigns) : '' },
            ...campaigns.map(({ campaignId, name, kind }) => ({
              value: campaignId,
              label: kind === 'test' ? `${name}(${t(common.test)})` : name,
            })),
          ]}
          onChange={(event) => onDraft({ ...draft, campaignId: event.currentTarget.value })}
        />
        <TextInput
          label={t(intake.listLabel)}
          placeholder={t(intake.listLabelHint)}
          maxLength={80}
          value={draft.label}
          onChange={(event) => onDraft({ ...draft, label: event.currentTarget.value })}
        />
      </SimpleGrid>
      <ModeChoice draft={draft} onDraft={onDraft} />
      {isKeyChosen(mode) && <SamePersonChoice draft={draft} proposed={proposed} onDraft={onDraft} />}
      {bringsPeople(mode) && <PeopleRules draft={draft} onDraft={onDraft} />}
      {isKeyChosen(mode) && <PriorityChoice draft={draft} onDraft={onDraft} />}
      {isKeyChosen(mode) && <TermsChoice draft={draft} onDraft={onDraft} />}
      {(bringsPeople(mode) || rules.samePersonBy === 'phone') && <RepairChoice draft={draft} onDraft={onDraft} />}
    </Stack>
  )
}

/** Which rows are refused, and which number is called first. */
function PeopleRules({ draft, onDraft }: Pick<StepRulesProps, 'draft' | 'onDraft'>) {
  const { t } = useLanguage()
  const { rules } = draft
  const fields = [...new Set(draft.fields.filter((field) => field !== null))]
  return (
    <>
      <Checkbox.Group
        label={t(intake.required)}
        value={[...rules.required]}
        onChange={(values) => {
          const required = fields.filter((field) => values.some((value) => value === field))
          onDraft({ ...draft, rules: { ...rules, required } })
        }}
      >
        <Group mt={6} gap="lg">
          {fields.map((field) => (
            <Checkbox key={field} value={field} label={t(fieldName(field))} />
          ))}
        </Group>
      </Checkbox.Group>
      {fields.filter(isPhone).length > 1 && (
        <NativeSelect
          label={t(intake.firstNumber)}
          description={t(intake.firstNumberHint)}
          value={rules.firstNumber ?? 'as_in_file'}
          data={firstNumbers.map((code) => ({ value: code, label: t(intake.firstNumbers[code]) }))}
          onChange={(event) => {
            const firstNumber = firstNumbers.find((code) => code === event.currentTarget.value) ?? 'as_in_file'
            onDraft({ ...draft, rules: { ...rules, firstNumber } })
          }}
        />
      )}
    </>
  )
}
