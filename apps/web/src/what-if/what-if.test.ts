import type { MeasuredCalls } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { asItIs, dialsLeft, floorOf, isEnough } from './floor-of.ts'
import { playDay } from './play-floor.ts'
import { courseOf, hoursUntil, spreadOf } from './summary.ts'

const hour = 3_600_000
/** Half past nine in Japan. */
const begins = Date.UTC(2026, 10, 24, 0, 30)
const about = (ms: number) => [{ fromMs: ms * 0.9, untilMs: ms * 1.1, count: 300 }]
const measured: MeasuredCalls = {
  ...{ name: '健診', kind: 'production' },
  ...{
    madeAt: begins,
    mode: 'progressive',
    abandonCapPercent: 3,
    linesPerTenOperators: 20,
    since: begins - 24 * hour,
    calls: 1_200,
  },
  hours: [
    { hour: 9, calls: 1_000, answered: 200 },
    { hour: 10, calls: 200, answered: 100 },
  ],
  ...{ ringToAnswer: about(10_000), ringToFailure: about(25_000), talk: about(100_000), wrapUp: about(20_000) },
  operators: 10,
  left: [
    { triesLeft: 1, leads: 1_000 },
    { triesLeft: 3, leads: 2_000 },
  ],
  calling: { from: begins, until: begins + 2 * hour },
}

describe('a floor that is played', () => {
  it('has the measured answer rate of each hour, its few calls drawn towards the whole, until the hours are over', () => {
    const { scenario } = floorOf(measured, asItIs(measured))
    expect(scenario).toMatchObject({ daySeconds: 7_200, endsAtSeconds: 7_200 })
    const rates = scenario.campaigns[0]?.answerRate ?? []
    expect(rates.map(({ fromSeconds }) => fromSeconds)).toEqual([0, 1_800, 5_400])
    expect(rates[0]?.rate).toBeCloseTo((200 + 0.25 * 30) / 1_030)
    expect(rates[1]?.rate).toBeCloseTo((100 + 0.25 * 30) / 230)
    // nobody was called at eleven yet
    expect(rates[2]?.rate).toBeCloseTo(0.25)
    // whoever paces it is told what was measured, not what is changed
    const [changed] = floorOf(measured, { ...asItIs(measured), answerPercent: 80 }).scenario.campaigns
    expect(changed?.list?.segments[0]?.expectedRate).toEqual(rates)
    expect(changed?.list?.segments[0]?.answerRate[0]?.rate).toBeCloseTo(0.8 * (rates[0]?.rate ?? 0))
  })

  it('is played for four hours at most, and does not end with them', () => {
    const until = (calling: MeasuredCalls['calling']) => floorOf({ ...measured, calling }, asItIs(measured)).scenario
    expect(until({ from: begins, until: begins + 9 * hour })).toMatchObject({
      ...{ daySeconds: 14_400, endsAtSeconds: 32_400 },
    })
    expect(until(null)).toMatchObject({ daySeconds: 14_400, endsAtSeconds: null })
  })

  it('needs as many calls as it takes until everybody answered or has no tries left', () => {
    expect(dialsLeft(measured, asItIs(measured))).toBe(Math.round(1_000 + 2_000 * (1 + 0.75 + 0.75 ** 2)))
    expect(dialsLeft(measured, { ...asItIs(measured), answerPercent: 400 })).toBeLessThan(3_000 * 1.1)
  })

  it('is not played from a handful of calls', () => {
    expect(isEnough(measured)).toBe(true)
    expect(isEnough({ ...measured, calls: 99 })).toBe(false)
    expect(isEnough({ ...measured, talk: about(100_000).map((each) => ({ ...each, count: 19 })) })).toBe(false)
  })
})

describe('played days', () => {
  const play = (changes: Partial<ReturnType<typeof asItIs>>) =>
    [1, 2, 3].map((seed) => playDay(floorOf(measured, { ...asItIs(measured), ...changes }), seed))
  const now = play({})
  const predictive = play({ pacing: 'predictive' })
  const middle = (days: typeof now, of: (day: (typeof now)[number]) => number) => spreadOf(days.map(of)).middle

  it('are the same for the same seed, and others for another', () => {
    expect(play({})).toEqual(now)
    expect(now[0]).not.toEqual(now[1])
  })

  it('abandon nobody where each line has its operator, and keep the cap where it has not', () => {
    expect(now.every(({ abandoned }) => abandoned === 0)).toBe(true)
    expect(predictive.every(({ abandoned }) => abandoned <= 0.03)).toBe(true)
    expect(middle(predictive, ({ occupancy }) => occupancy)).toBeGreaterThan(middle(now, ({ occupancy }) => occupancy))
  })

  it('keep the cap with the highest ratio, which is busier than one line each, and less busy than a forecast', () => {
    const ratio = play({ pacing: 'ratio', linesPerTen: 30 })
    expect(ratio.every(({ abandoned }) => abandoned <= 0.03)).toBe(true)
    const busy = middle(ratio, ({ occupancy }) => occupancy)
    expect(busy).toBeGreaterThan(middle(now, ({ occupancy }) => occupancy))
    expect(busy).toBeLessThan(middle(predictive, ({ occupancy }) => occupancy))
    expect(play({ pacing: 'ratio', linesPerTen: 10 })).toEqual(now)
  })

  it('answer as one expects: more operators talk more, fewer answers mean more calls, a short wrap-up more talks', () => {
    expect(middle(play({ operators: 15 }), (day) => day.talksPerHour)).toBeGreaterThan(
      middle(now, (day) => day.talksPerHour) * 1.3,
    )
    expect(middle(play({ answerPercent: 50 }), (day) => day.dialsPerHour / day.talksPerHour)).toBeGreaterThan(
      middle(now, (day) => day.dialsPerHour / day.talksPerHour) * 1.7,
    )
    expect(middle(play({ wrapUpPercent: 10 }), (day) => day.talksPerHour)).toBeGreaterThan(
      middle(now, (day) => day.talksPerHour),
    )
  })

  it('add up to a course that never falls, and to the hours that are left', () => {
    const course = courseOf(now)
    expect(course).toHaveLength(24)
    expect(course.every(({ middle: value }, place) => place === 0 || value >= (course[place - 1]?.middle ?? 0))).toBe(
      true,
    )
    const pace = middle(now, ({ dialsPerHour }) => dialsPerHour)
    expect(hoursUntil(1_000, now)?.middle).toBeCloseTo(1_000 / pace)
    expect(spreadOf([1, 2, 3, 4, 5])).toEqual({ low: 1.4, middle: 3, high: 4.6 })
  })
})
