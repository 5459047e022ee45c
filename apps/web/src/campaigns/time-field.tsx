import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { campaignForm } from '../words/campaigns.ts'
import { clockOfMinute, minuteOfClock } from '../shared/minute-of-day.ts'

interface TimeFieldProps {
  /** Read out; what stands beside it on the screen is the caller's. */
  readonly name: string
  /** Minutes since midnight; null where there is nothing to set. */
  readonly minute: number | null
  readonly onMinute: (minute: number) => void
}

/**
 * A time of the day on 24 hours, typed: a native time field shows AM and PM where the browser is English, and ends at
 * 23:59. It is written out when it is left; what cannot be read is said, and what stood there holds.
 */
export function TimeField({ name, minute, onMinute }: TimeFieldProps) {
  const { t } = useLanguage()
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      aria-label={name}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      disabled={minute === null}
      value={typed ?? (minute === null ? '' : clockOfMinute(minute))}
      error={typed !== null && minuteOfClock(typed) === null && t(campaignForm.unreadTime)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const understood = minuteOfClock(text)
        if (understood !== null) onMinute(understood)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
