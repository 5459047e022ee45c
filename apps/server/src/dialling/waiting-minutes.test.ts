import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWaitingMinutes } from './waiting-minutes.ts'

const minuteMs = 60_000
const begin = Date.parse('2026-11-24T10:00:00+09:00')

describe('what operators waited for, from look to look', () => {
  it('holds from each look to the next, and is cut where a minute ends', () => {
    const minutes = createWaitingMinutes()
    minutes.saw(begin + 58_000, { list: 2 })
    minutes.saw(begin + 61_000, { answer: 1 })
    minutes.saw(begin + 61_500, {})
    minutes.saw(begin + 200_000, {})
    expect(minutes.takeUntil(begin + minuteMs)).toEqual([{ minuteMs: begin, cause: 'list', ms: 4_000 }])
    expect(minutes.takeUntil(begin + 2 * minuteMs)).toEqual([
      { minuteMs: begin + minuteMs, cause: 'list', ms: 2_000 },
      { minuteMs: begin + minuteMs, cause: 'answer', ms: 500 },
    ])
    expect(minutes.takeUntil(begin + 9 * minuteMs)).toEqual([])
  })

  it('says nothing of time in which the process stood still, or for which the clock was set back', () => {
    const minutes = createWaitingMinutes()
    minutes.saw(begin, { list: 1 })
    minutes.saw(begin + 3_600_000, { list: 1 })
    minutes.saw(begin + 3_000_000, { list: 1 })
    minutes.ceased(begin + 3_001_000)
    minutes.saw(begin + 3_002_000, {})
    const kept = minutes.takeUntil(begin + 2 * 3_600_000)
    expect(kept.reduce((sum, { ms }) => sum + ms, 0)).toBe(6_000)
  })

  it('keeps what could not be written, beside what came since', () => {
    const minutes = createWaitingMinutes()
    minutes.saw(begin, { list: 1 })
    minutes.ceased(begin + 1_000)
    minutes.giveBack(minutes.takeUntil(begin + minuteMs))
    minutes.saw(begin + 2_000, { list: 1 })
    minutes.ceased(begin + 3_000)
    expect(minutes.takeUntil(begin + minuteMs)).toEqual([{ minuteMs: begin, cause: 'list', ms: 2_000 }])
  })

  it('adds up to operators times milliseconds, however often it is looked', () => {
    const looks = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.nat(30), fc.nat(30)), { maxLength: 60 })
    fc.assert(
      fc.property(looks, (all) => {
        const minutes = createWaitingMinutes()
        let [atMs, expected] = [begin, 0]
        for (const [afterMs, answer, list] of all) {
          minutes.saw(atMs, { answer, list })
          atMs += afterMs
          expected += afterMs * (answer + list)
        }
        minutes.ceased(atMs)
        const kept = minutes.takeUntil(atMs + minuteMs)
        expect(kept.reduce((sum, { ms }) => sum + ms, 0)).toBe(expected)
      }),
    )
  })
})
