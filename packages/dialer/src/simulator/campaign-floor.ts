import type { Observation, RingingLine } from '../predictive/floor-view.ts'
import type { EventQueue } from './event-queue.ts'
import { countDuration } from './histogram.ts'
import { type CampaignResult, countMinute } from './measures.ts'
import type { Operators } from './operators.ts'
import type { People } from './people.ts'

/** The lines and the people of one campaign. */
export interface CampaignFloor {
  readonly ringing: readonly RingingLine[]
  readonly today: { answered: number; abandoned: number }
  waiting(): number
  /** Since when the first in the queue waits; infinity when nobody does. */
  waitingSinceMs(): number
  /** Gives the first in the queue to a free operator, if there are both. */
  serve(nowMs: number): boolean
  launch(nowMs: number, count: number): void
  leadsLeft(): number
  /** What is expected of the next calls, on average; undefined where nothing is known. */
  expectedNext(nowMs: number): number | undefined
  /** The carrier is gone: what rings is lost. */
  lose(): void
  /** Hangs up so many of the lines that have rung for the shortest time, before anybody answers them. */
  hangUp(count: number): void
  /** Nothing rings and nobody waits. */
  isDone(): boolean
}

export interface CampaignFloorSettings {
  readonly people: People
  /** How many can be called, each once. */
  readonly leads: number
  readonly patienceMs: number
  readonly events: EventQueue
  readonly operators: Operators
  /** Shared by all campaigns. */
  readonly carrier: { usedLines: number }
  readonly counted: CampaignResult
  readonly onAnswer: (nowMs: number) => void
  readonly observe: (observation: Observation) => void
}

interface Line extends RingingLine {
  at: number
  isLost: boolean
  /** Answered, and it is not known yet by whom: no longer the carrier's to lose. */
  isJudged: boolean
}

interface Waiting {
  readonly sinceMs: number
  readonly isMachine: boolean
  isGone: boolean
}

export function createCampaignFloor(settings: CampaignFloorSettings): CampaignFloor {
  const { people, patienceMs, events, operators, carrier, counted, observe, onAnswer } = settings
  const ringing: Line[] = []
  const queue: Waiting[] = []
  const today = { answered: 0, abandoned: 0 }
  let { leads } = settings

  function drop(line: Line): void {
    const last = ringing.pop()
    if (last === undefined || last === line) return
    ringing[line.at] = last
    last.at = line.at
  }

  function dial(nowMs: number): void {
    const { isPerson, isMachine, ringMs, expectedRate } = people.dialled(nowMs)
    const line: Line = { sinceMs: nowMs, expectedRate, at: ringing.length, isLost: false, isJudged: false }
    ringing.push(line)
    counted.dialled += 1
    leads -= 1
    carrier.usedLines += 1
    const endsAtMs = nowMs + ringMs
    events.add(endsAtMs, () => {
      if (line.isLost) return
      if (isPerson || isMachine) return pickedUp(line, endsAtMs, isMachine)
      drop(line)
      fail(line, endsAtMs)
    })
  }

  function fail(line: Line, nowMs: number): void {
    counted.failed += 1
    carrier.usedLines -= 1
    observe({ kind: 'not_answered', atMs: nowMs, ...ofLine(line, nowMs) })
  }

  /**
   * A verdict comes late, and is sometimes wrong; until it is there, nobody is connected, and to the strategy the line rings
   * on: it may still need an operator.
   */
  function pickedUp(line: Line, answeredAtMs: number, isMachine: boolean): void {
    const verdict = people.verdict(isMachine)
    if (verdict === null) {
      drop(line)
      return answer(line, answeredAtMs, isMachine)
    }
    const { takesMs, isWrong } = verdict
    const atMs = answeredAtMs + takesMs
    line.isJudged = true
    events.add(atMs, () => {
      drop(line)
      if (isMachine === isWrong) return answer(line, atMs, isMachine)
      if (!isMachine) counted.hungUpAsMachine += 1
      else counted.failed += 1
      carrier.usedLines -= 1
      observe({ kind: 'not_answered', atMs, ...ofLine(line, atMs) })
    })
  }

  function answer(line: Line, nowMs: number, isMachine: boolean): void {
    counted.answered += 1
    today.answered += 1
    countMinute(counted.answeredByMinute, nowMs)
    observe({ kind: 'answered', atMs: nowMs, ...ofLine(line, nowMs) })
    const waiting: Waiting = { sinceMs: nowMs, isMachine, isGone: false }
    queue.push(waiting)
    onAnswer(nowMs)
    if (!waiting.isGone) events.add(nowMs + patienceMs, () => abandon(waiting, nowMs + patienceMs))
  }

  function abandon(waiting: Waiting, nowMs: number): void {
    if (waiting.isGone) return
    waiting.isGone = true
    queue.splice(queue.indexOf(waiting), 1)
    carrier.usedLines -= 1
    counted.abandoned += 1
    today.abandoned += 1
    countMinute(counted.abandonedByMinute, nowMs)
    observe({ kind: 'abandoned', atMs: nowMs })
  }

  function serve(nowMs: number): boolean {
    const first = queue[0]
    if (first === undefined) return false
    const operator = operators.take(nowMs)
    if (operator === undefined) return false
    queue.shift()
    first.isGone = true
    counted.connected += 1
    if (first.isMachine) counted.machinesHeard += 1
    countDuration(counted.waits, nowMs - first.sinceMs)
    observe({ kind: 'served', atMs: nowMs })
    const drawn = people.talk(first.isMachine)
    const { operator: name, pace } = operator
    const talkMs = drawn.talkMs * pace
    const wrapUpMs = drawn.wrapUpMs * pace
    counted.servedMs += talkMs + wrapUpMs
    events.add(nowMs + talkMs, () => {
      carrier.usedLines -= 1
      observe({ kind: 'talk_ended', atMs: nowMs + talkMs, talkMs, operator: name })
      operators.wrapUp(operator, nowMs + talkMs)
    })
    const doneAtMs = nowMs + talkMs + wrapUpMs
    events.add(doneAtMs, () => {
      observe({ kind: 'wrapped_up', atMs: doneAtMs, wrapUpMs, operator: name })
      operators.finish(operator, doneAtMs)
    })
    return true
  }

  return {
    ringing,
    today,
    waiting: () => queue.length,
    waitingSinceMs: () => queue[0]?.sinceMs ?? Number.POSITIVE_INFINITY,
    serve,
    launch(nowMs, count) {
      for (let begun = 0; begun < count; begun += 1) dial(nowMs)
    },
    leadsLeft: () => leads,
    expectedNext: (nowMs) => people.expectedNext?.(nowMs),
    lose() {
      for (const line of ringing.filter(({ isJudged }) => !isJudged)) {
        line.isLost = true
        drop(line)
        counted.lost += 1
        carrier.usedLines -= 1
      }
    },
    hangUp(count) {
      const mayEnd = ringing.filter(({ isJudged }) => !isJudged)
      for (const line of mayEnd.toSorted((one, other) => other.sinceMs - one.sinceMs).slice(0, count)) {
        line.isLost = true
        drop(line)
        counted.lost += 1
        carrier.usedLines -= 1
      }
    },
    isDone: () => ringing.length === 0 && queue.length === 0,
  }
}

function ofLine({ sinceMs, expectedRate }: RingingLine, endsAtMs: number) {
  return { ringMs: endsAtMs - sinceMs, expectedRate }
}
