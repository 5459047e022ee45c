import type { AttemptReason, AttemptRecord, JudgedHistory, RuleOf } from './attempt-history.ts'
import { judgeHistory } from './attempt-history.ts'
import { bandAt, bandsToTry, nextInBand } from './bands.ts'
import type { CallingRules } from './calling-hours.ts'
import { addBusinessDays, dayKindOf, nextCallableAt } from './calling-hours.ts'
import { dayOf, HOUR_MS, MINUTE_MS, requireInstant, startOfDay } from './japan-time.ts'
import type { HoldReason, WaitRule } from './retry-rule.ts'

/** How often one person may be tried. The names of a campaign's settings. */
export interface AttemptLimits {
  readonly maxAttempts: number
  readonly maxAttemptsPerDay: number
  readonly minHoursBetween: number
}

export const DEFAULT_LIMITS: AttemptLimits = { maxAttempts: 5, maxAttemptsPerDay: 2, minHoursBetween: 4 }

export interface NextDueInput {
  /** Ended attempts at the person, oldest first; at least one. The last one's result decides. */
  readonly history: readonly AttemptRecord[]
  readonly ruleOf: RuleOf
  readonly calling: CallingRules
  readonly limits: AttemptLimits
  /** Whether the contact has a usable number after the one dialled last. */
  readonly hasNextNumber: boolean
  readonly nowMs: number
}

export type NextDue =
  | {
      readonly kind: 'due'
      readonly dueAtMs: number
      readonly reason: AttemptReason
      /** Only with an operator reserved before it is dialled. */
      readonly isOneToOne: boolean
      readonly usesNextNumber: boolean
    }
  | { readonly kind: 'final'; readonly reason: FinalReason }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly dueAtMs: number | null }

/** `excluded`: taken off the list while the attempt went on, whatever came of it. */
export type FinalReason = 'result' | 'limit_reached' | 'no_number_left' | 'excluded'

/**
 * When a person is to be called again after an attempt, by the result's rule, the calling hours and the limits.
 *
 * Never before `nowMs`, never outside the calling hours, never beyond the limits; a promise is kept at the asked
 * time or at the first moment after it at which calls are allowed.
 *
 * @throws RangeError  for an empty history or a time that is none
 */
export function nextDue(input: NextDueInput): NextDue {
  requireInstant('nowMs', input.nowMs)
  if (input.history.length === 0) throw new RangeError('nothing was attempted yet')
  for (const record of input.history) {
    requireInstant('atMs', record.atMs)
    if (record.askedAtMs !== null) requireInstant('askedAtMs', record.askedAtMs)
  }
  // The clock may have jumped back since: an attempt of the future would otherwise block the person until then.
  const history = input.history.map((record) => ({ ...record, atMs: Math.min(record.atMs, input.nowMs) }))
  const judged = judgeHistory(history, input.ruleOf)
  return follow({ ...input, history }, judged)
}

function follow(input: NextDueInput, judged: JudgedHistory): NextDue {
  const { rule } = judged
  switch (rule.kind) {
    case 'final':
      return { kind: 'final', reason: 'result' }
    case 'hold':
      return { kind: 'hold', reason: rule.reason, dueAtMs: holdDueAt(rule.dueInBusinessDays, input) }
    case 'next_number':
      if (!input.hasNextNumber) return { kind: 'final', reason: 'no_number_left' }
      return place(input, judged, { earliestMs: input.nowMs, usesNextNumber: true, isGapExempt: true })
    case 'asked':
      return place(input, judged, { earliestMs: input.history.at(-1)?.askedAtMs ?? input.nowMs })
    case 'wait':
      return place(input, judged, {
        earliestMs: earliestAfter(rule, input),
        isGapExempt: rule.isGapExempt === true,
        isInOtherBand: rule.inOtherBand === true,
      })
  }
}

function holdDueAt(businessDays: number | undefined, { calling, nowMs }: NextDueInput): number | null {
  if (businessDays === undefined) return null
  return nextCallableAt(calling, startOfDay(addBusinessDays(calling, dayOf(nowMs), businessDays)))
}

function earliestAfter({ wait }: WaitRule, { calling, nowMs }: NextDueInput): number {
  if ('minutes' in wait) return nowMs + wait.minutes * MINUTE_MS
  if ('days' in wait) return startOfDay(dayOf(nowMs) + wait.days)
  return startOfDay(addBusinessDays(calling, dayOf(nowMs), wait.businessDays))
}

interface Placement {
  readonly earliestMs: number
  readonly usesNextNumber?: boolean
  readonly isGapExempt?: boolean
  readonly isInOtherBand?: boolean
}

function place(input: NextDueInput, judged: JudgedHistory, placement: Placement): NextDue {
  const { limits, calling, nowMs } = input
  const isRegular = judged.nextReason === 'regular'
  if (isRegular && judged.countedAtMs.length >= limits.maxAttempts) return { kind: 'final', reason: 'limit_reached' }
  let fromMs = Math.max(placement.earliestMs, nowMs)
  if (isRegular && placement.isGapExempt !== true && judged.lastDisturbedAtMs !== null) {
    fromMs = Math.max(fromMs, judged.lastDisturbedAtMs + limits.minHoursBetween * HOUR_MS)
  }
  if (isRegular) fromMs = afterFullDays(fromMs, judged.countedAtMs, limits.maxAttemptsPerDay)
  const dueAtMs =
    (placement.isInOtherBand === true ? inOtherBand(input, judged, fromMs) : null) ?? nextCallableAt(calling, fromMs)
  if (dueAtMs === null) return { kind: 'hold', reason: 'never_callable', dueAtMs: null }
  return {
    kind: 'due',
    dueAtMs,
    reason: judged.nextReason,
    isOneToOne: judged.nextIsOneToOne,
    usesNextNumber: placement.usesNextNumber === true,
  }
}

/** The instant itself, or the beginning of the next day when its day has seen its attempts. */
function afterFullDays(fromMs: number, countedAtMs: readonly number[], maxAttemptsPerDay: number): number {
  const day = dayOf(fromMs)
  const thatDay = countedAtMs.filter((atMs) => dayOf(atMs) === day).length
  // No attempt lies after now, hence the day after is never full, unless no day may see any.
  return thatDay >= maxAttemptsPerDay ? startOfDay(day + 1) : fromMs
}

/**
 * The first moment in another band than the last one's, bands tried least coming first. The last try of all goes to a
 * weekend or holiday when none has been made there.
 */
function inOtherBand({ history, calling, limits }: NextDueInput, judged: JudgedHistory, fromMs: number): number | null {
  const triedAtMs = history.map((record) => record.atMs)
  const lastAtMs = triedAtMs.at(-1)
  const lastBand = lastAtMs === undefined ? null : bandAt(lastAtMs)
  const isLastTry = judged.countedAtMs.length === limits.maxAttempts - 1
  if (isLastTry && !triedAtMs.some((atMs) => isDayOff(calling, atMs))) {
    const dayOffMs = nextInBand(calling, fromMs, (band, day) => day !== 'weekday' && band !== lastBand)
    if (dayOffMs !== null) return dayOffMs
  }
  for (const wanted of bandsToTry(triedAtMs)) {
    const atMs = wanted === lastBand ? null : nextInBand(calling, fromMs, (band) => band === wanted)
    if (atMs !== null) return atMs
  }
  return null
}

function isDayOff(calling: CallingRules, atMs: number): boolean {
  return dayKindOf(calling, dayOf(atMs)) !== 'weekday'
}
