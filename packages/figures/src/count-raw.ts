import type { CampaignId, FigureRules, PersonId } from '@sekisho/contract'
import { callDurations, dayOf, startOfDay } from '@sekisho/dialer'
import { countsOfAttempts, countsOfTime, type IsSuccess } from './cells.ts'
import { addCounts, type Counts } from './counts.ts'
import { type Period, SLOT_MS, slotOf } from './days.ts'
import { classOf } from './figure-rules.ts'
import type { ContactCounts, Measured, ResultCount, SlotCounts } from './measured.ts'

/** One ended attempt as the attempts table has it. Instants are milliseconds since 1970, null for what did not happen. */
export interface RawAttempt {
  readonly campaignId: CampaignId
  readonly leadId: string
  readonly attemptId: string
  readonly operatorId: PersonId | null
  readonly disposition: string
  readonly intendedAtMs: number
  readonly answeredAtMs: number | null
  readonly connectedAtMs: number | null
  readonly hungUpAtMs: number | null
  readonly endedAtMs: number
}

/** One stretch of time that an operator was in one state. */
export interface RawSpan {
  readonly campaignId: CampaignId
  readonly operatorId: PersonId
  readonly state: string
  readonly awayReason: string | null
  readonly fromMs: number
  readonly untilMs: number
}

export interface RawInput {
  /** All that belong to the campaigns, also those before the period. */
  readonly attempts: readonly RawAttempt[]
  readonly spans: readonly RawSpan[]
  readonly period: Period
  readonly rules: FigureRules
  readonly isSuccess: IsSuccess
}

/**
 * Counts a period from raw attempts and states, one by one. What the database counts at size is held against this.
 * Lists and the names of operators are not in attempts: they come from elsewhere.
 */
export function countRaw(input: RawInput): Omit<Measured, 'lists' | 'operators'> & {
  readonly operators: ReadonlyMap<PersonId, Counts>
} {
  const { period } = input
  const attempts = input.attempts.filter(({ intendedAtMs }) => isIn(period, dayOf(intendedAtMs)))
  const pieces = input.spans.flatMap((span) => piecesOf(span)).filter(({ day }) => isIn(period, day))
  const ofAttempt = (attempt: RawAttempt) => countsOfAttempts(cellOf(attempt), input.rules, input.isSuccess)
  const bySlot = new Map<string, SlotCounts>()
  const timesBySlot = new Map<string, SlotCounts>()
  const byOperator = new Map<PersonId, Counts>()
  const byResult = new Map<string, ResultCount>()
  for (const attempt of attempts) {
    const { campaignId, operatorId, disposition, intendedAtMs } = attempt
    const counts = ofAttempt(attempt)
    const place = { campaignId, day: dayOf(intendedAtMs), slot: slotOf(intendedAtMs) }
    addTo(bySlot, place, counts)
    if (operatorId !== null) byOperator.set(operatorId, added(byOperator.get(operatorId), counts))
    const key = `${campaignId} ${place.day} ${disposition}`
    const known = byResult.get(key)?.attempts ?? 0
    byResult.set(key, { campaignId, day: place.day, disposition, attempts: known + 1 })
  }
  for (const { operatorId, campaignId, day, slot, ...time } of pieces) {
    const counts = countsOfTime(time, input.rules)
    addTo(timesBySlot, { campaignId, day, slot }, counts)
    byOperator.set(operatorId, added(byOperator.get(operatorId), counts))
  }
  return {
    attempts: [...bySlot.values()],
    times: [...timesBySlot.values()],
    results: [...byResult.values()],
    contacts: contactsOf(input),
    operators: byOperator,
  }
}

const isIn = ({ fromDay, untilDay }: Period, day: number): boolean => day >= fromDay && day < untilDay
const added = (sum: Counts | undefined, counts: Counts): Counts => (sum === undefined ? counts : addCounts(sum, counts))

function cellOf(attempt: RawAttempt) {
  const { campaignId, disposition, answeredAtMs, connectedAtMs } = attempt
  const { talkMs, wrapUpMs } = callDurations({ ...attempt, ringingAtMs: null })
  return {
    ...{ campaignId, disposition, attempts: 1, talkMs, wrapUpMs },
    answered: answeredAtMs === null ? 0 : 1,
    talks: connectedAtMs === null ? 0 : 1,
  }
}

function addTo(sums: Map<string, SlotCounts>, place: Omit<SlotCounts, 'counts'>, counts: Counts): void {
  const key = `${place.campaignId} ${place.day} ${place.slot}`
  sums.set(key, { ...place, counts: added(sums.get(key)?.counts, counts) })
}

/** A stretch of time cut at every half hour; time in which nobody sat there is none. */
function piecesOf({ fromMs, untilMs, ...rest }: RawSpan) {
  const pieces = []
  for (let atMs = fromMs; atMs < untilMs; ) {
    const [day, slot] = [dayOf(atMs), slotOf(atMs)]
    const endMs = Math.min(untilMs, startOfDay(day) + (slot + 1) * SLOT_MS)
    pieces.push({ ...rest, day, slot, ms: endMs - atMs })
    atMs = endMs
  }
  return pieces
}

function contactsOf({ attempts, period, rules }: RawInput): ContactCounts[] {
  const days = new Map<string, { campaignId: CampaignId; day: number; sets: Set<string>[] }>()
  const seen = new Set<string>()
  const isFirst = (key: string): boolean => !seen.has(key) && seen.add(key) !== undefined
  const inOrder = [...attempts].sort(
    (left, right) => left.intendedAtMs - right.intendedAtMs || (left.attemptId < right.attemptId ? -1 : 1),
  )
  for (const { campaignId, leadId, disposition, intendedAtMs } of inOrder) {
    const day = dayOf(intendedAtMs)
    const month = new Date(day * 86_400_000).toISOString().slice(0, 7)
    const { isPerson } = classOf(disposition, rules)
    const firsts = [
      isFirst(`tried ${day} ${leadId}`),
      isPerson && isFirst(`reached ${day} ${leadId}`),
      isFirst(`tried ${month} ${leadId}`),
      isPerson && isFirst(`reached ${month} ${leadId}`),
    ]
    if (!isIn(period, day)) continue
    const key = `${campaignId} ${day}`
    const entry = days.get(key) ?? { campaignId, day, sets: firsts.map(() => new Set<string>()) }
    firsts.forEach((first, index) => first && entry.sets[index]?.add(leadId))
    days.set(key, entry)
  }
  return [...days.values()].map(({ campaignId, day, sets }) => {
    const [tried = 0, reached = 0, triedFirstInMonth = 0, reachedFirstInMonth = 0] = sets.map(({ size }) => size)
    return { campaignId, day, tried, reached, triedFirstInMonth, reachedFirstInMonth }
  })
}
