import { Button, Checkbox, Group, List, NativeSelect, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { CampaignView } from '@sekisho/contract'
import { firstNumbers } from '@sekisho/contract'
import type { CallProblem } from '../shared/api/problem.ts'
import { fieldName } from '../shared/field-name.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { intake } from '../words/lists.ts'
import { isPhone, obstacles } from './import-draft.ts'
import type { ImportDraft } from './import-draft.ts'

interface StepRulesProps {
  readonly draft: ImportDraft
  readonly campaigns: readonly CampaignView[]
  readonly onDraft: (draft: ImportDraft) => void
  readonly onStart: () => void
  readonly isStarting: boolean
  readonly problem: CallProblem | null
}

export function StepRules({ draft, campaigns, onDraft, onStart, isStarting, problem }: StepRulesProps) {
  const { t } = useLanguage()
  const inTheWay = obstacles(draft)
  const fields = [...new Set(draft.fields.filter((field) => field !== null))]
  const { rules } = draft
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
      <Text>
        {t(intake.samePersonBy)}: <strong>{t(intake.samePerson[rules.samePersonBy])}</strong>
      </Text>
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
      <Switch
        label={t(intake.repair)}
        description={t(intake.repairHint)}
        checked={rules.repairLeadingZero}
        onChange={(event) => onDraft({ ...draft, rules: { ...rules, repairLeadingZero: event.currentTarget.checked } })}
      />
      <ProblemNotice problem={problem} />
      <Group align="flex-start">
        <Button onClick={onStart} loading={isStarting} disabled={inTheWay.length > 0}>
          {t(intake.start)}
        </Button>
        {inTheWay.length > 0 && (
          <List size="sm" c="dimmed">
            {inTheWay.map((obstacle) => (
              <List.Item key={obstacle.en}>{t(obstacle)}</List.Item>
            ))}
          </List>
        )}
      </Group>
    </Stack>
  )
}
