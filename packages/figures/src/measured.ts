import type { CampaignId, PersonId } from '@sekisho/contract'
import type { Counts } from './counts.ts'

/** Counts of one campaign within one half hour; those that reach further than a half hour are 0. */
export interface SlotCounts {
  readonly campaignId: CampaignId
  readonly day: number
  readonly slot: number
  readonly counts: Counts
}

export interface ResultCount {
  readonly campaignId: CampaignId
  readonly day: number
  readonly disposition: string
  readonly attempts: number
}

/** Contacts of one campaign and day: within the day, and those that the month had not seen before. */
export interface ContactCounts {
  readonly campaignId: CampaignId
  readonly day: number
  readonly tried: number
  readonly reached: number
  readonly triedFirstInMonth: number
  readonly reachedFirstInMonth: number
}

export interface OperatorCounts {
  readonly operatorId: PersonId
  readonly displayName: string
  readonly counts: Counts
}

/** How a campaign's lists stand at the moment. */
export interface ListCounts {
  readonly campaignId: CampaignId
  readonly valid: number
  readonly started: number
  readonly finished: number
}

/** Everything that a report of a period is made of: counted from raw attempts and states, or by the database. */
export interface Measured {
  readonly attempts: readonly SlotCounts[]
  readonly times: readonly SlotCounts[]
  readonly results: readonly ResultCount[]
  readonly contacts: readonly ContactCounts[]
  readonly operators: readonly OperatorCounts[]
  readonly lists: readonly ListCounts[]
}
