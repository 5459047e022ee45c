import { NativeSelect, TextInput } from '@mantine/core'
import { areaCode, prefectures } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'
import { AreaReach } from './area-reach.tsx'

interface AreaFieldsProps {
  readonly tenantId: string
  readonly kind: 'prefecture' | 'area_code'
  /** The prefecture's code, or the digits as typed. */
  readonly area: string
  readonly onChange: (area: string) => void
}

/** Which area is stopped, and whom that reaches. */
export function AreaFields({ tenantId, kind, area, onChange }: AreaFieldsProps) {
  const { t, language } = useLanguage()
  if (kind === 'prefecture') {
    return (
      <div>
        <NativeSelect
          maw="28rem"
          label={t(stopSwitches.prefecture)}
          value={area}
          data={[
            { value: '', label: t(stopSwitches.choose) },
            ...prefectures.map((each) => ({ value: String(each.code), label: each[language] })),
          ]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {area !== '' && <AreaReach tenantId={tenantId} prefecture={Number(area)} />}
      </div>
    )
  }
  const isCode = areaCode.safeParse(area).success
  return (
    <div>
      <TextInput
        maw="28rem"
        label={t(stopSwitches.areaCode)}
        description={t(stopSwitches.areaCodeHint)}
        error={area.length > 1 && !isCode && t(stopSwitches.areaCodeShape)}
        inputMode="numeric"
        value={area}
        onChange={(event) => onChange(event.currentTarget.value.normalize('NFKC').trim())}
      />
      {isCode && <AreaReach tenantId={tenantId} areaCode={area} />}
    </div>
  )
}
