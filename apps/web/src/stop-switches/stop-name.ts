import { prefectures, type StandingStop } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'

/** What a stop reaches, in words. */
export function useStopName(): (stop: StandingStop) => string {
  const { t, language } = useLanguage()
  return ({ extent, jobName, campaignName, listLabel, prefecture, areaCode }) => {
    switch (extent) {
      case 'tenant':
        return t(stopSwitches.all)
      case 'prefecture': {
        const found = prefectures.find(({ code }) => code === prefecture)
        return t(stopSwitches.ofPrefecture)(found?.[language] ?? '')
      }
      case 'area_code':
        return t(stopSwitches.ofAreaCode)(areaCode ?? '')
      case 'job':
        return t(stopSwitches.ofJob)(jobName ?? '')
      case 'campaign':
        return t(stopSwitches.ofCampaign)(campaignName ?? '')
      case 'list':
        return t(stopSwitches.ofList)(listLabel ?? '', campaignName ?? '')
    }
  }
}
