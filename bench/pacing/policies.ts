import type { FloorView, SimulatedPacer } from '@sekisho/dialer'

/** Operators who wait, people who wait for one taken off. */
function freeSeats({ seats, answeredWaiting, callInsWaiting }: FloorView): number {
  let waiting = 0
  for (const { state } of seats) if (state === 'waiting') waiting += 1
  return waiting - answeredWaiting - callInsWaiting
}

function presentSeats({ seats }: FloorView): number {
  let present = 0
  for (const { state } of seats) if (state !== 'away') present += 1
  return present
}

function talkingSeats({ seats }: FloorView): number {
  let talking = 0
  for (const { state } of seats) if (state === 'talking') talking += 1
  return talking
}

function rivalLines({ rivals }: FloorView): number {
  return rivals.reduce((sum, { lines }) => sum + lines.length, 0)
}

/** One line for each free operator: the product's progressive pacing. */
export function progressive(): SimulatedPacer {
  return { launch: (view) => Math.max(0, freeSeats(view) - view.ringing.length - rivalLines(view)) }
}

/** How a fixed ratio counts. */
export interface Ratio {
  /** `staffed`: of all operators there, minus calls in progress; `free`: of the waiting ones, minus what rings. */
  readonly of: 'staffed' | 'free'
  readonly level: number
}

/**
 * A fixed number of lines for each operator, as supervisors set it by hand. Fractions of a line are given by turns (the
 * golden ratio spreads them evenly), so that small teams have ratios between whole lines, too.
 */
export function staticRatio({ of, level }: Ratio): SimulatedPacer {
  return {
    launch(view) {
      const ringing = view.ringing.length
      const turn = (view.today.answered * 0.618_033_988_749_895) % 1
      if (of === 'free') return Math.max(0, Math.floor(level * Math.max(0, freeSeats(view)) + turn) - ringing)
      const inProgress = ringing + view.answeredWaiting + talkingSeats(view)
      return Math.max(0, Math.floor(level * presentSeats(view) + turn) - inProgress)
    },
  }
}

/** Below 34 answers in a day a single abandoned call is more than 3 %: so long the product may not dial ahead, whatever it knows. */
const leastAnswers = 34

/** The same under the product's own rule: until 34 people have answered there is one line for each free operator. */
export function fromLeastAnswers(pacer: SimulatedPacer): SimulatedPacer {
  const first = progressive()
  return {
    launch: (view) => (view.today.answered < leastAnswers ? first : pacer).launch(view),
    observe: (observation) => pacer.observe?.(observation),
  }
}

export interface TaperedSettings {
  readonly maxLevel: number
  /** How strongly the level follows, 1 for as measured. */
  readonly intensity: number
  /** More (positive) or fewer (negative) operators who may wait. */
  readonly targetDifference: number
  /** Lines are counted for waiting operators only, and against what is not talking yet. */
  readonly isAvailableOnly: boolean
  readonly dropLimit: number
}

export const TAPERED_DEFAULT: TaperedSettings = {
  ...{ maxLevel: 3, intensity: 1, targetDifference: 0, isAvailableOnly: false, dropLimit: 0.03 },
}

const sampleMs = 1_000
const samples = 15
const adaptMs = 15_000
const dialMs = 2_500
const minuteMs = 60_000
/** The simulated day is that of a campaign which may call from 9 to 17 h. */
const beginsAtHour = 9
const latestCallAt = 1_700

/**
 * ADAPT_TAPERED of VICIdial, written anew after its description in words (AST_VDadapt.pl, AST_VDauto_dial.pl): samples
 * every second, a new level every 15 s, dialling every 2.5 s. Its own beats are rounded to this loop's.
 */
export function adaptTapered(settings: TaperedSettings): SimulatedPacer {
  const { maxLevel, intensity, targetDifference, isAvailableOnly, dropLimit } = settings
  let level = 1
  let sampledAtMs = Number.NEGATIVE_INFINITY
  let adaptedAtMs = 0
  let dialledAtMs = Number.NEGATIVE_INFINITY
  const ready: number[] = []
  const waiting: number[] = []
  const recent: { atMs: number; isDropped: boolean }[] = []

  function sample(view: FloorView): void {
    sampledAtMs = view.nowMs
    ready.push(Math.max(0, freeSeats(view)))
    waiting.push(view.answeredWaiting)
    if (ready.length > samples) ready.shift()
    if (waiting.length > samples) waiting.shift()
  }

  function adapt(view: FloorView): void {
    adaptedAtMs = view.nowMs
    const operators = presentSeats(view)
    if (operators === 0) return
    const change = ((mean(ready) - mean(waiting) + targetDifference) / operators) * intensity
    level = clamp(level * (1 + change), maxLevel)
    const last = recent.filter(({ atMs }) => atMs > view.nowMs - minuteMs)
    const dropped = last.filter(({ isDropped }) => isDropped).length
    if (last.length > 20 && dropped > last.length / 2) level = clamp(level / 2, maxLevel)
    const { answered, abandoned } = view.today
    if (answered > 50 && abandoned > dropLimit * answered)
      level = clamp(level * Math.min(1, (latestCallAt - hourMinute(view.nowMs)) / 1_000), maxLevel)
  }

  return {
    observe(observation) {
      if (observation.kind !== 'served' && observation.kind !== 'abandoned') return
      recent.push({ atMs: observation.atMs, isDropped: observation.kind === 'abandoned' })
      while ((recent[0]?.atMs ?? observation.atMs) < observation.atMs - minuteMs) recent.shift()
    },
    launch(view) {
      if (view.nowMs - sampledAtMs >= sampleMs) sample(view)
      if (view.nowMs - adaptedAtMs >= adaptMs) adapt(view)
      if (view.nowMs - dialledAtMs < dialMs) return 0
      dialledAtMs = view.nowMs
      const counted = isAvailableOnly ? Math.max(0, freeSeats(view)) : presentSeats(view)
      const inProgress = view.ringing.length + view.answeredWaiting + (isAvailableOnly ? 0 : talkingSeats(view))
      return Math.max(0, Math.round(level * counted) - inProgress)
    },
  }
}

function clamp(level: number, maxLevel: number): number {
  return Math.min(maxLevel, Math.max(1, level))
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function hourMinute(nowMs: number): number {
  const minutes = beginsAtHour * 60 + Math.floor(nowMs / minuteMs)
  return Math.floor(minutes / 60) * 100 + (minutes % 60)
}
