import { describe, expect, it } from 'vitest'
import { seededRandom } from '../simulator/index.ts'
import { createAnswerModel } from './answer-model.ts'
import { createLaunchMix } from './launch-mix.ts'

describe('a learned answer rate', () => {
  it('follows a jump within some tens of calls and is steady otherwise', () => {
    const model = createAnswerModel({ rate: 0.25, worth: 30 })
    const random = seededRandom(1, 2)
    for (let call = 0; call < 600; call += 1) model.learn(random.next() < 0.1)
    expect(model.rate()).toBeCloseTo(0.1, 1)
    for (let call = 0; call < 60; call += 1) model.learn(random.next() < 0.5)
    expect(model.rate()).toBeGreaterThan(0.3)
    expect(model.highRate()).toBeGreaterThan(model.rate())
  })

  it('never believes in none or all', () => {
    const model = createAnswerModel({ rate: 0, worth: 1 })
    for (let call = 0; call < 1_000; call += 1) model.learn(false)
    expect(model.rate()).toBeGreaterThan(0)
  })
})

describe('an answer rate of calls of which something is expected', () => {
  const seen = (rates: readonly (readonly [expected: number, rate: number])[], calls: number, seed = 3) => {
    const model = createAnswerModel({ rate: 0.25, worth: 30 })
    const random = seededRandom(seed, 2)
    for (let call = 0; call < calls; call += 1) {
      const [expected, rate] = rates[call % rates.length] ?? [0, 0]
      model.learn(random.next() < rate, expected)
    }
    const rateOf = (expected?: number) => model.rate() * model.timesUsual(expected)
    return { model, rateOf }
  }

  it('is what was expected of each, where that comes true', () => {
    const { rateOf, model } = seen(
      [
        [0.1, 0.1],
        [0.4, 0.4],
      ],
      600,
    )
    expect(rateOf(0.1)).toBeCloseTo(0.1, 1)
    expect(rateOf(0.4)).toBeCloseTo(0.4, 1)
    expect(rateOf(0.2)).toBeCloseTo(0.2, 1)
    expect(rateOf()).toBe(model.rate())
    expect(model.rate()).toBeCloseTo(0.25, 1)
  })

  it('is in the same measure above it where twice as many answer', () => {
    const { rateOf } = seen(
      [
        [0.1, 0.2],
        [0.4, 0.8],
      ],
      600,
    )
    expect(rateOf(0.1)).toBeCloseTo(0.2, 1)
    expect(rateOf(0.4)).toBeGreaterThan(0.7)
  })

  it('foresees an hour at which more answer, which is no jump', () => {
    const { model, rateOf } = seen([[0.1, 0.1]], 600)
    const before = rateOf(0.3)
    expect(before).toBeGreaterThan(0.2)
    for (let call = 0; call < 60; call += 1) model.learn(call % 10 < 3, 0.3)
    expect(model.rate() * model.timesUsual(0.3)).toBeCloseTo(0.3, 1)
  })

  it('believes nothing of it any more where it comes out the other way round', () => {
    const { model, rateOf } = seen(
      [
        [0.4, 0.1],
        [0.1, 0.4],
      ],
      300,
    )
    expect(rateOf(0.4)).toBeCloseTo(model.rate(), 1)
    expect(rateOf(0.1)).toBeCloseTo(model.rate(), 1)
  })

  it('begins with what is expected again once that was counted anew', () => {
    const { model, rateOf } = seen([[0.4, 0.1]], 600)
    expect(rateOf(0.4)).toBeLessThan(0.2)
    model.recounted()
    expect(rateOf(0.4)).toBeCloseTo(0.4, 1)
    expect(model.highRate()).toBeGreaterThan(model.rate())
  })

  it('takes an expectation that is none for an unknown one, and stays a chance', () => {
    const { model } = seen(
      [
        [0.4, 0.3],
        [0.2, 0.1],
      ],
      200,
    )
    for (const none of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY]) expect(model.timesUsual(none)).toBe(1)
    for (const expected of [Number.NaN, -1, 0, 1, 1e9]) for (const is of [true, false]) model.learn(is, expected)
    for (const rate of [model.rate(), model.highRate(), model.rate() * model.timesUsual(0)]) {
      expect(rate).toBeGreaterThan(0)
      expect(rate).toBeLessThanOrEqual(1)
    }
  })
})

describe('what the next lines are', () => {
  it('is what the last ones were, by what is known of their classes now', () => {
    const mix = createLaunchMix()
    const rates = new Map([
      [1, 0.1],
      [2, 0.5],
    ])
    expect(mix.expected(() => 0.3)).toBeUndefined()
    for (let call = 0; call < 300; call += 1) mix.launched(1)
    expect(mix.expected((each) => rates.get(each))).toBeCloseTo(0.1, 2)
    for (let call = 0; call < 300; call += 1) mix.launched(2)
    expect(mix.expected((each) => rates.get(each))).toBeCloseTo(0.5, 2)
    for (let call = 0; call < 300; call += 1) mix.launched(call % 2 === 0 ? 1 : 2)
    expect(mix.expected((each) => rates.get(each))).toBeCloseTo(0.3, 1)
    // nothing is known of a class that nobody has counted
    expect(mix.expected((each) => (each === 2 ? 0.5 : undefined))).toBe(0.5)
    expect(mix.expected(() => undefined)).toBeUndefined()
  })
})
