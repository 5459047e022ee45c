import type { CallInCounts, CampaignId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { callInLines } from './call-in-lines.ts'
import { addCallIns, callInFigure, callInWords, countCallIns, NO_CALL_INS, type RawCallIn } from './call-ins.ts'
import { dayOfDate } from './days.ts'
import { DEFAULT_LAYOUT } from './default-layout.ts'
import { DEFAULT_FIGURE_RULES } from './figure-rules.ts'

const rules = DEFAULT_FIGURE_RULES
const tenMs = Date.parse('2026-11-24T10:00:00+09:00')
const callIn = (outcome: RawCallIn['outcome'], waitedMs: number, more: Partial<RawCallIn> = {}): RawCallIn => ({
  ...{ campaignId: 'campaign-1' as CampaignId, outcome, arrivedAtMs: tenMs, endedAtMs: tenMs + waitedMs },
  ...{ disposition: null, ...more },
})
const total = (raw: RawCallIn[], by = rules): CallInCounts =>
  countCallIns(raw, by, (_, code) => code === '11').reduce((sum, { counts }) => addCallIns(sum, counts), NO_CALL_INS)

describe('figures of call-ins', () => {
  const some = [
    callIn('answered', 3_000, { disposition: '11' }),
    callIn('answered', 20_000, { disposition: '31' }),
    callIn('answered', 20_001, { disposition: '33' }),
    callIn('rang_off', 40_000),
    callIn('unknown_caller', 900),
    callIn('outside_hours', 900),
    callIn('calling_stopped', 900),
  ]

  it('are rates of those who could be answered', () => {
    const counts = total(some)
    expect(counts).toEqual({
      ...{ arrived: 5, answered: 3, answeredInTime: 2, abandoned: 1, unknown: 1, interrupted: 0, notTaken: 2 },
      ...{ refusals: 2, successes: 1, answerWaitMs: 43_001 },
    })
    expect(callInFigure('answerRate', counts, rules)).toBe(3 / 5)
    expect(callInFigure('serviceLevel', counts, rules)).toBe(2 / 5)
    expect(callInFigure('averageWait', counts, rules)).toBe(43_001 / 3)
  })

  it('are what the client says they are, and their definitions say so', () => {
    const own = {
      ...rules,
      callIns: {
        ...{ inTimeSeconds: 10, refusal: ['31'] },
        ...{ answerRateOf: 'could_be_answered' as const, serviceLevelOf: 'answered' as const },
      },
    }
    const counts = total(some, own)
    expect(counts).toMatchObject({ answeredInTime: 1, refusals: 1 })
    expect(callInFigure('answerRate', counts, own)).toBe(3 / 4)
    expect(callInFigure('serviceLevel', counts, own)).toBe(1 / 3)
    expect(callInWords('answeredInTime', own).name.ja).toBe('10秒以内')
    expect(callInWords('answerRate', own).definition.ja).toContain('該当者なしを除く')
    expect(callInWords('serviceLevel', rules).definition.ja).toContain('発信の数には含みません')
  })

  it('add up: whoever arrived was answered, rang off, was unknown or was cut off', () => {
    const outcomes = ['answered', 'rang_off', 'unknown_caller', 'interrupted', 'outside_hours'] as const
    const raw = Array.from({ length: 200 }, (_, index) =>
      callIn(outcomes[index % outcomes.length] ?? 'answered', index),
    )
    const { arrived, answered, abandoned, unknown, interrupted, notTaken } = total(raw)
    expect(answered + abandoned + unknown + interrupted).toBe(arrived)
    expect(arrived + notTaken).toBe(raw.length)
  })

  it('say nothing where nobody called, and take a clock that was set back for no wait', () => {
    for (const key of ['answerRate', 'serviceLevel', 'averageWait'] as const)
      expect(callInFigure(key, NO_CALL_INS, rules)).toBeNull()
    expect(total([callIn('answered', -5_000)])).toMatchObject({ answered: 1, answeredInTime: 1, answerWaitMs: 0 })
  })

  it('count a result only of who was answered: an outcome that was changed behind the product’s back adds none', () => {
    expect(total([callIn('rang_off', 5_000, { disposition: '31' })])).toMatchObject({ refusals: 0, abandoned: 1 })
  })
})

describe('the section of call-ins', () => {
  const day = dayOfDate('2026-11-24')
  const at = (clock: string, outcome: RawCallIn['outcome'] = 'answered', disposition = '12'): RawCallIn => {
    const arrivedAtMs = Date.parse(`2026-11-24T${clock}:00+09:00`)
    return callIn(outcome, 0, { arrivedAtMs, endedAtMs: arrivedAtMs + 5_000, disposition })
  }
  const linesOf = (raw: RawCallIn[], atLeast = 3) => {
    const own = { ...rules, smallCells: { ...rules.smallCells, atLeast } }
    const layout = {
      ...DEFAULT_LAYOUT,
      callInColumns: [
        { measure: 'arrived' as const, heading: '着信' },
        { measure: 'refusals' as const, heading: '' },
      ],
    }
    const period = { fromDay: day, untilDay: day + 1 }
    return callInLines({ callIns: countCallIns(raw, own), period, layout, rules: own })
  }
  const valuesOf = (raw: RawCallIn[], atLeast?: number) =>
    linesOf(raw, atLeast).bands.map(({ values: [arrived, refusals] }) => [arrived, refusals])

  it('has the columns of the client, and its bands add up to its total', () => {
    const raw = [at('09:10'), at('09:40'), at('10:10'), at('13:10'), at('13:20'), at('13:25', 'rang_off'), at('21:10')]
    const { columns, total: sum, bands, days } = linesOf(raw)
    expect(columns.map(({ heading }) => heading.ja)).toEqual(['着信', 'お断り受付'])
    expect(sum.values).toEqual([7, 0])
    expect(bands.reduce((all, { values: [arrived] }) => all + (arrived ?? 0), 0)).toBe(7)
    expect(days.map(({ key }) => key)).toEqual(['2026-11-24'])
  })

  it('shows no half hour in which few called by itself: one refusal at noon stands with its neighbours', () => {
    const morning = ['09:00', '09:05', '09:10'].map((clock) => at(clock))
    const raw = [...morning, at('12:10', 'answered', '31')]
    expect(valuesOf(raw, 1)).toEqual([
      [3, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ])
    expect(valuesOf(raw)).toEqual([
      [4, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})
