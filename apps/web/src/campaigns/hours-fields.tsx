import { Switch, Text, TextInput } from '@mantine/core'
import type { CampaignSettings } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { campaignForm } from '../words/campaigns.ts'
import styles from './campaign-form.module.css'
import { clockOfMinute, minuteOfClock } from './minute-of-day.ts'
import type { SettingsPartProps } from './settings-fields.tsx'

const days = ['weekday', 'saturday', 'sundayAndHoliday'] as const

export function HoursFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const change = (day: (typeof days)[number], window: CampaignSettings['hours']['weekday']) =>
    onChange({ ...settings, hours: { ...settings.hours, [day]: window } })
  return (
    <Section title={t(campaignForm.hours)}>
      <Text c="dimmed" mb="sm">
        {t(campaignForm.hoursHint)}
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
              <TimeField
                key={end}
                label={t(end === 'fromMinute' ? campaignForm.from : campaignForm.until)}
                name={`${name} ${t(end === 'fromMinute' ? campaignForm.from : campaignForm.until)}`}
                minute={window?.[end] ?? null}
                onMinute={(minute) => window !== null && change(day, { ...window, [end]: minute })}
              />
            ))}
          </div>
        )
      })}
    </Section>
  )
}

interface TimeFieldProps {
  readonly label: string
  readonly name: string
  readonly minute: number | null
  readonly onMinute: (minute: number) => void
}

function TimeField({ label, name, minute, onMinute }: TimeFieldProps) {
  return (
    <>
      <TextInput
        type="time"
        aria-label={name}
        disabled={minute === null}
        value={minute === null ? '' : clockOfMinute(minute)}
        onChange={(event) => {
          const chosen = minuteOfClock(event.currentTarget.value)
          if (chosen !== null) onMinute(chosen)
        }}
      />
      <Text c="dimmed">{label}</Text>
    </>
  )
}
