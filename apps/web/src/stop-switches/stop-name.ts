import type { StandingStop } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'

/** What a stop reaches, in words. */
export function useStopName(): (stop: StandingStop) => string {
  const { t } = useLanguage()
  return ({ extent, jobName, campaignName }) => {
    if (extent === 'tenant') return t(stopSwitches.all)
    return extent === 'job' ? t(stopSwitches.ofJob)(jobName ?? '') : t(stopSwitches.ofCampaign)(campaignName ?? '')
  }
}
