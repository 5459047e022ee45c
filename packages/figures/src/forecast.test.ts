import { CALLING_HOURS_TEMPLATES, callingRules, mayCallAt } from '@sekisho/dialer'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecast, type ForecastInput } from './forecast.ts'

const at = (text: string): number => Date.parse(`${text}+09:00`)
const standard = callingRules(CALLING_HOURS_TEMPLATES.standard)
/** Every hour from nine to twenty brings 100 attempts, one in four of which ends a contact. */
const steady = Array.from({ length: 11 }, (_, index) => ({ hour: 9 + index, days: 10, attempts: 1_000, finished: 250 }))
const input: ForecastInput = {
  nowMs: at('2026-11-24T09:00:00'), // a Tuesday
  leads: [{ triesLeft: 1, leads: 300 }],
  ...{ hours: steady, attemptsByDay: Array.from({ length: 10 }, () => 1_100), calling: standard, maxAttemptsPerDay: 2 },
}

describe('the forecast', () => {
  it('of leads with one try each takes as long as the measured pace takes', () => {
    expect(forecast(input).finish?.expected).toBe(at('2026-11-24T12:00:00'))
  })

  it('counts the tries that the mean contact still costs', () => {
    // (1 - 0.75^3) / 0.25 = 2.3125 attempts each, 100 an hour: 11 hours of the day and then more
    const { finish } = forecast({ ...input, leads: [{ triesLeft: 3, leads: 480 }] })
    expect(finish?.expected).toBe(at('2026-11-25T09:06:00'))
  })

  it('tries nobody more often a day than the campaign allows', () => {
    const { finish } = forecast({ ...input, leads: [{ triesLeft: 5, leads: 10 }], maxAttemptsPerDay: 1 })
    // 3.05 tries in the mean at one a day: not before the fourth day
    expect(finish?.expected).toBe(at('2026-11-27T09:00:00'))
  })

  it('stands still outside of the calling hours', () => {
    const evening = forecast({ ...input, nowMs: at('2026-11-24T19:30:00'), leads: [{ triesLeft: 1, leads: 100 }] })
    expect(evening.finish?.expected).toBe(at('2026-11-25T09:30:00'))
    // Saturday is called until six, Sunday until five
    const friday = forecast({ ...input, nowMs: at('2026-11-27T19:00:00'), leads: [{ triesLeft: 1, leads: 1_050 }] })
    expect(friday.finish?.expected).toBe(at('2026-11-29T10:30:00'))
  })

  it('is a range that holds its own middle, and lies in calling hours, whatever was measured', () => {
    const hours = fc.array(
      fc.record({
        hour: fc.integer({ min: 8, max: 20 }),
        days: fc.integer({ min: 1, max: 20 }),
        attempts: fc.nat(5_000),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    )
    const leads = fc.array(fc.record({ triesLeft: fc.integer({ min: 0, max: 20 }), leads: fc.nat(50_000) }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(hours, leads, fc.array(fc.nat(2_000), { maxLength: 20 }), (some, left, attemptsByDay) => {
        const measured = some.map(({ part, ...hour }) => ({ ...hour, finished: Math.floor(hour.attempts * part) }))
        const { finish, because } = forecast({ ...input, hours: measured, leads: left, attemptsByDay })
        expect(because.ja).not.toBe('')
        if (finish === null) return
        expect(finish.earliest <= finish.expected && finish.expected <= finish.latest).toBe(true)
        expect(finish.earliest >= input.nowMs).toBe(true)
        if (left.some((each) => each.leads > 0))
          expect(mayCallAt(standard, finish.expected - 1) || mayCallAt(standard, finish.expected)).toBe(true)
      }),
    )
  })

  it('says when there is nothing to go by, when nobody is left, and when it never ends', () => {
    expect(forecast({ ...input, hours: [], attemptsByDay: [] })).toMatchObject({
      finish: null,
      because: { ja: expect.stringContaining('実績がまだない') },
    })
    expect(forecast({ ...input, leads: [] }).finish?.expected).toBe(input.nowMs)
    const never = forecast({ ...input, leads: [{ triesLeft: 5, leads: 10_000_000 }] })
    expect(never).toMatchObject({ finish: null, because: { ja: expect.stringContaining('1年以内に終わりません') } })
  })
})
