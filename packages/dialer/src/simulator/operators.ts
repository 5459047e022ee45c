import type { Seat, SeatState } from '../predictive/floor-view.ts'
import type { EventQueue } from './event-queue.ts'
import type { Measures } from './measures.ts'
import type { Scenario, StaffGroup } from './scenario.ts'

/** One operator; strategies see it as a seat. */
export interface Operator extends Seat {
  state: SeatState
  sinceMs: number
  leavesAtMs: number | null
  /** Must leave as soon as its call is done. */
  isLeaving: boolean
  busySinceMs: number
}

export interface Operators {
  readonly seats: readonly Operator[]
  /** The one who has waited longest, or undefined. It is taken: it talks from now on. */
  take(nowMs: number): Operator | undefined
  wrapUp(operator: Operator, nowMs: number): void
  /** A call is done: the operator leaves if it must, else waits. */
  finish(operator: Operator, nowMs: number): void
  /** Everybody still there is paid until now. */
  close(nowMs: number): void
}

const everybody: StaffGroup = {
  ...{ share: 1, fromSeconds: 0, untilSeconds: Number.POSITIVE_INFINITY, breaks: [], isAnnounced: true },
}

/** The operators of a scenario, who come and go by its staff groups; `onFree` is told whenever one begins to wait. */
export function createOperators(
  scenario: Scenario,
  count: number,
  events: EventQueue,
  measures: Measures,
  onFree: (nowMs: number) => void,
): Operators {
  const seats = Array.from(
    { length: count },
    (): Operator => ({ state: 'away', sinceMs: 0, leavesAtMs: null, isLeaving: false, busySinceMs: 0 }),
  )
  const waiting: Operator[] = []

  function enter(operator: Operator, state: SeatState, nowMs: number): void {
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

  function schedule(operator: Operator, group: StaffGroup): void {
    for (const [from, until] of presences(group, scenario.daySeconds)) {
      const endMs = until >= scenario.daySeconds ? null : until * 1_000
      events.add(from * 1_000, () => come(operator, group.isAnnounced ? endMs : null, from * 1_000))
      if (endMs !== null) events.add(endMs, () => leave(operator, endMs))
    }
  }

  const groups = scenario.staff.length === 0 ? [everybody] : scenario.staff
  for (const [index, operator] of seats.entries()) schedule(operator, groupOf(groups, (index + 0.5) / count))

  return {
    seats,
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
    close(nowMs) {
      for (const { state, sinceMs, busySinceMs } of seats) {
        if (state === 'waiting') measures.paid(sinceMs, nowMs)
        if (state !== 'talking' && state !== 'wrapping_up') continue
        measures.busy(busySinceMs, nowMs)
        measures.paid(busySinceMs, nowMs)
      }
    },
  }
}

/** From when to when somebody of a group is there, in seconds; breaks lie between. */
function presences(group: StaffGroup, daySeconds: number): [number, number][] {
  const found: [number, number][] = []
  let from = group.fromSeconds
  const breaks = [...group.breaks].sort((left, right) => left.fromSeconds - right.fromSeconds)
  for (const { fromSeconds, seconds } of breaks) {
    if (fromSeconds > from) found.push([from, fromSeconds])
    from = Math.max(from, fromSeconds + seconds)
  }
  const until = Math.min(group.untilSeconds, daySeconds)
  if (until > from) found.push([from, until])
  return found
}

function groupOf(groups: readonly StaffGroup[], at: number): StaffGroup {
  let left = at * groups.reduce((sum, { share }) => sum + share, 0)
  for (const group of groups) {
    left -= group.share
    if (left < 0) return group
  }
  return groups.at(-1) ?? everybody
}
