import type { CampaignSettings } from './api/campaigns.ts'

/**
 * How skilled an operator is in a campaign, as data.
 *
 * - 1: not alone yet; takes calls with somebody beside them
 * - 2: alone
 * - 3: experienced, also for hard calls
 */
export const skillLevels = [1, 2, 3] as const
export type SkillLevel = (typeof skillLevels)[number]

/** Which campaign comes first for an operator: 1 before 2 before 3. */
export const assignmentPriorities = [1, 2, 3] as const
export type AssignmentPriority = (typeof assignmentPriorities)[number]

/** So many campaigns one operator has in hand on a day: more names nobody keeps apart. */
export const mostChosen = 20

/**
 * Who of those who are fit gets a campaign's next call (つなぐ順): whoever has waited longest, or the most skilled and of these
 * whoever has waited longest.
 */
export const seatOrders = ['longest_waiting', 'most_skilled'] as const
export type SeatOrder = (typeof seatOrders)[number]

export function seatOrderOf({ seatOrder }: Pick<CampaignSettings, 'seatOrder'>): SeatOrder {
  return seatOrder ?? 'longest_waiting'
}

/** What a campaign asks of whoever takes its calls: anybody, unless it says more. */
export function minimumSkillOf({ minimumSkill }: Pick<CampaignSettings, 'minimumSkill'>): SkillLevel {
  return minimumSkill ?? 1
}
