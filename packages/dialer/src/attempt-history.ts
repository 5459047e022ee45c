import { defaultDisposition } from './default-dispositions.ts'
import type { RetryRule } from './retry-rule.ts'

/** One ended attempt at a person, as the attempts table has it. */
export interface AttemptRecord {
  /** When it was dialled, ms since 1970. */
  readonly atMs: number
  /** The code of its result. */
  readonly disposition: string
  /** The time the person asked to be called at, or null. */
  readonly askedAtMs: number | null
  /** The person called us: no try of ours that the limits count, and a talk like any other. */
  readonly isCallIn?: boolean
}

/** What is needed of a result to plan the next attempt. */
export interface ResultRule {
  readonly next: RetryRule
  readonly isCounted: boolean
}

/** Looks a result up by its code. Must know every code in a history. */
export type RuleOf = (disposition: string) => ResultRule

/**
 * Why an attempt was made: `regular`, in the rhythm of limits and bands; `repeat`, belonging to the attempt before;
 * `promised`, because the person asked for it.
 */
export type AttemptReason = 'regular' | 'repeat' | 'promised'

/** What the history of a person says about its limits. Everything derives from results, nothing is stored. */
export interface JudgedHistory {
  /** Why the attempt after the last one is made. */
  readonly nextReason: AttemptReason
  /**
   * Whether it may only be dialled with an operator reserved for it. Whoever was abandoned stays so until an operator has
   * talked to them: an unanswered try in between makes nobody less abandoned.
   */
  readonly nextIsOneToOne: boolean
  /** The rule that applies after the last attempt, its repeats and the asked time taken into account. */
  readonly rule: RetryRule
  /** Attempts that the limits count, oldest first. */
  readonly countedAtMs: readonly number[]
  /** When the person was last disturbed, or null; an attempt that is not counted disturbed nobody. */
  readonly lastDisturbedAtMs: number | null
}

/** @param history  oldest first, at least one attempt */
export function judgeHistory(history: readonly AttemptRecord[], ruleOf: RuleOf): JudgedHistory {
  const countedAtMs: number[] = []
  let lastDisturbedAtMs: number | null = null
  let reason: AttemptReason = 'regular'
  let isOneToOne = false
  let isAbandoned = false
  let rule: RetryRule = { kind: 'final' }
  let inARow = 0
  const inAll = new Map<string, number>()

  for (const [index, record] of history.entries()) {
    const { next, isCounted } = ruleOf(record.disposition)
    if (isCounted) {
      lastDisturbedAtMs = Math.max(record.atMs, lastDisturbedAtMs ?? 0)
      if (reason === 'regular' && record.isCallIn !== true) countedAtMs.push(record.atMs)
    }
    inARow = history[index - 1]?.disposition === record.disposition ? inARow + 1 : 1
    const times = (inAll.get(record.disposition) ?? 0) + 1
    inAll.set(record.disposition, times)
    rule = ruleAfter(next, inARow, times, record.askedAtMs !== null)
    const mustBeOneToOne = 'isOneToOne' in rule && rule.isOneToOne === true
    // What was not counted was our fault: the next attempt takes its place.
    if (isCounted) reason = reasonAfter(rule)
    isAbandoned = record.disposition === ABANDONED || (isAbandoned && isOfNetwork(record.disposition))
    isOneToOne = mustBeOneToOne || isAbandoned || (isOneToOne && !isCounted)
  }
  return { nextReason: reason, nextIsOneToOne: isOneToOne, rule, countedAtMs, lastDisturbedAtMs }
}

function ruleAfter(rule: RetryRule, inARow: number, inAll: number, hasAskedTime: boolean): RetryRule {
  if (rule.kind === 'asked') return hasAskedTime ? rule : ruleAfter(rule.otherwise, inARow, inAll, hasAskedTime)
  if (rule.kind !== 'wait' || rule.repeat === undefined) return rule
  const { atMost, counts, afterwards } = rule.repeat
  return (counts === 'in_a_row' ? inARow : inAll) <= atMost ? rule : afterwards
}

function reasonAfter(rule: RetryRule): AttemptReason {
  if (rule.kind === 'asked') return 'promised'
  return rule.kind === 'wait' && rule.repeat?.isSameAttempt === true ? 'repeat' : 'regular'
}

/** 放棄呼: a person answered and there was no operator. */
const ABANDONED = 'S08'

/** What the network said of an attempt; everything else was said by an operator who talked. */
function isOfNetwork(disposition: string): boolean {
  return defaultDisposition(disposition)?.class === 'system'
}
