export { type Campaigns, type CampaignsDependencies, createCampaigns } from './campaigns.ts'
export { defaultCampaignSettings } from './defaults.ts'
export { campaignHandlers } from './http.ts'
export { campaignSettingsCheck } from './settings-check.ts'
