import { type Duration, drawMs } from './duration.ts'
import type { EventQueue } from './event-queue.ts'
import { countDuration } from './histogram.ts'
import type { CallInResult } from './measures.ts'
import type { Operators } from './operators.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'

/** People who call in and queue for the same operators. */
export interface CallIns {
  waiting(): number
  serve(nowMs: number): boolean
}

interface CallInEvents {
  onArrival(atMs: number): void
  readonly wrapUp: Duration | undefined
}

/** Begins the arrivals of a day, at random moments; none when the scenario has no call-ins. */
export function startCallIns(
  { callIns, daySeconds }: Scenario,
  events: EventQueue,
  operators: Operators,
  random: Random,
  counted: CallInResult,
  { onArrival, wrapUp }: CallInEvents,
): CallIns {
  const queue: { readonly sinceMs: number; isGone: boolean }[] = []
  if (callIns === null || wrapUp === undefined) return { waiting: () => 0, serve: () => false }
  const { perHour, talk, patience } = callIns

  function scheduleNext(fromMs: number): void {
    const atMs = fromMs + (random.exponential() * 3_600_000) / perHour
    if (atMs >= daySeconds * 1_000) return
    const patienceMs = drawMs(patience, random)
    events.add(atMs, () => {
      const waiting = { sinceMs: atMs, isGone: false }
      queue.push(waiting)
      counted.arrived += 1
      onArrival(atMs)
      events.add(atMs + patienceMs, () => {
        if (waiting.isGone) return
        queue.splice(queue.indexOf(waiting), 1)
        waiting.isGone = true
        counted.gaveUp += 1
      })
      scheduleNext(atMs)
    })
  }
  scheduleNext(0)

  return {
    waiting: () => queue.length,
    serve(nowMs) {
      const first = queue[0]
      if (first === undefined) return false
      const operator = operators.take(nowMs)
      if (operator === undefined) return false
      queue.shift()
      first.isGone = true
      counted.served += 1
      countDuration(counted.waits, nowMs - first.sinceMs)
      const talkedAtMs = nowMs + drawMs(talk, random)
      const doneAtMs = talkedAtMs + drawMs(wrapUp, random)
      events.add(talkedAtMs, () => operators.wrapUp(operator, talkedAtMs))
      events.add(doneAtMs, () => operators.finish(operator, doneAtMs))
      return true
    },
  }
}
