import { countKeys, type FigureKey, figureKeys, figureRules, reportLayout } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUNTS, NO_COUNTS } from './counts.ts'
import { DEFAULT_LAYOUT, layoutProblems } from './default-layout.ts'
import { DEFAULT_FIGURE_RULES, rulesProblems } from './figure-rules.ts'
import { definitionOf, FIGURES, figureOf, reachOfFigure } from './figures.ts'

const rules = DEFAULT_FIGURE_RULES
const counts = {
  ...NO_COUNTS,
  ...{ dialled: 200, answered: 80, answered_by_person: 50, abandoned: 1, talks: 49, conversations: 40, persons: 20 },
  ...{ successes: 5, talk_ms: 4_900_000, wrap_up_ms: 980_000, handling_ms: 5_880_000 },
  ...{ occupied_ms: 6_000_000, waiting_ms: 1_200_000, productive_ms: 7_200_000, working_ms: 9_000_000 },
  ...{ contacts_tried: 100, contacts_reached: 18, list_valid: 1_000, list_started: 400, list_finished: 150 },
}

describe('the figures of the trade', () => {
  it.each<[FigureKey, number]>([
    ['answer_rate', 80 / 200],
    ['contact_rate', 40 / 200],
    ['person_contact_rate', 18 / 100],
    ['success_rate', 5 / 20],
    ['success_per_list', 5 / 1_000],
    ['start_rate', 400 / 1_000],
    ['completion_rate', 150 / 1_000],
    ['calls_per_hour', 49 / 2],
    ['successes_per_hour', 5 / 2],
    ['average_talk', 100_000],
    ['average_wrap_up', 20_000],
    ['average_handling', 120_000],
    ['occupancy', 6 / 7.2],
    ['utilisation', 7.2 / 9],
    ['abandon_rate', 1 / 50],
  ])('%s is what the definition says', (key, expected) => {
    expect(figureOf(key, counts, rules)).toBeCloseTo(expected, 10)
  })

  it('of nothing is nothing, and not 0 %', () => {
    for (const key of figureKeys) expect(figureOf(key, NO_COUNTS, rules)).toBeNull()
  })

  it('have a name and a definition in both languages, which names what is divided', () => {
    for (const key of figureKeys) {
      const { ja, en } = definitionOf(key, rules)
      expect(ja).toContain(COUNTS[FIGURES[key].numerator].name.ja)
      expect(en).toContain(COUNTS[FIGURES[key].denominators[0]].name.en)
    }
    for (const key of countKeys) expect(COUNTS[key].definition.ja).not.toBe('')
  })

  it('that count people once are given for days and periods only, those of the list for the whole only', () => {
    expect(reachOfFigure('person_contact_rate', rules)).toBe('days')
    expect(reachOfFigure('success_rate', rules)).toBe('everywhere')
    expect(reachOfFigure('success_rate', { ...rules, denominators: { success_rate: 'contacts_tried' } })).toBe('days')
    expect(reachOfFigure('success_per_list', rules)).toBe('total')
  })

  it('take the denominator that a client chose, and say so on hover', () => {
    const own = { ...rules, denominators: { success_rate: 'conversations' as const } }
    expect(figureOf('success_rate', counts, own)).toBeCloseTo(5 / 40, 10)
    expect(definitionOf('success_rate', own).ja).toContain('コンタクト数(この委託元の定義)')
  })

  it('are parts of one where they are rates, whatever is counted', () => {
    const amount = fc.nat(1_000_000)
    const chain = fc.tuple(amount, amount, amount, amount, amount).map(([a, b, c, d, e]) => ({
      ...NO_COUNTS,
      ...{ abandoned: a, answered_by_person: a + b, answered: a + b + c, dialled: a + b + c + d + e },
      ...{ occupied_ms: a, waiting_ms: b, productive_ms: a + b, working_ms: a + b + c },
    }))
    fc.assert(
      fc.property(chain, (some) => {
        for (const key of ['answer_rate', 'abandon_rate', 'occupancy', 'utilisation'] as const) {
          const value = figureOf(key, some, rules)
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true)
        }
      }),
    )
  })
})

describe('what a client may change', () => {
  it('has defaults that the contract accepts and that contradict nothing', () => {
    expect(figureRules.parse(rules)).toEqual(rules)
    expect(rulesProblems(rules)).toEqual([])
    expect(reportLayout.parse(DEFAULT_LAYOUT)).toEqual(DEFAULT_LAYOUT)
    expect(layoutProblems(DEFAULT_LAYOUT)).toEqual([])
  })

  it('is refused where it would make figures nobody can believe', () => {
    expect(rulesProblems({ ...rules, person: [...rules.person, '99'] })).toEqual(['person_without_contact'])
    expect(rulesProblems({ ...rules, denominators: { occupancy: 'dialled' } })).toEqual(['denominator'])
  })

  it('is refused where a guarded result could be told from the sums beside it', () => {
    const guarding = (...guarded: string[]) => rulesProblems({ ...rules, smallCells: { atLeast: 3, guarded } })
    expect(guarding('43')).toEqual(['guarded_alone'])
    expect(guarding('43', '31')).toEqual(['guarded_alone'])
    expect(guarding('43', '44')).toEqual([])
  })

  it('is refused where a layout shows something twice or bands overlap', () => {
    const [first] = DEFAULT_LAYOUT.columns
    const [morning, midday] = DEFAULT_LAYOUT.bands
    if (first === undefined || morning === undefined || midday === undefined) throw new Error('no default layout')
    expect(layoutProblems({ ...DEFAULT_LAYOUT, columns: [first, first] })).toEqual(['column_twice'])
    expect(layoutProblems({ ...DEFAULT_LAYOUT, bands: [midday, morning] })).toEqual(['band_order'])
    expect(layoutProblems({ ...DEFAULT_LAYOUT, bands: [{ ...morning, untilMinute: 540 }] })).toEqual(['band_order'])
  })
})
