import type { Clock } from './clock.ts'
import { timerHeap } from './timer-heap.ts'

/** A clock that stands still until it is moved. */
export interface VirtualClock extends Clock {
  /** Moves time forward, firing every timer that comes due at its own instant; returns how many fired. */
  advance(byMs: number): number
  /**
   * Like `advance`, and lets pending promises run after every instant at which a timer fired, so that
   * `await`ing code sees the time at which its timer was due. Use it when what is driven is asynchronous.
   */
  settle(byMs: number): Promise<number>
  /** How many timers wait. */
  pending(): number
}

/**
 * Virtual time.
 *
 * @param startMs  the first instant, milliseconds since 1970
 */
export function virtualClock(startMs: number): VirtualClock {
  const timers = timerHeap()
  let nowMs = startMs

  /** Fires the timers of the next instant up to `untilMs`; 0 when there is none. */
  function fireNextInstant(untilMs: number): number {
    const dueMs = timers.nextDueMs()
    if (dueMs === undefined || dueMs > untilMs) return 0
    nowMs = Math.max(nowMs, dueMs)
    let fired = 0
    for (let due = timers.takeDue(nowMs); due !== undefined; due = timers.takeDue(nowMs)) {
      fired += 1
      due.wake()
    }
    return fired
  }

  function advance(byMs: number): number {
    const untilMs = nowMs + byMs
    let total = 0
    for (let fired = fireNextInstant(untilMs); fired > 0; fired = fireNextInstant(untilMs)) total += fired
    nowMs = untilMs
    return total
  }

  async function settle(byMs: number): Promise<number> {
    const untilMs = nowMs + byMs
    let total = 0
    await nextTurn()
    for (let fired = fireNextInstant(untilMs); fired > 0; fired = fireNextInstant(untilMs)) {
      total += fired
      await nextTurn()
    }
    nowMs = untilMs
    return total
  }

  return {
    now: () => nowMs,
    setTimer: (delayMs, wake) => timers.add(nowMs + (delayMs > 0 ? Math.ceil(delayMs) : 0), wake),
    advance,
    settle,
    pending: () => timers.size(),
  }
}

/** Resolves after all promises that can settle now have settled. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
