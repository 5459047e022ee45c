import type { SwitchCode } from '@sekisho/dialer'
import type { CampaignStop } from '../stop-switches/index.ts'

/** How the floor is told which switch is off. */
export const switchCodeOf: Readonly<Record<CampaignStop, SwitchCode>> = {
  house: 'house_switched_off',
  tenant: 'tenant_switched_off',
  job: 'job_switched_off',
  campaign: 'campaign_switched_off',
}
