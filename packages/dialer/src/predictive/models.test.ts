import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../simulator/index.ts'
import { createLineCounts } from './age-counts.ts'
import { createBudget, isAtCap } from './budget.ts'
import { createCountDistribution } from './count-distribution.ts'
import { AGE_CLASSES, classOf, createDurationModel, edgeMs, normalShareBelow } from './duration-model.ts'

const prior = { medianMs: 60_000, sigma: 0.8, worth: 20 }

describe('a learned duration', () => {
  it('finds the survival of what it was shown', () => {
    const model = createDurationModel(prior)
    const random = seededRandom(1, 1)
    for (let seen = 0; seen < 4_000; seen += 1) model.learn(100_000 * random.exponential())
    for (const atMs of [10_000, 50_000, 100_000, 200_000])
      expect(model.survival(atMs)).toBeCloseTo(Math.exp(-atMs / 100_000), 1)
    // memoryless: an age changes nothing
    expect(model.endsWithin(5_000, 20_000)).toBeCloseTo(model.endsWithin(100_000, 20_000), 1)
    expect(model.quantileMs(0.5) / (100_000 * Math.LN2)).toBeCloseTo(1, 1)
  })

  it('forgets what was long ago', () => {
    const model = createDurationModel(prior)
    for (let seen = 0; seen < 2_000; seen += 1) model.learn(200_000)
    for (let seen = 0; seen < 8_000; seen += 1) model.learn(20_000)
    expect(model.survival(100_000)).toBeLessThan(0.05)
  })

  it('gives chances and nothing else, at any age (C-03)', () => {
    const any = fc.oneof(
      fc.double({ min: -1e6, max: 1e8, noNaN: true }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), any, any, (seen, ageMs, spanMs) => {
        const model = createDurationModel(prior)
        for (const each of seen) model.learn(each)
        const chance = model.endsWithin(ageMs, spanMs)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a class of durations', () => {
  it('holds every duration from its beginning up to the next one, and the last class what is longer', () => {
    const most = edgeMs(AGE_CLASSES)
    const edge = fc.integer({ min: 0, max: AGE_CLASSES - 1 }).map(edgeMs)
    const any = fc.oneof(fc.double({ min: 0, max: most, maxExcluded: true, noNaN: true }), edge)
    fc.assert(
      fc.property(any, (durationMs) => {
        const at = classOf(durationMs)
        expect(edgeMs(at)).toBeLessThanOrEqual(durationMs)
        expect(edgeMs(at + 1)).toBeGreaterThan(durationMs)
      }),
      { numRuns: 2_000 },
    )
    // half a second begins the second class: ages of lines are whole beats
    expect([499.9, 500, 1_039.9, 1_040].map(classOf)).toEqual([0, 1, 1, 2])
    for (const beyond of [most, 1e12, Number.POSITIVE_INFINITY]) expect(classOf(beyond)).toBe(AGE_CLASSES - 1)
    for (const none of [0, -5, Number.NaN, Number.NEGATIVE_INFINITY]) expect(classOf(none)).toBe(0)
  })
})

describe('lines of an age and an answer rate', () => {
  it('are counted together when both are nearly the same, and each once', () => {
    const counts = createLineCounts()
    for (const [ageMs, rate] of [
      [100, 0.25],
      [200, 0.26],
      [100, 0.6],
      [20_000, 0.25],
      [0, 1],
      [0, 0],
    ] as const)
      counts.add(ageMs, rate)
    const all = Array.from({ length: counts.distinct() }, (_, at) => ({
      age: counts.ageAt(at),
      count: counts.countAt(at),
      rate: Number(counts.rateAt(at).toFixed(3)),
    }))
    expect(all).toEqual([
      { age: 0, count: 2, rate: 0.255 },
      { age: 0, count: 1, rate: 0.6 },
      { age: classOf(20_000), count: 1, rate: 0.25 },
      { age: 0, count: 1, rate: 1 },
      { age: 0, count: 1, rate: 0 },
    ])
    counts.clear()
    expect(counts.distinct()).toBe(0)
    counts.add(100, 0.5)
    expect([counts.countAt(0), counts.rateAt(0)]).toEqual([1, 0.5])
  })
})

describe('how many of many happen', () => {
  it('is the binomial distribution where all chances are equal', () => {
    const distribution = createCountDistribution()
    for (let thing = 0; thing < 4; thing += 1) distribution.add(0.5)
    expect([0, 1, 2, 3, 4, 5].map((count) => distribution.atLeast(count) * 16)).toEqual([16, 15, 11, 5, 1, 0])
  })

  it('is nearly the same exact and approximate, for unequal chances', () => {
    const exact = Array.from({ length: 120 }, () => 0)
    exact[0] = 1
    const distribution = createCountDistribution()
    for (let thing = 0; thing < 100; thing += 1) {
      const chance = 0.05 + (thing % 7) / 20
      distribution.add(chance)
      for (let at = thing + 1; at >= 0; at -= 1)
        exact[at] = (exact[at] ?? 0) * (1 - chance) + (at > 0 ? (exact[at - 1] ?? 0) * chance : 0)
    }
    for (const count of [10, 15, 20, 25, 30]) {
      const tail = exact.slice(count).reduce((sum, share) => sum + share, 0)
      expect(Math.abs(distribution.atLeast(count) - tail)).toBeLessThan(0.003)
    }
  })

  it('is the same for many things at once as for one after the other, whenever it is asked between them', () => {
    const groups = fc.array(
      fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), times: fc.integer({ min: 1, max: 12 }) }),
    )
    fc.assert(
      fc.property(groups, fc.nat(60), (all, count) => {
        const [together, one, asked] = [createCountDistribution(), createCountDistribution(), createCountDistribution()]
        for (const { chance, times } of all) {
          together.add(chance, times)
          for (let time = 0; time < times; time += 1) {
            one.add(chance)
            asked.add(chance)
            asked.atLeast(count)
          }
        }
        expect(together.atLeast(count)).toBeCloseTo(one.atLeast(count), 9)
        expect(asked.atLeast(count)).toBeCloseTo(one.atLeast(count), 9)
        one.clear()
        one.add(0.5, 2)
        expect(one.atLeast(2)).toBe(0.25)
      }),
    )
  })

  it('knows the normal distribution', () => {
    expect(normalShareBelow(0)).toBeCloseTo(0.5, 6)
    expect(normalShareBelow(1.959_964)).toBeCloseTo(0.975, 6)
    expect(normalShareBelow(-1.959_964)).toBeCloseTo(0.025, 6)
  })
})

describe('the budget of a day', () => {
  it('covers the worst case of what it allows, exactly (C-03)', () => {
    const { isKept } = createBudget(0.03, 0.02)
    expect(isKept({ answered: 33, abandoned: 0 }, 1, 0)).toBe(false)
    expect(isKept({ answered: 34, abandoned: 0 }, 1, 0)).toBe(true)
    expect(isKept({ answered: 97, abandoned: 0 }, 3, 0)).toBe(true)
    expect(isKept({ answered: 96, abandoned: 0 }, 3, 0)).toBe(false)
    expect(isKept({ answered: 0, abandoned: 0 }, 7, 7)).toBe(true)
    // two have answered and have nobody, one may answer: three of 98 are too many, of 99 and one more they are not
    expect(isKept({ answered: 98, abandoned: 0 }, 1, -2)).toBe(false)
    expect(isKept({ answered: 99, abandoned: 0 }, 1, -2)).toBe(true)
    expect(createBudget(0, 0.02).isKept({ answered: 10_000, abandoned: 0 }, 1, 0)).toBe(false)
  })

  it('covers nothing that the day or its window lacks, whatever the other has left (C-03)', () => {
    const anyAccount = fc.record({ answered: fc.nat(5_000), abandoned: fc.nat(200) })
    fc.assert(
      fc.property(
        anyAccount,
        anyAccount,
        fc.nat(60),
        fc.integer({ min: -5, max: 60 }),
        (today, window, worst, operators) => {
          const abandoned = Math.max(0, worst - operators)
          const holds = [today, window].every(
            (account) =>
              account.answered >= 34 && account.abandoned + abandoned <= 0.03 * (account.answered + worst) + 1e-9,
          )
          expect(createBudget(0.03, 0.02).areKept({ today, window }, worst, operators)).toBe(abandoned === 0 || holds)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('is used up at its cap, without an answer from the first abandoned call on, and where it is no count', () => {
    expect(isAtCap({ answered: 100, abandoned: 3 }, 0.03)).toBe(true)
    expect(isAtCap({ answered: 101, abandoned: 3 }, 0.03)).toBe(false)
    expect(isAtCap({ answered: 0, abandoned: 0 }, 0.03)).toBe(false)
    expect(isAtCap({ answered: 0, abandoned: 1 }, 0.03)).toBe(true)
    expect(isAtCap({ answered: Number.NaN, abandoned: 1 }, 0.03)).toBe(true)
    expect(isAtCap({ answered: 100, abandoned: Number.NaN }, 0.03)).toBe(true)
  })

  it('lets the price rise with abandoned calls and fall without', () => {
    const after = (abandoned: number): number => {
      const budget = createBudget(0.03, 0.02)
      for (let step = 1; step <= 50; step += 1)
        budget.follow({ answered: 1_000 + 20 * step, abandoned: Math.round(5 + (abandoned * step) / 50) }, 2, false)
      return budget.allowedRisk()
    }
    expect(after(60)).toBeLessThan(after(30))
    expect(after(0)).toBeGreaterThan(0.02)
  })
})
