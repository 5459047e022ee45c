import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../japan-time.ts'
import { anyInstant } from '../testing.ts'
import { lookFirst } from './call-order.ts'
import {
  answerChances,
  classesByChance,
  REACH_DAYS,
  type ReachCount,
  reachChances,
  STRETCHES,
  stretchAt,
} from './reach-chance.ts'
import { REACH_CLASSES, reachClassOf } from './reach-class.ts'
import { hoursMatter, nothingMatters, workList } from './test-world.ts'

const tuesday = Date.parse('2026-11-24T10:30:00+09:00')
const today = dayOf(tuesday)
const isDayOff = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6
const noDayOff = { others: [], isDayOff }
const mobile = reachClassOf('mobile', 'fresh')
const work = reachClassOf('work', 'fresh')

const anyCount = (atMs: number): fc.Arbitrary<ReachCount> =>
  fc
    .record({
      day: fc.integer({ min: dayOf(atMs) - REACH_DAYS - 5, max: dayOf(atMs) + 1 }),
      stretch: fc.integer({ min: 0, max: STRETCHES - 1 }),
      reachClass: fc.integer({ min: 1, max: REACH_CLASSES.length }),
      dials: fc.integer({ min: 0, max: 5_000 }),
      rung: fc.integer({ min: 0, max: 5_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ share, ...count }) => ({
      ...{ ...count, reached: Math.floor(count.dials * share), answered: Math.floor(count.rung * share) },
    }))
const noAnswers = { rung: 0, answered: 0 }
const anyCounts = (atMs: number) => fc.array(anyCount(atMs), { maxLength: 60 })

describe('the chance to reach somebody of a class now', () => {
  it('is a chance for every class, whatever was counted, and the order names each class once', () => {
    fc.assert(
      fc.property(
        anyInstant.chain((atMs) => fc.tuple(fc.constant(atMs), anyCounts(atMs), anyCounts(atMs))),
        ([atMs, own, others]) => {
          const chances = reachChances({ own, others, isDayOff }, atMs)
          expect([...chances.values()].every((chance) => chance > 0 && chance < 1)).toBe(true)
          expect(classesByChance(chances).toSorted((a, b) => a - b)).toEqual(REACH_CLASSES.map((_, at) => at + 1))
        },
      ),
    )
  })

  it('is the same however the counts are cut, and rises with each one who is reached', () => {
    fc.assert(
      fc.property(anyCounts(tuesday), anyCount(tuesday), (own, { dials, reached, ...cell }) => {
        const whole = reachChances({ own: [...own, { ...cell, dials, reached }], ...noDayOff }, tuesday)
        const halves = [
          { ...cell, dials: dials - 1, reached: 0 },
          { ...cell, dials: 1, reached },
        ]
        const cut = reachChances({ own: [...own, ...halves], ...noDayOff }, tuesday)
        for (const [reachClass, chance] of whole) expect(cut.get(reachClass)).toBeCloseTo(chance, 9)
        const more = reachChances({ own: [...own, { ...cell, dials, reached: reached + 1 }], ...noDayOff }, tuesday)
        for (const [reachClass, chance] of whole) expect(more.get(reachClass)).toBeGreaterThanOrEqual(chance)
      }),
    )
  })

  it('is what was counted at such hours of such days, once there is enough of it', () => {
    const count = (day: number, atStretch: number, reached: number): ReachCount => {
      return { day, stretch: atStretch, reachClass: mobile, dials: 100_000, reached, ...noAnswers }
    }
    const saturday = today - 3
    const own = [count(today, 5, 30_000), count(today, 9, 60_000), count(saturday, 5, 90_000)]
    const chanceAt = (at: string) =>
      reachChances({ own, ...noDayOff }, Date.parse(`2026-11-${at}:00+09:00`)).get(mobile) ?? 0
    expect(stretchAt(tuesday)).toBe(5)
    expect(chanceAt('24T10:30')).toBeCloseTo(0.3, 2)
    expect(chanceAt('24T18:30')).toBeCloseTo(0.6, 2)
    expect(chanceAt('28T10:30')).toBeCloseTo(0.9, 2)
  })

  it('is moved little by a few calls, and by other campaigns where the own one has none', () => {
    const counted = (reachClass: number, dials: number, reached: number) => {
      return { day: today, stretch: 5, reachClass, dials, reached, ...noAnswers }
    }
    const fresh = (own: ReachCount[], others: ReachCount[] = []) =>
      reachChances({ own, others, isDayOff }, tuesday).get(work) ?? 0
    const usual = fresh([])
    expect(fresh([counted(work, 2, 2)]) - usual).toBeLessThan(0.2)
    expect(fresh([counted(mobile, 5_000, 5_000)])).toBe(usual)
    expect(fresh([], [counted(work, 5_000, 3_000)])).toBeCloseTo(0.6, 1)
    expect(fresh([counted(work, 5_000, 500)], [counted(work, 5_000, 3_000)])).toBeCloseTo(0.1, 1)
  })

  it('is told apart from the chance that anybody answers, who may be family or be abandoned', () => {
    const own = [{ day: today, stretch: 5, reachClass: mobile, dials: 900, reached: 90, rung: 1_000, answered: 400 }]
    expect(reachChances({ own, ...noDayOff }, tuesday).get(mobile)).toBeCloseTo(0.1, 1)
    expect(answerChances({ own, ...noDayOff }, tuesday).get(mobile)).toBeCloseTo(0.4, 1)
    // of a class that nobody called only what is usual is known, and whoever was never reached is no better than who was
    const answers = answerChances({ own: [], ...noDayOff }, tuesday)
    const again = answers.get(reachClassOf('mobile', 'unanswered_again')) ?? 1
    expect(again).toBeLessThan(answers.get(mobile) ?? 0)
  })

  it('forgets what is older than four weeks', () => {
    const old = {
      day: today - REACH_DAYS,
      stretch: 5,
      reachClass: work,
      dials: 9_000,
      reached: 9_000,
      rung: 9_000,
      answered: 9_000,
    }
    expect(reachChances({ own: [old], ...noDayOff }, tuesday)).toEqual(reachChances({ own: [], ...noDayOff }, tuesday))
  })
})

describe('what a look asks for first', () => {
  it('is in turn in a tenth of the draws, and the oldest of the others in a fifth of the rest', () => {
    const draws = Array.from({ length: 10_000 }, (_, at) => lookFirst(at / 10_000))
    const share = (first: string) => draws.filter((each) => each === first).length / draws.length
    expect(share('in_turn')).toBeCloseTo(0.1, 3)
    expect(share('oldest')).toBeCloseTo(0.18, 3)
    expect(share('likeliest')).toBeCloseTo(0.72, 3)
  })
})

describe('a list that is worked by the chance of reaching people', () => {
  const world = { people: 1_000, dialsPerHour: 28, days: 12, seed: 1 }

  it('reaches more with the same calls where hours matter, and dials everybody all the same', () => {
    const due = workList({ ...world, chances: hoursMatter, spread: 0.5 }, 'due')
    const reach = workList({ ...world, chances: hoursMatter, spread: 0.5 }, 'reach')
    expect(reach.dials).toBe(due.dials)
    expect(reach.reached).toBeGreaterThan(due.reached)
    expect(reach.neverDialled).toBe(0)
    // compared are groups that were offered calls alike
    expect(reach.inTurn.dials / reach.dials).toBeGreaterThan(0.07)
    expect(reach.inTurn.dials / reach.dials).toBeLessThan(0.13)
  })

  it('gains nothing where nobody is easier to reach than anybody', () => {
    const due = workList({ ...world, chances: nothingMatters, spread: 0 }, 'due')
    const reach = workList({ ...world, chances: nothingMatters, spread: 0 }, 'reach')
    expect(Math.abs(reach.reached / reach.dials - due.reached / due.dials)).toBeLessThan(0.02)
  })
})
