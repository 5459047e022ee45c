import type { CampaignId } from '@sekisho/contract'

/** Whether the carrier takes a campaign's calls and drops them, by the last few that ended. */
export interface LineFailures {
  ended(campaignId: CampaignId, hasFailed: boolean, atMs: number): void
  isFailing(campaignId: CampaignId, nowMs: number): boolean
}

/** One dropped call is an accident; of five within a minute three are the carrier. */
const ofLast = 5
const least = 3
const withinMs = 60_000

export function createLineFailures(): LineFailures {
  const lasts = new Map<CampaignId, readonly { readonly atMs: number; readonly hasFailed: boolean }[]>()
  return {
    ended(campaignId, hasFailed, atMs) {
      const ends = [...(lasts.get(campaignId) ?? []), { atMs, hasFailed }]
      lasts.set(campaignId, ends.slice(-ofLast))
    },
    isFailing(campaignId, nowMs) {
      const ends = lasts.get(campaignId) ?? []
      return ends.filter(({ atMs, hasFailed }) => hasFailed && Math.abs(nowMs - atMs) < withinMs).length >= least
    },
  }
}
