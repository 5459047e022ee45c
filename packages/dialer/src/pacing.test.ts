import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PacingView } from './pacing.ts'
import { progressivePacing } from './pacing.ts'

const view: PacingView = {
  availableOperators: 3,
  linesInFlight: 0,
  answeredWaiting: 0,
  dueLeads: 100,
  freeLines: 50,
  stop: null,
}

describe('progressive pacing', () => {
  it.each([
    [{}, 3, 'launching'],
    [{ linesInFlight: 1 }, 2, 'launching'],
    [{ linesInFlight: 2, answeredWaiting: 1 }, 0, 'calls_in_flight'],
    [{ linesInFlight: 9 }, 0, 'calls_in_flight'],
    [{ availableOperators: 0 }, 0, 'no_operator_free'],
    [{ dueLeads: 0 }, 0, 'no_due_leads'],
    [{ dueLeads: 1 }, 1, 'launching'],
    [{ freeLines: 0 }, 0, 'no_free_line'],
    [{ freeLines: 2 }, 2, 'launching'],
    [{ stop: 'outside_hours' as const }, 0, 'outside_hours'],
    [{ stop: 'ledger_unavailable' as const }, 0, 'ledger_unavailable'],
  ])('with %j begins %i attempts because of %s', (changes, launch, code) => {
    expect(progressivePacing({ ...view, ...changes })).toMatchObject({ launch, because: { code } })
  })

  it('never has more calls on the way than free operators, and never dials without line, lead or leave', () => {
    const counts = fc.oneof(fc.nat(50), fc.constantFrom(Number.NaN, -3, Number.POSITIVE_INFINITY, 2.5))
    fc.assert(
      fc.property(
        fc.record({
          availableOperators: counts,
          linesInFlight: fc.nat(50),
          answeredWaiting: fc.nat(50),
          dueLeads: counts,
          freeLines: counts,
          stop: fc.constantFrom(null, null, 'campaign_stopped' as const, 'carrier_disconnected' as const),
        }),
        (seen) => {
          const { launch, because } = progressivePacing(seen)
          expect(Number.isInteger(launch) && launch >= 0).toBe(true)
          expect(because.ja.length * because.en.length).toBeGreaterThan(0)
          expect(launch > 0).toBe(because.code === 'launching')
          if (launch === 0) return
          expect(seen.stop).toBeNull()
          expect(launch + seen.linesInFlight + seen.answeredWaiting).toBeLessThanOrEqual(seen.availableOperators)
          expect(launch).toBeLessThanOrEqual(seen.dueLeads)
          expect(launch).toBeLessThanOrEqual(seen.freeLines)
        },
      ),
      { numRuns: 500 },
    )
  })
})
