import { createLaunchMix } from '../predictive/launch-mix.ts'
import { lookFirst } from '../reach/index.ts'
import type { Random } from './random.ts'
import { answerRateAt, type ListScenario, type SegmentScenario } from './scenario.ts'

/** Who of a list is called next. */
export interface List {
  /** Takes one off; undefined where nobody is left. */
  take(nowMs: number): SegmentScenario | undefined
  /** What is expected of the next calls, on average; undefined where nothing is told. */
  expectedNext(nowMs: number): number | undefined
}

/** What a strategy is told of a segment; undefined for nothing. */
export function expectedOf({ expectedRate }: SegmentScenario, nowMs: number): number | undefined {
  return expectedRate === null ? undefined : answerRateAt(expectedRate, nowMs / 1_000)
}

interface Part {
  readonly segment: SegmentScenario
  readonly index: number
  left: number
}

/** @param leads  of the whole list, each called once; infinity for a list that never changes */
export function createList({ segments, order }: ListScenario, leads: number, random: Random): List {
  const parts = segments.map((segment, index): Part => ({ segment, index, left: segment.share * leads }))
  const mix = createLaunchMix()
  const expectedAt = (index: number, nowMs: number): number | undefined => {
    const part = parts[index]
    return part === undefined ? undefined : expectedOf(part.segment, nowMs)
  }

  // loops without functions of their own: a day of fifty operators calls twenty thousand people

  /** In turn everybody comes as they are due, which is in the measure of those who are left. */
  function inTurn(): Part | undefined {
    let total = 0
    for (const part of parts) total += weightOf(part)
    let draw = random.next() * total
    let last: Part | undefined
    for (const part of parts) {
      const weight = weightOf(part)
      if (weight === 0) continue
      last = part
      draw -= weight
      if (draw < 0) return part
    }
    return last
  }

  function likeliest(nowMs: number): Part | undefined {
    let first: Part | undefined
    let highest = Number.NEGATIVE_INFINITY
    for (const part of parts) {
      const chance = expectedOf(part.segment, nowMs) ?? 0
      if (part.left < leastLeft || chance <= highest) continue
      first = part
      highest = chance
    }
    return first
  }

  return {
    take(nowMs) {
      const isByChance = order === 'likeliest' && lookFirst(random.next()) === 'likeliest'
      const part = isByChance ? likeliest(nowMs) : inTurn()
      if (part === undefined) return undefined
      part.left -= 1
      mix.launched(part.index)
      return part.segment
    },
    expectedNext: (nowMs) => mix.expected((index) => expectedAt(index, nowMs)),
  }
}

/** Shares of a list are no whole numbers of people. */
const leastLeft = 0.5

function weightOf({ left, segment }: Part): number {
  if (left < leastLeft) return 0
  return Number.isFinite(left) ? left : segment.share
}
