import type { CampaignId, FigureRules } from '@sekisho/contract'
import { addCounts, type Counts, NO_COUNTS } from './counts.ts'
import { classOf } from './figure-rules.ts'

/** Ended attempts of one campaign, dialled in one half hour of one day, with one result: what a table holds of them. */
export interface AttemptCell {
  readonly campaignId: CampaignId
  /** Since 1970, in Japan. */
  readonly day: number
  readonly slot: number
  readonly disposition: string
  readonly attempts: number
  readonly answered: number
  readonly talks: number
  readonly talkMs: number
  readonly wrapUpMs: number
  /** Attempts before which the contact had not been dialled on that day, in that month, ever. */
  readonly firstOfDay: number
  readonly firstOfMonth: number
  readonly firstEver: number
}

/** Time of operators of one campaign in one state, within one half hour. */
export interface TimeCell {
  readonly campaignId: CampaignId
  readonly day: number
  readonly slot: number
  readonly state: string
  readonly awayReason: string | null
  readonly ms: number
}

/** Whether a result is a success in a campaign, by its settings. */
export type IsSuccess = (campaignId: CampaignId, disposition: string) => boolean

/** What one cell of attempts adds to every count. `contacts_tried` is left at 0: it depends on the period. */
export function countsOfAttempts(
  cell: Omit<AttemptCell, 'day' | 'slot' | 'firstOfDay' | 'firstOfMonth' | 'firstEver'>,
  rules: FigureRules,
  isSuccess: IsSuccess,
): Counts {
  const { disposition, attempts, answered, talks, talkMs, wrapUpMs } = cell
  const { isDialled, isMachine, isAbandoned, isContact, isPerson } = classOf(disposition, rules)
  const isDone =
    rules.success === 'campaign' ? isSuccess(cell.campaignId, disposition) : rules.success.includes(disposition)
  return {
    ...NO_COUNTS,
    dialled: isDialled ? attempts : 0,
    answered: isDialled ? answered : 0,
    answered_by_person: isDialled && !isMachine ? answered : 0,
    abandoned: isAbandoned ? attempts : 0,
    talks,
    conversations: isContact ? attempts : 0,
    persons: isPerson ? attempts : 0,
    successes: isDone ? attempts : 0,
    talk_ms: talkMs,
    wrap_up_ms: wrapUpMs,
    handling_ms: talkMs + wrapUpMs,
  }
}

const occupied = ['previewing', 'connected', 'wrap_up']
const waiting = ['available', 'reserved']

/** What time in a state adds to every count; time in which nobody sits there adds nothing. */
export function countsOfTime(
  { state, awayReason, ms }: Pick<TimeCell, 'state' | 'awayReason' | 'ms'>,
  rules: FigureRules,
): Counts {
  const occupiedMs = occupied.includes(state) ? ms : 0
  const waitingMs = waiting.includes(state) ? ms : 0
  const isWorked = !rules.notWorked.some((reason) => reason === awayReason)
  const awayMs = state === 'away' && isWorked ? ms : 0
  return {
    ...NO_COUNTS,
    occupied_ms: occupiedMs,
    waiting_ms: waitingMs,
    productive_ms: occupiedMs + waitingMs,
    working_ms: occupiedMs + waitingMs + awayMs,
  }
}

export function sumOf<Item>(items: readonly Item[], counts: (item: Item) => Counts): Counts {
  return items.reduce((sum, item) => addCounts(sum, counts(item)), NO_COUNTS)
}
