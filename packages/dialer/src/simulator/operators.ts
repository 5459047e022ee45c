import type { Seat, SeatState } from '../predictive/floor-view.ts'
import type { Measures } from './measures.ts'

/** One operator; strategies see it as a seat. */
export interface Operator extends Seat {
  operator: string
  /** How long a talk or a wrap-up takes, times what it would take others. */
  pace: number
  state: SeatState
  sinceMs: number
  leavesAtMs: number | null
  isLeftToOthers: boolean
  /** Must leave as soon as its call is done. */
  isLeaving: boolean
  busySinceMs: number
}

export interface Operators {
  readonly seats: readonly Operator[]
  /** A seat more, whose operator is not there yet. */
  add(): Operator
  /** Begins to wait; whoever is there already stays. `leavesAtMs` is what strategies are told of it. */
  come(operator: Operator, leavesAtMs: number | null, nowMs: number): void
  /** Leaves now, or when the call in hand is done. */
  leave(operator: Operator, nowMs: number): void
  /** The one who has waited longest, or undefined. It is taken: it talks from now on. */
  take(nowMs: number): Operator | undefined
  wrapUp(operator: Operator, nowMs: number): void
  /** A call is done: the operator leaves if it must, else waits. */
  finish(operator: Operator, nowMs: number): void
  /** What the next strategy to look is told of everybody: set in the seats themselves, which it sees at each look. */
  leaveToOthers(isLeft: boolean): void
  /** Everybody still there is paid until now. */
  close(nowMs: number): void
  /** How long all operators together were in each state until now. */
  spentMs(nowMs: number): Readonly<Record<SeatState, number>>
}

/** In one piece: seats are looked at more often than anything else, and objects put together from parts cost twice as much. */
function notThereYet(operator: string): Operator {
  return {
    operator,
    state: 'away',
    sinceMs: 0,
    leavesAtMs: null,
    isLeftToOthers: false,
    isLeaving: false,
    busySinceMs: 0,
    pace: 1,
  }
}

/** Operators who come and go as they are told; `onFree` is told whenever one begins to wait. */
export function createOperators(
  count: number,
  measures: Pick<Measures, 'busy' | 'paid' | 'idle'>,
  onFree: (nowMs: number) => void,
): Operators {
  const seats = Array.from({ length: count }, (_, index) => notThereYet(String(index)))
  const waiting: Operator[] = []
  const spent: Record<SeatState, number> = { waiting: 0, talking: 0, wrapping_up: 0, reserved: 0, away: 0 }

  function enter(operator: Operator, state: SeatState, nowMs: number): void {
    spent[operator.state] += nowMs - operator.sinceMs
    operator.state = state
    operator.sinceMs = nowMs
  }

  function come(operator: Operator, leavesAtMs: number | null, nowMs: number): void {
    operator.leavesAtMs = leavesAtMs
    operator.isLeaving = false
    if (operator.state !== 'away') return
    enter(operator, 'waiting', nowMs)
    waiting.push(operator)
    onFree(nowMs)
  }

  function leave(operator: Operator, nowMs: number): void {
    if (operator.state === 'away') return
    operator.isLeaving = true
    if (operator.state !== 'waiting') return
    measures.paid(operator.sinceMs, nowMs)
    waiting.splice(waiting.indexOf(operator), 1)
    enter(operator, 'away', nowMs)
  }

  return {
    seats,
    ...{ come, leave },
    add() {
      const operator = notThereYet(String(seats.length))
      seats.push(operator)
      return operator
    },
    take(nowMs) {
      const operator = waiting.shift()
      if (operator === undefined) return undefined
      measures.paid(operator.sinceMs, nowMs)
      measures.idle(nowMs - operator.sinceMs)
      operator.busySinceMs = nowMs
      enter(operator, 'talking', nowMs)
      return operator
    },
    wrapUp: (operator, nowMs) => enter(operator, 'wrapping_up', nowMs),
    finish(operator, nowMs) {
      measures.busy(operator.busySinceMs, nowMs)
      measures.paid(operator.busySinceMs, nowMs)
      enter(operator, operator.isLeaving ? 'away' : 'waiting', nowMs)
      if (operator.isLeaving) return
      waiting.push(operator)
      onFree(nowMs)
    },
    leaveToOthers(isLeft) {
      for (const seat of seats) seat.isLeftToOthers = isLeft
    },
    close(nowMs) {
      for (const { state, sinceMs, busySinceMs } of seats) {
        if (state === 'waiting') measures.paid(sinceMs, nowMs)
        if (state !== 'talking' && state !== 'wrapping_up') continue
        measures.busy(busySinceMs, nowMs)
        measures.paid(busySinceMs, nowMs)
      }
    },
    spentMs(nowMs) {
      const sum = { ...spent }
      for (const { state, sinceMs } of seats) sum[state] += nowMs - sinceMs
      return sum
    },
  }
}
