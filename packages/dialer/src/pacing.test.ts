import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PacingView } from './pacing.ts'
import { previewReason, progressivePacing } from './pacing.ts'

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
    [{ callersWaiting: 1 }, 2, 'launching'],
    [{ callersWaiting: 3 }, 0, 'callers_first'],
    [{ callersWaiting: 1, linesInFlight: 2 }, 0, 'callers_first'],
    [{ callersWaiting: 1, availableOperators: 0 }, 0, 'no_operator_free'],
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
          callersWaiting: fc.nat(50),
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
          const taken = seen.linesInFlight + seen.answeredWaiting + seen.callersWaiting
          expect(launch + taken).toBeLessThanOrEqual(seen.availableOperators)
          expect(launch).toBeLessThanOrEqual(seen.dueLeads)
          expect(launch).toBeLessThanOrEqual(seen.freeLines)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('the sentence of a campaign in preview', () => {
  const nobody = { code: 'no_operator_free', ja: '', en: '' } as const

  it('says who looks, where a campaign that dials by itself would say that nobody is free', () => {
    expect(previewReason(nobody, 0, 0)).toBe(nobody)
    expect(previewReason(nobody, 0, 2)).toMatchObject({ code: 'previewing', ja: expect.stringContaining('2名') })
    expect(previewReason({ ...nobody, code: 'launching' }, 3, 0).ja).toContain('3名')
    const stopped = { ...nobody, code: 'tenant_switched_off' } as const
    expect(previewReason(stopped, 0, 2)).toBe(stopped)
  })
})

describe('the sentence of a campaign that shares operators', () => {
  const view = { availableOperators: 0, linesInFlight: 0, answeredWaiting: 0, dueLeads: 5, freeLines: 5, stop: null }

  it('says who is at work elsewhere when nobody is free, and no more when somebody is', () => {
    const { launch, because } = progressivePacing({ ...view, operatorsElsewhere: 3 })
    expect(launch).toBe(0)
    expect(because).toMatchObject({ code: 'no_operator_free', ja: expect.stringContaining('兼務の3名') })
    expect(progressivePacing(view).because.ja).not.toContain('兼務')
    expect(progressivePacing({ ...view, availableOperators: 1, operatorsElsewhere: 3 })).toMatchObject({ launch: 1 })
  })
})
