import type { CampaignSettings } from './api/campaigns.ts'

/** How a campaign's calls begin; `campaignSettings` says what each of them means. */
export const diallingModes = ['progressive', 'preview', 'predictive', 'ratio'] as const
export type DiallingMode = (typeof diallingModes)[number]

/** Modes that may have more lines than operators, as far as the cap on abandoned calls allows. */
export const modesAhead = ['predictive', 'ratio'] as const satisfies readonly DiallingMode[]

/** Whether somebody who answers such a campaign may find no operator; nobody may where its cap is 0. */
export function isAheadMode(mode: DiallingMode): boolean {
  return modesAhead.some((each) => each === mode)
}

/**
 * Lines for each ten free operators of mode `ratio`: 15 is 1.5 lines each. In whole numbers, because settings are held
 * against the ledger by a digest of their canonical form, which knows no fractions.
 */
export const linesPerTen = { least: 10, most: 30 } as const

/** Of a campaign that says nothing about it: one line each, as in mode `progressive`. */
export function linesPerTenOf({ linesPerTenOperators }: Pick<CampaignSettings, 'linesPerTenOperators'>): number {
  return linesPerTenOperators ?? linesPerTen.least
}

/** The same where a campaign's supervisor insists on a number; null in all other modes. */
export function ratioOf(settings: Pick<CampaignSettings, 'mode' | 'linesPerTenOperators'>): number | null {
  return settings.mode === 'ratio' ? linesPerTenOf(settings) : null
}
