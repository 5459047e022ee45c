import { TextInput } from '@mantine/core'
import type { ReportLayout } from '@sekisho/contract'
import { useState } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { reportSettings } from '../words/reports.ts'
import { bandsFromText, bandsText } from './band-text.ts'

type Bands = ReportLayout['bands']

interface BandsFieldProps {
  readonly bands: Bands
  /** Null while what stands there cannot be read. */
  readonly onBands: (bands: Bands | null) => void
}

/** Hours of the day with their headings, typed; they are written out once the field is left. */
export function BandsField({ bands, onBands }: BandsFieldProps) {
  const { t } = useLanguage()
  const [typed, setTyped] = useState<string | null>(null)
  const isUnread = typed !== null && bandsFromText(typed) === null
  return (
    <TextInput
      label={t(reportSettings.bands)}
      description={t(reportSettings.bandsHint)}
      value={typed ?? bandsText(bands)}
      error={isUnread ? t(reportSettings.bandsWrong) : undefined}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        onBands(bandsFromText(text))
      }}
      onBlur={() => {
        if (!isUnread) setTyped(null)
      }}
    />
  )
}
