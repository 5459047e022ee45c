import type { MeasuredCalls, MeasuredDurations } from '@sekisho/contract'
import type { Duration, Scenario } from '@sekisho/dialer'

/** What is changed of a floor before its day is played. */
export interface Changes {
  readonly operators: number
  readonly pacing: 'progressive' | 'predictive' | 'ratio'
  /** Of a ratio: lines for each ten free operators. */
  readonly linesPerTen: number
  /** In percent of what was measured: 100 leaves it. */
  readonly answerPercent: number
  readonly talkPercent: number
  readonly wrapUpPercent: number
}

/** A floor whose days can be played. */
export interface Floor {
  readonly scenario: Scenario
  readonly operators: number
  readonly pacing: Changes['pacing']
  readonly linesPerTen: number
  /** The share of a day's live answers that may be abandoned. */
  readonly cap: number
  /** How sure the measured answer rate is: its standard error, as a share of it. */
  readonly rateError: number
}

/** Fewer say little about tomorrow, and nothing about long talks. */
export const leastCalls = 100
export const leastTalks = 20
/** Longer days are played as their first hours: what is asked for are rates. */
const mostHours = 4
const hourSeconds = 3_600
/** A new hour is believed like the whole day until it has some calls of its own. */
const calmingCalls = 30
const highestRate = 0.95

const countOf = (durations: MeasuredDurations): number => durations.reduce((sum, { count }) => sum + count, 0)

export function isEnough({ calls, talk }: MeasuredCalls): boolean {
  return calls >= leastCalls && countOf(talk) >= leastTalks
}

/** Nothing changed. */
export function asItIs({ operators, mode, linesPerTenOperators }: MeasuredCalls): Changes {
  return {
    operators: Math.max(1, operators),
    pacing: mode === 'preview' ? 'progressive' : mode,
    linesPerTen: linesPerTenOperators,
    ...{ answerPercent: 100, talkPercent: 100, wrapUpPercent: 100 },
  }
}

export function floorOf(measured: MeasuredCalls, changes: Changes): Floor {
  const { calls, hours, ringToAnswer, ringToFailure, talk, wrapUp, abandonCapPercent } = measured
  const answered = hours.reduce((sum, hour) => sum + hour.answered, 0)
  const rate = answered / calls
  const dials = dialsLeft(measured, changes)
  const answerRate = ratesOf(measured, rate, changes.answerPercent / 100)
  return {
    scenario: {
      ...{ name: 'what-if', about: '', isMemoryless: false, patienceSeconds: 2, staff: [], callIns: null },
      daySeconds: playedSeconds(measured),
      // what is played is not its end
      endsAtSeconds: callingSeconds(measured),
      campaigns: [
        {
          answerRate,
          ringToAnswer: durationOf(ringToAnswer, 1),
          ringToFailure: durationOf(ringToFailure, 1),
          talk: durationOf(talk, changes.talkPercent / 100),
          wrapUp: durationOf(wrapUp, changes.wrapUpPercent / 100),
          leadsPerOperator: dials / changes.operators,
          // as the dialler, whoever paces this floor is told what each hour was like, and nothing of what is changed here
          list: { order: 'mixed', segments: [{ share: 1, answerRate, expectedRate: ratesOf(measured, rate, 1) }] },
          detection: null,
        },
      ],
      // more than any floor needs: the lines of a centre are its own to count
      carrier: { lines: 10_000, callsPerSecond: 100, outages: [] },
    },
    operators: changes.operators,
    ...{ pacing: changes.pacing, linesPerTen: changes.linesPerTen },
    cap: abandonCapPercent / 100,
    rateError: Math.sqrt((1 - rate) / Math.max(1, answered)),
  }
}

/** Calls until everybody who is left has been reached or has no tries any more. */
export function dialsLeft({ left, hours, calls }: MeasuredCalls, { answerPercent }: Changes): number {
  const answered = hours.reduce((sum, hour) => sum + hour.answered, 0)
  const rate = Math.min(highestRate, Math.max(0.001, (answered / calls) * (answerPercent / 100)))
  return Math.round(left.reduce((sum, { triesLeft, leads }) => sum + (leads * (1 - (1 - rate) ** triesLeft)) / rate, 0))
}

/** Of the next day on which calls are allowed, or as long as it goes on from now; null for no such day. */
function callingSeconds({ calling }: MeasuredCalls): number | null {
  return calling === null ? null : Math.max(900, Math.round((calling.until - calling.from) / 1_000))
}

/** As much of it as is played. */
function playedSeconds(measured: MeasuredCalls): number {
  return Math.min(mostHours * hourSeconds, callingSeconds(measured) ?? Number.POSITIVE_INFINITY)
}

/** Each hour as it was measured, drawn towards the whole day where it had few calls. */
function ratesOf(measured: MeasuredCalls, whole: number, factor: number): { fromSeconds: number; rate: number }[] {
  const beginsAt = measured.calling?.from ?? measured.madeAt
  const until = playedSeconds(measured)
  const steps: { fromSeconds: number; rate: number }[] = []
  for (let from = 0; from < until; from = nextHour(beginsAt, from)) {
    const hour = hourInJapan(beginsAt + from * 1_000)
    const { calls = 0, answered = 0 } = measured.hours.find((each) => each.hour === hour) ?? {}
    const rate = (answered + whole * calmingCalls) / (calls + calmingCalls)
    steps.push({ fromSeconds: from, rate: Math.min(highestRate, rate * factor) })
  }
  return steps
}

const japanOffsetMs = 9 * 3_600_000
const hourInJapan = (atMs: number): number => Math.floor((atMs + japanOffsetMs) / 3_600_000) % 24

function nextHour(beginsAt: number, fromSeconds: number): number {
  const intoHour = Math.floor(beginsAt / 1_000 + fromSeconds) % hourSeconds
  return fromSeconds + hourSeconds - intoHour
}

/** Within a class all durations are as likely. */
function durationOf(measured: MeasuredDurations, factor: number): Duration {
  if (measured.length === 0) return { kind: 'constant', seconds: 0 }
  const parts = measured.map(({ fromMs, untilMs, count }) => ({
    share: count,
    of: { kind: 'uniform', from: (fromMs / 1_000) * factor, to: (untilMs / 1_000) * factor } as const,
  }))
  return { kind: 'mixture', parts }
}
