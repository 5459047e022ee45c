import { Switch, Text } from '@mantine/core'
import type { CampaignSettings } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { settingHints } from '../words/campaign-set-up.ts'
import { campaignForm } from '../words/campaigns.ts'
import styles from './campaign-form.module.css'
import type { SettingsPartProps } from './settings-fields.tsx'
import { TimeField } from './time-field.tsx'

const days = ['weekday', 'saturday', 'sundayAndHoliday'] as const

export function HoursFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const isDemo = useRead('setUp.read', {}).data?.isDemo === true
  const change = (day: (typeof days)[number], window: CampaignSettings['hours']['weekday']) =>
    onChange({ ...settings, hours: { ...settings.hours, [day]: window } })
  return (
    <Section title={t(campaignForm.hours)} place="hours">
      <Text c="dimmed" mb="sm">
        {t(isDemo ? campaignForm.hoursHintDemo : campaignForm.hoursHint)}
        <br />
        {t(settingHints.hours)}
      </Text>
      {days.map((day) => {
        const window = settings.hours[day]
        const name = t(campaignForm.days[day])
        return (
          <div key={day} className={styles.day}>
            <Switch
              label={name}
              checked={window !== null}
              onChange={(event) =>
                change(day, event.currentTarget.checked ? { fromMinute: 540, untilMinute: 1020 } : null)
              }
            />
            {(['fromMinute', 'untilMinute'] as const).map((end) => (
              <span key={end} className={styles.end}>
                <TimeField
                  name={`${name} ${t(campaignForm.ends[end])}`}
                  minute={window?.[end] ?? null}
                  onMinute={(minute) => window !== null && change(day, { ...window, [end]: minute })}
                />
                <Text component="span" c="dimmed">
                  {t(campaignForm.ends[end])}
                </Text>
              </span>
            ))}
          </div>
        )
      })}
    </Section>
  )
}
