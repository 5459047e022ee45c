import { NativeSelect } from '@mantine/core'
import { samePersonKeys } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { samePerson } from '../words/same-person.ts'
import type { SettingsPartProps } from './settings-fields.tsx'

/** What an import into the campaign proposes for telling whether two rows are one person. */
export function SamePersonField({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  return (
    <NativeSelect
      mt="md"
      maw="30rem"
      label={t(samePerson.ofCampaign)}
      description={t(samePerson.ofCampaignHint)}
      value={settings.samePersonBy ?? 'by_columns'}
      data={(['by_columns', ...samePersonKeys] as const).map((key) => ({
        value: key,
        label: t(samePerson.proposed[key]),
      }))}
      onChange={(event) => {
        const chosen = samePersonKeys.find((key) => key === event.currentTarget.value) ?? null
        onChange({ ...settings, samePersonBy: chosen })
      }}
    />
  )
}
