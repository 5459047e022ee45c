import type { FloorView } from '../predictive/floor-view.ts'
import type { StopCode } from '../pacing.ts'
import { createCampaignFloor } from './campaign-floor.ts'
import { createEventQueue } from './event-queue.ts'
import { noCalls } from './measures.ts'
import { createOperators, type Operator } from './operators.ts'
import type { People } from './people.ts'
import { beatMs, quietMs, type SimulatedPacer } from './simulate.ts'

/** What became of a twin floor since its beginning. Times of all operators together, in ms. */
export interface TwinFigures {
  readonly talkMs: number
  readonly wrapUpMs: number
  readonly waitingMs: number
  readonly dialled: number
  /** By people; a machine counts as one until an operator has heard it. */
  readonly answered: number
  readonly abandoned: number
  /** People who were connected to an operator. */
  readonly connected: number
}

/** What is known of a stretch of time before it is played. */
export interface TwinStretch {
  /** When who comes and goes, in the order of time. */
  readonly moves: readonly { readonly atMs: number; readonly operator: string; readonly isThere: boolean }[]
  /** How many calls the list has for it, from its beginning on. */
  readonly mostDialled: number
  readonly stop: StopCode | null
  /** When calling ends today, as far as it is known; null when it is not. */
  readonly endsAtMs: number | null
}

/** One campaign's floor that is played beside the real one, stretch by stretch. */
export interface TwinFloor {
  playUntil(untilMs: number, stretch: TwinStretch): void
  figures(): TwinFigures
}

export interface TwinSettings {
  readonly fromMs: number
  readonly patienceMs: number
  readonly people: People
  readonly pacer: SimulatedPacer
  /** Live answers of days before, which the strategy is held to with those of its own. */
  readonly window: { readonly answered: number; readonly abandoned: number }
}

type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] }
const many = 100_000
const uncounted = { busy: () => undefined, paid: () => undefined, idle: () => undefined }

/**
 * A floor in virtual time whose operators come and go as they are told, and which is played only as far as that is known. The
 * same people, moves and stretches give the same figures on every machine.
 */
export function createTwinFloor({ fromMs, patienceMs, people, pacer, window }: TwinSettings): TwinFloor {
  const events = createEventQueue()
  const operators = createOperators(0, uncounted, serve)
  const counted = noCalls(1)
  const floor = createCampaignFloor({
    ...{ people, leads: Number.POSITIVE_INFINITY, patienceMs, events, operators, counted, onAnswer: serve },
    carrier: { usedLines: 0 },
    observe: (observation) => pacer.observe?.(observation),
  })
  const seats = new Map<string, Operator>()
  const view: Changing<FloorView> = {
    ...{ nowMs: fromMs, ringing: floor.ringing, seats: operators.seats, answeredWaiting: 0, callInsWaiting: 0 },
    ...{ rivals: [], dueLeads: 0, dueOneToOne: 0, today: account(), window: account() },
    // more than any floor needs: the lines of a centre are shared by all of its campaigns
    ...{ freeLines: many, launchable: many, stop: null, endsAtMs: null },
  }
  let playedMs = fromMs
  let decidedAtMs = Number.NEGATIVE_INFINITY
  /** When the loop looks next. */
  let beatAtMs = fromMs
  /** Since it looked last. */
  let hasHappened = true
  let known: TwinStretch = { moves: [], mostDialled: 0, stop: null, endsAtMs: null }

  function account() {
    return { answered: counted.answered - counted.machinesHeard, abandoned: counted.abandoned }
  }

  function serve(nowMs: number): void {
    while (floor.serve(nowMs));
  }

  function move(operator: string, isThere: boolean, atMs: number): void {
    const seat = seats.get(operator) ?? operators.add()
    seats.set(operator, seat)
    if (isThere) return operators.come(seat, null, atMs)
    operators.leave(seat, atMs)
    // the call in hand is the last one, and the strategy knows it as the loop does
    if (seat.state !== 'away') seat.leavesAtMs = atMs
  }

  function decide(nowMs: number): void {
    view.nowMs = nowMs
    view.answeredWaiting = floor.waiting()
    view.today = account()
    view.window = {
      answered: window.answered + view.today.answered,
      abandoned: window.abandoned + view.today.abandoned,
    }
    view.dueLeads = Math.max(0, Math.min(many, known.mostDialled - counted.dialled))
    view.stop = known.stop
    view.endsAtMs = known.endsAtMs
    const launch = Math.min(pacer.launch(view), view.dueLeads)
    const surplus = pacer.surplus?.() ?? 0
    if (surplus > 0) floor.hangUp(surplus)
    floor.launch(nowMs, launch)
    decidedAtMs = nowMs
  }

  return {
    playUntil(untilMs, stretch) {
      known = stretch
      for (const { operator, isThere, ...told } of stretch.moves) {
        // told late: what was played is over
        const atMs = Math.max(told.atMs, playedMs)
        events.add(atMs, () => move(operator, isThere, atMs))
      }
      for (; beatAtMs < untilMs; beatAtMs += beatMs) {
        if (events.happenUntil(beatAtMs)) hasHappened = true
        if (hasHappened || beatAtMs - decidedAtMs >= quietMs) decide(beatAtMs)
        hasHappened = false
      }
      if (events.happenUntil(untilMs)) hasHappened = true
      playedMs = untilMs
    },
    figures() {
      const { talking, wrapping_up: wrapUpMs, waiting } = operators.spentMs(playedMs)
      const { dialled, connected, machinesHeard } = counted
      return {
        ...{ talkMs: talking, wrapUpMs, waitingMs: waiting, dialled, ...account() },
        connected: connected - machinesHeard,
      }
    },
  }
}
