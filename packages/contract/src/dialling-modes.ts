/** How a campaign's calls begin; `campaignSettings` says what each of them means. */
export const diallingModes = ['progressive', 'preview', 'predictive'] as const
export type DiallingMode = (typeof diallingModes)[number]
