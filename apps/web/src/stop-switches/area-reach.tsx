import { Text } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { stopSwitches } from '../words/stop-switches.ts'

interface AreaReachProps {
  readonly tenantId: string
  readonly prefecture: number | null
  readonly areaCode: string | null
}

/** How many people a stop of an area holds for, and of how many nothing is known. */
export function AreaReach({ tenantId, prefecture, areaCode }: AreaReachProps) {
  const { t } = useLanguage()
  const query = prefecture === null ? { areaCode: areaCode ?? '' } : { prefecture }
  const { data, error } = useRead('stops.reach', { params: { tenantId }, query }, { refetchInterval: 60_000 })
  const unknown = prefecture === null ? stopSwitches.unknownArea : stopSwitches.unknownPrefecture
  return (
    <Text size="sm" component="div">
      <ProblemNotice problem={error} />
      {data !== undefined && <div>{t(stopSwitches.reach)(formatNumber(data.leads))}</div>}
      {data !== undefined && data.unknown > 0 && <div>{t(unknown)(formatNumber(data.unknown))}</div>}
      {prefecture === null && <div>{t(stopSwitches.mobileOnly)}</div>}
    </Text>
  )
}
