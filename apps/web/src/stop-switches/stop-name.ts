import { prefectures, type StandingStop } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'

/** What a stop reaches, in words. */
export function useStopName(): (stop: StandingStop) => string {
  const { t, language } = useLanguage()
  const nameOf = (prefecture: number | null) => prefectures.find(({ code }) => code === prefecture)?.[language] ?? ''
  return ({ extent, jobName, campaignName, listLabel, prefecture, municipality, municipalityName, areaCode }) => {
    switch (extent) {
      case 'tenant':
        return t(stopSwitches.all)
      case 'prefecture':
        return t(stopSwitches.ofPrefecture)(nameOf(prefecture))
      case 'municipality':
        return t(stopSwitches.ofMunicipality)(nameOf(Number(municipality?.slice(0, 2))), municipalityName ?? '')
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
