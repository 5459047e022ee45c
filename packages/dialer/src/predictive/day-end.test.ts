import { describe, expect, it } from 'vitest'
import { createBudget } from './budget.ts'
import { createDayEnd } from './day-end.ts'

const minute = 60_000

/** Looked at every ten seconds while people answer at this pace. */
function after(minutes: number, perMinute: (atMs: number) => number, endsAtMs: number | null) {
  const end = createDayEnd()
  let answered = 0
  let toCome = end.answersToCome({ nowMs: 0, endsAtMs, today: { answered, abandoned: 0 } })
  for (let nowMs = 10_000; nowMs <= minutes * minute; nowMs += 10_000) {
    answered += perMinute(nowMs) / 6
    toCome = end.answersToCome({ nowMs, endsAtMs, today: { answered, abandoned: 0 } })
  }
  return { end, answered, toCome }
}

describe('answers until calling ends', () => {
  it('come at the pace of late', () => {
    expect(after(60, () => 2, 90 * minute).toCome).toBeCloseTo(60)
    // an hour at one a minute, half an hour at three: of a memory of fifteen minutes nine parts in ten
    const faster = after(90, (atMs) => (atMs > 60 * minute ? 3 : 1), 100 * minute).toCome
    expect(faster).toBeGreaterThan(25)
    expect(faster).toBeLessThan(30)
    expect(after(60, () => 2, 60 * minute).toCome).toBe(0)
  })

  it('are not over because nobody answered for an hour', () => {
    const { toCome } = after(180, (atMs) => (atMs > 120 * minute ? 0 : 2), 300 * minute)
    expect(toCome).toBeCloseTo((240 / 180) * 120)
  })

  it('are as many as one likes where nobody knows when calling ends, and at the first look', () => {
    expect(after(60, () => 2, null).toCome).toBe(Number.POSITIVE_INFINITY)
    expect(after(0, () => 2, minute).toCome).toBe(Number.POSITIVE_INFINITY)
    expect(after(60, () => 2, Number.NaN).toCome).toBe(Number.POSITIVE_INFINITY)
  })

  it('are not known to a dialler that has just begun again, however few have answered since', () => {
    const end = createDayEnd()
    const look = (nowMs: number, answered: number) =>
      end.answersToCome({ nowMs, endsAtMs: 300 * minute, today: { answered, abandoned: 2 } })
    for (let at = 0; at < 12; at += 1) expect(look(60 * minute + at * 10_000, 400 + at)).toBe(Number.POSITIVE_INFINITY)
    expect(look(79 * minute, 438)).toBeCloseTo(2 * 221)
  })

  it('are counted anew on another day and when the clock went back', () => {
    const { end, answered } = after(60, () => 2, 90 * minute)
    const look = (nowMs: number, count: number) =>
      end.answersToCome({ nowMs, endsAtMs: 2_000 * minute, today: { answered: count, abandoned: 0 } })
    expect(look(1_400 * minute, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(look(1_401 * minute, 33)).toBe(Number.POSITIVE_INFINITY)
    expect(look(1_402 * minute, 40)).toBeCloseTo(20 * 598)
    expect(look(60 * minute, answered)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('what may be risked as the day ends (C-02)', () => {
  it('is more the fewer answers are to come, ten times as much at most, and nothing without a cap', () => {
    const budget = createBudget(0.03, 0.02)
    budget.follow({ answered: 1_000, abandoned: 20 }, 2, false)
    const risks = [Number.POSITIVE_INFINITY, 1_000, 100, 10, 0].map((toCome) => budget.allowedRisk(toCome))
    expect(risks[0]).toBe(budget.allowedRisk())
    for (const [at, risk] of risks.entries()) if (at > 0) expect(risk).toBeGreaterThan(risks[at - 1] ?? 1)
    expect(risks.at(-1)).toBeCloseTo(10 * (risks[0] ?? 0))
    expect(createBudget(0, 0.02).allowedRisk(1)).toBe(0)
  })
})
