import type { FigureRules } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_FIGURE_RULES } from './figure-rules.ts'
import { blocksOfDay, type KnownResults, mergeSmallResults } from './small-cells.ts'

const known: KnownResults = { offers: () => true, isSuccess: (code) => code === '11' }
const guarded = ['42', '43', '44']
const rules: FigureRules = { ...DEFAULT_FIGURE_RULES, smallCells: { atLeast: 3, guarded } }
const merge = (counts: Record<string, number>, campaign = known, own = rules) =>
  mergeSmallResults(new Map(Object.entries(counts)), own, campaign)

describe('small results', () => {
  it('that say something about a person are shown as one sum', () => {
    const { shown, merged } = merge({ S02: 40, 11: 1, 42: 1, 43: 2, 44: 7 })
    expect(Object.fromEntries(shown)).toEqual({ S02: 40, 11: 1 })
    expect(merged).toBe(10)
  })

  it('are shown each by itself when none of them is small', () => {
    expect(Object.fromEntries(merge({ 42: 3, 44: 7 }).shown)).toEqual({ 42: 3, 44: 7 })
  })

  it('are always among all that is counted like them where a campaign offers only one of them', () => {
    const few: KnownResults = {
      offers: (code) => ['11', '21', '43'].includes(code),
      isSuccess: (code) => code === '11',
    }
    expect(merge({ 11: 4, 21: 8, 43: 1 }, few)).toEqual({ shown: new Map([['11', 4]]), merged: 9 })
    expect(merge({ 11: 4, 21: 1 }, few)).toEqual({ shown: new Map([['11', 4]]), merged: 1 })
  })

  it('are never taken together with what the sums of the report tell apart', () => {
    // 31 is a person, 43 is not: persons are shown, so 31 would be told from them
    const { shown } = merge({ 31: 3, 42: 9, 43: 1, 44: 9 })
    expect(shown.get('31')).toBe(3)
  })

  it('are all shown when a client wants that', () => {
    const open = { ...rules, smallCells: { atLeast: 1, guarded } }
    expect(merge({ 43: 1 }, known, open).merged).toBe(0)
  })

  /**
   * The strongest reader knows the rule itself and everything that is shown. He goes through all days that would look
   * the same: if all of them have the same small value, he knows it.
   */
  it('cannot be told by somebody who knows the rule and everything that is shown', () => {
    const most = 9
    const range = Array.from({ length: most + 1 }, (_, count) => count)
    const days = range.flatMap((a) =>
      range.flatMap((b) => range.flatMap((c) => range.map((d) => [a, b, c, d] as const))),
    )
    const lone: KnownResults = { offers: (code) => ['21', '43'].includes(code), isSuccess: () => false }
    const views = new Map<string, Map<string, Set<number>>>()
    for (const campaign of [known, lone])
      for (const [absent, moved, deceased, cancelled] of days) {
        const day: Record<string, number> =
          campaign === lone ? { 43: deceased } : { 42: moved, 43: deceased, 44: cancelled }
        const { shown, merged } = merge({ 21: absent, ...day }, campaign)
        // beyond this, a day that looks the same might lie outside of what was gone through
        if (merged > most) continue
        const view = JSON.stringify([campaign === lone, [...shown].map(String).sort(), merged])
        const possible = views.get(view) ?? new Map<string, Set<number>>()
        for (const [code, count] of Object.entries(day))
          possible.set(code, (possible.get(code) ?? new Set()).add(count))
        views.set(view, possible)
      }
    const told = [...views].flatMap(([view, possible]) =>
      [...possible]
        .filter(([, values]) => values.size === 1 && [1, 2].includes([...values][0] ?? 0))
        .map(([code]) => `${code} in ${view}`),
    )
    expect(views.size).toBeGreaterThan(100)
    expect(told).toEqual([])
  })
})

describe('small half hours', () => {
  it('join their neighbours, and stand where most of the block was dialled', () => {
    expect([
      ...blocksOfDay(
        new Map([
          [18, 1],
          [19, 5],
          [20, 7],
          [30, 2],
        ]),
        3,
      ),
    ]).toEqual([
      [18, 19],
      [19, 19],
      [20, 20],
      [30, 20],
    ])
  })

  it('make blocks that hold enough, unless the whole day does not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 47 }), fc.nat(6)), { maxLength: 30 }), (slots) => {
        const attempts = new Map(slots)
        const total = [...attempts.values()].reduce((sum, count) => sum + count, 0)
        const sizes = new Map<number, number>()
        for (const [slot, under] of blocksOfDay(attempts, 3))
          sizes.set(under, (sizes.get(under) ?? 0) + (attempts.get(slot) ?? 0))
        for (const size of sizes.values()) expect(size >= Math.min(3, total)).toBe(true)
        expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(total)
      }),
    )
  })

  it('cannot be cut out by the difference of two layouts', () => {
    // 9:00 20 calls, 9:30 one call, 10:00 20 calls: bands 9:00-9:30 and 9:00-10:00 differ by that one call
    const attempts = new Map([
      [18, 20],
      [19, 1],
      [20, 20],
    ])
    const under = blocksOfDay(attempts, 3)
    const shown = (untilSlot: number) =>
      [...attempts].reduce((sum, [slot, count]) => sum + ((under.get(slot) ?? slot) < untilSlot ? count : 0), 0)
    const pieces = [19, 20, 21].map((until) => shown(until) - shown(until - 1))
    for (const piece of pieces) expect(piece === 0 || piece >= 3).toBe(true)
  })
})
