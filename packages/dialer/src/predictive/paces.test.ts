import { describe, expect, it } from 'vitest'
import { seededRandom } from '../simulator/index.ts'
import { createLearnedFloor, USUAL_PRIORS } from './learned-floor.ts'
import { createPaces, PACES, USUAL_PACE } from './paces.ts'

describe('the pace of an operator', () => {
  const random = seededRandom(1, 1)
  const talkMs = (times: number) => times * 60_000 * Math.exp(0.65 * random.normal())

  it('is how long they take beside the others, once there is enough of it', () => {
    const paces = createPaces()
    const operators = { slow: 1.6, usual: 1, quick: 0.625 }
    for (let talk = 0; talk < 200; talk += 1)
      for (const [operator, times] of Object.entries(operators)) paces.learn(operator, talkMs(times))
    expect(paces.timesUsual('usual')).toBeCloseTo(1, 0)
    expect(paces.timesUsual('slow')).toBeGreaterThan(1.35)
    expect(paces.timesUsual('quick')).toBeLessThan(0.75)
    for (const operator of Object.keys(operators))
      expect(Math.abs(Math.log((PACES[paces.placeOf(operator)] ?? 9) / paces.timesUsual(operator)))).toBeLessThan(0.11)
  })

  it('is the usual one for whom little is known of, and for nobody in particular', () => {
    const paces = createPaces()
    for (let talk = 0; talk < 300; talk += 1) paces.learn('usual', talkMs(1))
    paces.learn('new', 600_000)
    expect(paces.timesUsual('new')).toBeLessThan(1.15)
    expect([paces.placeOf('nobody'), paces.timesUsual('nobody')]).toEqual([USUAL_PACE, 1])
    expect([paces.placeOf(undefined), paces.timesUsual(undefined)]).toEqual([USUAL_PACE, 1])
  })

  it('follows somebody who becomes quicker, and learns nothing from what is no duration', () => {
    const paces = createPaces()
    for (const none of [Number.NaN, -5, 0, Number.POSITIVE_INFINITY]) paces.learn('new', none)
    expect(paces.timesUsual('new')).toBe(1)
    for (let talk = 0; talk < 300; talk += 1)
      for (const operator of ['a', 'b', 'c', 'new']) paces.learn(operator, talkMs(operator === 'new' ? 2 : 1))
    const before = paces.timesUsual('new')
    for (let talk = 0; talk < 400; talk += 1)
      for (const operator of ['a', 'b', 'c', 'new']) paces.learn(operator, talkMs(1))
    expect(before).toBeGreaterThan(1.3)
    expect(paces.timesUsual('new')).toBeLessThan(1.15)
  })

  it('takes nothing from what the campaign’s own talks are like', () => {
    const floor = createLearnedFloor(USUAL_PRIORS)
    for (let talk = 0; talk < 400; talk += 1)
      for (const [operator, times] of [
        ['slow', 1.6],
        ['quick', 0.625],
      ] as const)
        floor.observe({ kind: 'talk_ended', atMs: 0, talkMs: talkMs(times), operator })
    // at the usual pace talks differ less than those of both together
    expect(floor.talk.quantileMs(0.5)).toBeGreaterThan(50_000)
    expect(floor.talk.quantileMs(0.5)).toBeLessThan(70_000)
    expect(floor.talk.quantileMs(0.84) / floor.talk.quantileMs(0.5)).toBeLessThan(Math.exp(0.75))
  })
})
