import { Text } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { stopSwitches } from '../words/stop-switches.ts'

interface AreaReachProps {
  readonly tenantId: string
  /** One of these. */
  readonly prefecture?: number | null
  readonly municipality?: string | null
  readonly areaCode?: string | null
}

/** How many people a stop of an area holds for, and of how many nothing is known. */
export function AreaReach({ tenantId, prefecture = null, municipality = null, areaCode = null }: AreaReachProps) {
  const { t } = useLanguage()
  const query =
    prefecture !== null ? { prefecture } : municipality !== null ? { municipality } : { areaCode: areaCode ?? '' }
  const { data, error } = useRead('stops.reach', { params: { tenantId }, query }, { refetchInterval: 60_000 })
  const unknown =
    prefecture !== null
      ? stopSwitches.unknownPrefecture
      : municipality !== null
        ? stopSwitches.unknownMunicipality
        : stopSwitches.unknownArea
  return (
    <Text size="sm" component="div">
      <ProblemNotice problem={error} />
      {data !== undefined &&
        (data.leads === null ? (
          <div>{t(stopSwitches.reachLater)}</div>
        ) : (
          <div>{t(stopSwitches.reach)(formatNumber(data.leads))}</div>
        ))}
      {data !== undefined && data.unknown > 0 && <div>{t(unknown)(formatNumber(data.unknown))}</div>}
      {'areaCode' in query && <div>{t(stopSwitches.mobileOnly)}</div>}
    </Text>
  )
}
