import { type CampaignId, waitingCauses } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SLOT_MS } from './days.ts'
import { addCauses, divideWait, explainWaiting, MINUTE_MS, totalOf } from './waiting.ts'

const campaigns = ['a', 'b'] as unknown as readonly CampaignId[]
const times = fc.dictionary(fc.constantFrom(...waitingCauses.filter((cause) => cause !== 'unseen')), fc.nat(300_000))

describe('the wait of a minute', () => {
  it('is divided as the looks saw it, to the millisecond', () => {
    expect(divideWait(60_000, { list: 40_000, answer: 20_000 })).toEqual({ list: 40_000, answer: 20_000 })
    expect(divideWait(60_001, { list: 2, answer: 1, hours: 59_997 })).toEqual({ list: 2, answer: 1, hours: 59_998 })
    // looks of a campaign also count operators whose wait another campaign ended
    expect(divideWait(30_000, { list: 60_000, elsewhere: 60_000 })).toEqual({ list: 15_000, elsewhere: 15_000 })
  })

  it('is unknown as far as nobody looked, and no other cause takes that on', () => {
    expect(divideWait(60_000, {})).toEqual({ unseen: 60_000 })
    expect(divideWait(60_000, { list: 20_000 })).toEqual({ list: 20_000, unseen: 40_000 })
    // between two looks
    expect(divideWait(1_500, {})).toEqual({ answer: 1_500 })
    expect(divideWait(600_000, { list: 570_000 })).toEqual({ list: 600_000 })
  })

  it('adds up to what was waited, whatever was seen, and no cause gets time that nobody saw', () => {
    fc.assert(
      fc.property(fc.nat(300_000), times, (waited, seen) => {
        const divided = divideWait(waited, seen)
        expect(totalOf(divided)).toBe(waited)
        for (const [cause, ms] of Object.entries(divided)) {
          expect(Number.isInteger(ms) && ms > 0).toBe(true)
          if (cause !== 'unseen' && cause !== 'answer') expect(seen[cause] ?? 0).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('the wait of a day', () => {
  it('adds up over campaigns, minutes and half hours to the time at the desks', () => {
    const minutes = fc.uniqueArray(
      fc.record({
        campaignId: fc.constantFrom(...campaigns),
        minuteMs: fc.nat(90).map((minute) => minute * MINUTE_MS),
        ...{ readyMs: fc.nat(300_000), joiningMs: fc.nat(9_000) },
      }),
      { selector: ({ campaignId, minuteMs }) => `${campaignId} ${minuteMs}`, maxLength: 40 },
    )
    const looks = fc.array(
      fc.record({
        campaignId: fc.constantFrom(...campaigns),
        minuteMs: fc.nat(90).map((minute) => minute * MINUTE_MS),
        ...{ cause: fc.constantFrom(...waitingCauses), ms: fc.nat(90_000) },
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(minutes, looks, (waited, looked) => {
        const slots = explainWaiting(waited, looked, SLOT_MS)
        const all = waited.reduce((sum, { readyMs, joiningMs }) => sum + readyMs + joiningMs, 0)
        expect(totalOf(addCauses(slots.map(({ causes }) => causes)))).toBe(all)
        expect(slots.map(({ fromMs }) => fromMs)).toEqual(
          [...new Set(slots.map(({ fromMs }) => fromMs))].sort((one, other) => one - other),
        )
      }),
    )
  })
})
