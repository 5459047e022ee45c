import { Alert, NativeSelect, Text } from '@mantine/core'
import { callingLaws, refusalScopeOfLaw, refusalScopes } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { campaignLaw } from '../words/campaign-law.ts'
import styles from './campaign-form.module.css'
import type { SettingsPartProps } from './settings-fields.tsx'

/** The law comes first: what a refusal stops follows from it, until it is chosen otherwise. */
export function LawFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const { law, refusalScope } = settings
  const isNarrower = refusalScope === 'job' && refusalScopeOfLaw[law] === 'client'
  return (
    <Section title={t(campaignLaw.title)} place="law">
      <div className={styles.numbers}>
        <NativeSelect
          label={t(campaignLaw.law)}
          value={law}
          data={callingLaws.map((each) => ({ value: each, label: t(campaignLaw.laws[each].name) }))}
          onChange={(event) => {
            const chosen = callingLaws.find((each) => each === event.currentTarget.value) ?? law
            onChange({ ...settings, law: chosen, refusalScope: refusalScopeOfLaw[chosen] })
          }}
        />
        <NativeSelect
          label={t(campaignLaw.refusalScope)}
          value={refusalScope}
          data={refusalScopes.map((each) => ({ value: each, label: t(campaignLaw.scopes[each]) }))}
          onChange={(event) => {
            const chosen = refusalScopes.find((each) => each === event.currentTarget.value) ?? refusalScope
            onChange({ ...settings, refusalScope: chosen })
          }}
        />
      </div>
      {isNarrower && <Alert color="shu" mt="sm" role="status" title={t(campaignLaw.narrower)} />}
      <Text c="dimmed" mt="sm">
        {t(campaignLaw.laws[law].why)}
      </Text>
      <Text c="dimmed" mt="sm">
        {t(campaignLaw.always)}
      </Text>
    </Section>
  )
}
