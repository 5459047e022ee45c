import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptedInstant, callDurations } from './call-times.ts'
import { CALLING_HOURS_TEMPLATES, callingRules } from './calling-hours.ts'
import { checkPromise } from './promise.ts'

const anyReported = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, -1, 0, Number.POSITIVE_INFINITY))
const NOW_MS = Date.parse('2026-12-01T10:00:00+09:00')

describe('times from a carrier', () => {
  it('are kept in order and near our own clock, whatever the carrier reports and however our clock jumps', () => {
    const report = fc.record({ reportedMs: anyReported, jumpMs: fc.integer({ min: -86_400_000, max: 86_400_000 }) })
    fc.assert(
      fc.property(fc.array(report, { minLength: 6, maxLength: 6 }), (reports) => {
        let previousMs: number | null = null
        const kept = reports.map(({ reportedMs, jumpMs }) => {
          const nowMs = NOW_MS + jumpMs
          const atMs = acceptedInstant(reportedMs, previousMs, nowMs)
          expect(Number.isFinite(atMs)).toBe(true)
          expect(atMs).toBeGreaterThanOrEqual(previousMs ?? 0)
          expect(atMs).toBeLessThanOrEqual(Math.max(nowMs + 60_000, previousMs ?? 0))
          previousMs = atMs
          return atMs
        })
        const [intendedAtMs = 0, ringingAtMs = 0, answeredAtMs = 0, connectedAtMs = 0, hungUpAtMs = 0, endedAtMs = 0] =
          kept
        const durations = callDurations({
          intendedAtMs,
          ringingAtMs,
          answeredAtMs,
          connectedAtMs,
          hungUpAtMs,
          endedAtMs,
        })
        const { ringMs, waitedMs, talkMs, wrapUpMs } = durations
        expect(ringMs + waitedMs + talkMs + wrapUpMs).toBe(endedAtMs - ringingAtMs)
      }),
      { numRuns: 300 },
    )
  })

  it('are believed when they are near', () => {
    expect(acceptedInstant(NOW_MS - 40, NOW_MS - 100, NOW_MS)).toBe(NOW_MS - 40)
    expect(acceptedInstant(NOW_MS - 3_600_000, null, NOW_MS)).toBe(NOW_MS)
    expect(acceptedInstant(NOW_MS - 40, NOW_MS - 10, NOW_MS)).toBe(NOW_MS - 10)
  })

  it('never give a negative duration or none that is a number', () => {
    const anyTime = fc.option(anyReported)
    const times = fc.record({
      intendedAtMs: anyReported,
      ringingAtMs: anyTime,
      answeredAtMs: anyTime,
      connectedAtMs: anyTime,
      hungUpAtMs: anyTime,
      endedAtMs: anyTime,
    })
    fc.assert(
      fc.property(times, (times) => {
        for (const durationMs of Object.values(callDurations(times))) {
          expect(Number.isSafeInteger(durationMs) || durationMs > 0).toBe(true)
          expect(durationMs).toBeGreaterThanOrEqual(0)
          expect(Number.isFinite(durationMs)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a promise as it is entered', () => {
  const calling = callingRules(CALLING_HOURS_TEMPLATES.standard)
  const minutes = (count: number): number => NOW_MS + count * 60_000

  it.each([
    [minutes(60), undefined],
    [minutes(0), 'in_the_past'],
    [minutes(-10), 'in_the_past'],
    [minutes(11 * 60), 'outside_hours'],
    [minutes(400 * 1440), 'too_far'],
    [Number.NaN, 'no_time'],
    [-1, 'no_time'],
  ])('for %d is refused because of %s', (askedAtMs, reason) => {
    const result = checkPromise(calling, askedAtMs, NOW_MS)
    expect(result.ok ? undefined : result.reason).toBe(reason)
  })

  it('comes with the next possible moment when it lies outside the hours', () => {
    expect(checkPromise(calling, minutes(11 * 60), NOW_MS)).toMatchObject({
      nextMs: Date.parse('2026-12-02T09:00+09:00'),
    })
  })
})
