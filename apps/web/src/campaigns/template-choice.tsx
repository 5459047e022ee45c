import { Radio, Stack, Text } from '@mantine/core'
import { type TemplateKey, templateKeys } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { templates } from '../words/campaign-set-up.ts'

interface TemplateChoiceProps {
  readonly chosen: TemplateKey
  /** What stands below is no longer as the template has it. */
  readonly isChanged: boolean
  readonly onChoose: (key: TemplateKey) => void
}

/** What kind of work it is; each says in a sentence what it stands for. */
export function TemplateChoice({ chosen, isChanged, onChoose }: TemplateChoiceProps) {
  const { t } = useLanguage()
  const choose = (value: string) => {
    const key = templateKeys.find((each) => each === value)
    if (key !== undefined) onChoose(key)
  }
  return (
    <Section title={t(templates.title)}>
      <Radio.Group aria-label={t(templates.title)} description={t(templates.lead)} value={chosen} onChange={choose}>
        <Stack gap="xs" mt="xs">
          {templateKeys.map((key) => (
            <Radio key={key} value={key} label={t(templates.names[key])} description={t(templates.hints[key])} />
          ))}
        </Stack>
      </Radio.Group>
      {isChanged && <Text mt="sm">{t(templates.replaces)}</Text>}
    </Section>
  )
}
