import type { MeasureKey, ReportLayout } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRaw, type RawAttempt, type RawSpan } from './count-raw.ts'
import { dateOfDay, dayOfDate, periodOf } from './days.ts'
import { DEFAULT_LAYOUT } from './default-layout.ts'
import { DEFAULT_FIGURE_RULES } from './figure-rules.ts'
import { reportColumns, reportLines } from './report-lines.ts'
import { CAMPAIGNS, NIGHT_OF_MONTH_END_MS, OPERATORS, rawAttempt, rawSpan } from './test-raw.ts'

const rules = DEFAULT_FIGURE_RULES
const additive: MeasureKey[] = ['dialled', 'answered', 'conversations', 'persons', 'successes', 'talk_ms', 'working_ms']
const layout: ReportLayout = {
  ...DEFAULT_LAYOUT,
  columns: [...additive, 'contacts_tried' as const].map((measure) => ({ measure, heading: '' })),
}
const known = { offers: () => true, isSuccess: (code: string) => code === '11' }

function report(
  attempts: readonly RawAttempt[],
  spans: readonly RawSpan[],
  kind: 'daily' | 'monthly',
  date: string,
  own: ReportLayout = layout,
) {
  const period = periodOf(kind, date)
  const counted = countRaw({ attempts, spans, period, rules, isSuccess: (_, code) => code === '11' })
  const operators = [...counted.operators].map(([operatorId, counts]) => ({
    operatorId,
    displayName: operatorId,
    counts,
  }))
  const measured = { ...counted, operators, lists: [] }
  return reportLines({ kind, period, measured, layout: own, rules, resultsOf: () => known })
}

const at = (text: string): number => Date.parse(`${text}+09:00`)
const someAttempt = (intended: string, over: Partial<RawAttempt> = {}): RawAttempt => {
  const intendedAtMs = at(intended)
  return {
    ...{
      campaignId: CAMPAIGNS[0] ?? ('' as never),
      leadId: 'lead',
      attemptId: intended,
      operatorId: OPERATORS[0] ?? null,
    },
    ...{ disposition: '13', intendedAtMs, answeredAtMs: intendedAtMs + 5_000, connectedAtMs: intendedAtMs + 6_000 },
    ...{ hungUpAtMs: intendedAtMs + 66_000, endedAtMs: intendedAtMs + 80_000 },
    ...over,
  }
}

describe('a report', () => {
  it('adds up: bands, days and results make the total, for every layout of bands', () => {
    const edges = fc.uniqueArray(fc.integer({ min: 0, max: 48 }), { minLength: 2, maxLength: 8 }).map((some) => {
      const sorted = [...some].sort((left, right) => left - right)
      return sorted.slice(1).map((until, index) => ({
        ...{ fromMinute: (sorted[index] ?? 0) * 30, untilMinute: until * 30, heading: '' },
      }))
    })
    fc.assert(
      fc.property(
        fc.array(rawAttempt, { maxLength: 120 }),
        fc.array(rawSpan, { maxLength: 20 }),
        edges,
        (raw, spans, bands) => {
          for (const date of ['2026-11-15', '2026-12-31']) {
            const lines = report(raw, spans, 'monthly', date, { ...layout, bands })
            additive.forEach((_, column) => {
              const sum = (some: readonly { values: (number | null)[] }[]) =>
                some.reduce((total, { values }) => total + (values[column] ?? 0), 0)
              expect(sum(lines.bands)).toBe(lines.total.values[column])
              expect(sum(lines.days)).toBe(lines.total.values[column])
            })
            const results = lines.results.reduce((total, { count }) => total + count, 0)
            expect(results).toBe(lines.total.values[0])
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('counts a call over midnight and month-end on the day and in the month in which it was dialled', () => {
    const late = someAttempt('2026-11-30T23:59:50', {
      hungUpAtMs: at('2026-12-01T00:05:00'),
      endedAtMs: at('2026-12-01T00:06:00'),
    })
    const dialled = (kind: 'daily' | 'monthly', date: string) => report([late], [], kind, date).total.values[0]
    expect(dialled('daily', '2026-11-30')).toBe(1)
    expect(dialled('daily', '2026-12-01')).toBe(0)
    expect(dialled('monthly', '2026-11-01')).toBe(1)
    expect(dialled('monthly', '2026-12-01')).toBe(0)
    const [dialledColumn] = reportColumns(layout, rules)
    expect(dialledColumn?.definition.ja).toContain('日や月をまたいだ通話も、発信した日の1件です')
  })

  it('takes a day in Japan for a day, not one of Greenwich', () => {
    const early = someAttempt('2026-11-21T00:00:00')
    expect(report([early], [], 'daily', '2026-11-21').total.values[0]).toBe(1)
    expect(report([someAttempt('2026-11-20T23:59:59')], [], 'daily', '2026-11-21').total.values[0]).toBe(0)
  })

  it('splits the time of a state at midnight', () => {
    const span: RawSpan = {
      ...{ campaignId: CAMPAIGNS[0] ?? ('' as never), operatorId: OPERATORS[0] ?? ('' as never) },
      ...{
        state: 'available',
        awayReason: null,
        fromMs: NIGHT_OF_MONTH_END_MS - 90_000,
        untilMs: NIGHT_OF_MONTH_END_MS + 30_000,
      },
    }
    const working = (date: string) => report([], [span], 'daily', date).total.values[additive.indexOf('working_ms')]
    expect(working('2026-11-30')).toBe(90_000)
    expect(working('2026-12-01')).toBe(30_000)
  })

  it('counts a person who was tried twice once a day and once a month, and in no band', () => {
    const raw = ['2026-11-20T10:00:00', '2026-11-20T15:00:00', '2026-11-21T10:00:00'].map((when) => someAttempt(when))
    const column = additive.length
    expect(report(raw, [], 'daily', '2026-11-20').total.values[column]).toBe(1)
    expect(report(raw, [], 'monthly', '2026-11-20').total.values[column]).toBe(1)
    expect(report(raw, [], 'monthly', '2026-11-20').days.map(({ values }) => values[column])).toEqual([1, 1])
    expect(report(raw, [], 'daily', '2026-11-20').bands.map(({ values }) => values[column])).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('has its months as the calendar has them', () => {
    expect(periodOf('monthly', '2028-02-29')).toEqual({
      fromDay: dayOfDate('2028-02-01'),
      untilDay: dayOfDate('2028-03-01'),
    })
    expect(dateOfDay(periodOf('monthly', '2026-12-31').untilDay)).toBe('2027-01-01')
  })
})
