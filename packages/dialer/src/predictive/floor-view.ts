import type { StopCode } from '../pacing.ts'

/**
 * One line that rings for nobody in particular: whoever is free when it is answered takes it. It stays one while it is not
 * known yet whether a person or a machine answered.
 */
export interface RingingLine {
  /** When its number was handed to the carrier. */
  readonly sinceMs: number
  /** The share of such calls, to such numbers at such hours, that people answered before; left out where nothing was counted. */
  readonly expectedRate?: number | undefined
}

/** What an operator of this campaign is doing. `away` is on a break or elsewhere, `reserved` is kept for a one-to-one call. */
export type SeatState = 'waiting' | 'talking' | 'wrapping_up' | 'reserved' | 'away'

export interface Seat {
  /** Whose seat it is, by any name, so that each is forecast by what is known of them; left out where nothing is. */
  readonly operator?: string
  readonly state: SeatState
  /** Since when it is in this state. */
  readonly sinceMs: number
  /** When a break or the end of the shift begins, as far as it is known; null for not today. A call in hand is finished. */
  readonly leavesAtMs: number | null
  /** Left to another campaign that comes first now: there for whoever rings already, not for one line more. */
  readonly isLeftToOthers?: boolean
}

/** What became of the day's live answers so far, counted from what is recorded, not from what a strategy remembers. */
export interface DayCount {
  /** Calls answered by a person, with those abandoned. */
  readonly answered: number
  /** Answered by a person, and no operator within two seconds. */
  readonly abandoned: number
}

/** Both accounts keep the same cap. The window ends with today, and holds today's calls, too. */
export interface Accounts {
  readonly today: DayCount
  /** The last thirty days, or since the campaign began. */
  readonly window: DayCount
}

/** What a predictive strategy sees of a campaign at one moment. Counts are whole and not negative; times are epoch or virtual ms. */
export interface FloorView extends Accounts {
  readonly nowMs: number
  readonly ringing: readonly RingingLine[]
  readonly seats: readonly Seat[]
  /** People who answered and wait for an operator. */
  readonly answeredWaiting: number
  /** People who called in and wait, to be served by the same operators. */
  readonly callInsWaiting: number
  /** Lines that other campaigns with the same operators have ringing, by what they may bring. */
  readonly rivals: readonly Rival[]
  /** Leads that are due now. */
  readonly dueLeads: number
  /** What is expected of the lines launched next, on average: as `RingingLine.expectedRate`. */
  readonly expectedRate?: number | undefined
  /** Call-backs and people once abandoned that are due now: dialled only one to one. */
  readonly dueOneToOne: number
  /** Lines that the carrier has left. */
  readonly freeLines: number
  /** Calls that the carrier takes at this moment (its calls a second). */
  readonly launchable: number
  readonly stop: StopCode | null
  /** When calling ends today, as far as it is known, and with it the day's account; null when it is not. */
  readonly endsAtMs: number | null
}

/** Ringing lines of another campaign whose answers go to the same operators. */
export interface Rival {
  readonly lines: readonly RingingLine[]
  /** The share of its calls that a person answers. */
  readonly answerRate: number
}

/** What the carrier or a desk told since the last decision: all that is learned from. Durations in ms. */
export type Observation =
  | {
      readonly kind: 'answered' | 'not_answered'
      readonly atMs: number
      readonly ringMs: number
      /** As of its line. */
      readonly expectedRate?: number | undefined
    }
  /** `operator` as of the seat. */
  | {
      readonly kind: 'talk_ended'
      readonly atMs: number
      readonly talkMs: number
      readonly operator?: string | undefined
    }
  | {
      readonly kind: 'wrapped_up'
      readonly atMs: number
      readonly wrapUpMs: number
      readonly operator?: string | undefined
    }
  | { readonly kind: 'served'; readonly atMs: number }
  | { readonly kind: 'abandoned'; readonly atMs: number }
  | { readonly kind: 'called_in'; readonly atMs: number }
