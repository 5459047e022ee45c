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

/** @param leads  of the whole list, each called once; infinity for a list that never changes */
export function createList({ segments, order }: ListScenario, leads: number, random: Random): List {
  const parts = segments.map((segment, index) => ({ segment, index, left: segment.share * leads }))
  const mix = createLaunchMix()
  type Part = (typeof parts)[number]

  /** In turn everybody comes as they are due, which is in the measure of those who are left. */
  function inTurn(there: readonly Part[]): Part | undefined {
    const weightOf = ({ left, segment }: Part) => (Number.isFinite(left) ? left : segment.share)
    let draw = random.next() * there.reduce((sum, part) => sum + weightOf(part), 0)
    return (
      there.find((part) => {
        draw -= weightOf(part)
        return draw < 0
      }) ?? there.at(-1)
    )
  }

  function likeliest(there: readonly Part[], nowMs: number): Part | undefined {
    const chanceOf = ({ segment }: Part) => expectedOf(segment, nowMs) ?? 0
    return there.toSorted((one, other) => chanceOf(other) - chanceOf(one))[0]
  }

  return {
    take(nowMs) {
      const there = parts.filter(({ left }) => left >= 0.5)
      const isByChance = order === 'likeliest' && lookFirst(random.next()) === 'likeliest'
      const part = isByChance ? likeliest(there, nowMs) : inTurn(there)
      if (part === undefined) return undefined
      part.left -= 1
      mix.launched(part.index)
      return part.segment
    },
    expectedNext: (nowMs) =>
      mix.expected((index) => {
        const part = parts[index]
        return part === undefined ? undefined : expectedOf(part.segment, nowMs)
      }),
  }
}
