import { waitingCauses as allCauses } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waitingCauses, type WaitingLook } from './waiting-causes.ts'

const look: WaitingLook = {
  ...{ waiting: 5, ready: 5, unskilled: 0, callersWaiting: 0, onTheWay: 0, against: 'launching' },
  ...{ isNothingDue: false, ranDry: false, waitsForOneToOne: false, lineLimit: 'lines', isFailing: false },
}

describe('what an operator waits for', () => {
  it.each<[Partial<WaitingLook>, object]>([
    [{ onTheWay: 5, against: 'calls_in_flight' }, { answer: 5 }],
    [{ against: 'launching' }, { answer: 5 }],
    [{ against: 'no_due_leads' }, { list: 5 }],
    [
      { onTheWay: 2, against: 'launching', ranDry: true },
      { answer: 2, list: 3 },
    ],
    // for a second nobody looks for leads, and no line is asked for
    [{ against: 'no_free_line', isNothingDue: true }, { list: 5 }],
    [{ against: 'outside_hours' }, { hours: 5 }],
    [
      { onTheWay: 1, against: 'outside_hours' },
      { answer: 1, hours: 4 },
    ],
    [{ against: 'outside_hours', isNothingDue: true }, { hours: 5 }],
    [{ against: 'campaign_stopped' }, { not_running: 5 }],
    [{ against: 'tenant_switched_off' }, { switched_off: 5 }],
    [{ against: 'ledger_unavailable' }, { ledger: 5 }],
    [{ against: 'carrier_disconnected' }, { carrier_away: 5 }],
    [
      { onTheWay: 3, against: 'no_free_line' },
      { answer: 3, lines: 2 },
    ],
    [{ against: 'no_free_line', lineLimit: 'calls_a_second' }, { calls_a_second: 5 }],
    [{ against: 'no_free_line', lineLimit: 'opening' }, { ledger: 5 }],
    [{ onTheWay: 5, against: 'calls_in_flight', isFailing: true }, { carrier_fails: 5 }],
    [
      { callersWaiting: 2, onTheWay: 3, against: 'callers_first' },
      { call_in: 2, answer: 3 },
    ],
    [
      { ready: 2, unskilled: 1, onTheWay: 2 },
      { skill: 1, elsewhere: 2, answer: 2 },
    ],
    // predictive: ahead of its operators it waits for answers, else for what keeps it from being ahead
    [{ onTheWay: 9, against: 'risk' }, { answer: 5 }],
    [{ onTheWay: 5, against: 'ratio' }, { answer: 5 }],
    [
      { onTheWay: 2, against: 'others_first' },
      { answer: 2, elsewhere: 3 },
    ],
    [{ onTheWay: 5, against: 'risk' }, { risk: 5 }],
    [{ onTheWay: 5, against: 'after_a_stop' }, { risk: 5 }],
    [{ onTheWay: 5, against: 'few_answers_today' }, { few_answers: 5 }],
    [{ onTheWay: 5, against: 'budget' }, { budget: 5 }],
    [{ onTheWay: 5, against: 'window_at_cap' }, { budget: 5 }],
    [{ onTheWay: 3, against: 'risk', waitsForOneToOne: true }, { one_to_one: 5 }],
    [{ onTheWay: 5, against: 'no_due_leads' }, { answer: 5 }],
  ])('with %j is %j', (changes, causes) => {
    expect(waitingCauses({ ...look, ...changes })).toEqual(causes)
  })

  it('is one cause for each operator, whatever was seen, and never unseen', () => {
    const counts = fc.oneof(fc.nat(60), fc.constantFrom(Number.NaN, -3, Number.POSITIVE_INFINITY, 2.5))
    const codes = [
      ...([
        'launching',
        'previewing',
        'no_operator_free',
        'callers_first',
        'calls_in_flight',
        'risk',
        'budget',
        'window_at_cap',
      ] as const),
      ...(['no_due_leads', 'no_free_line', 'outside_hours', 'campaign_stopped', 'few_answers_today'] as const),
      ...(['after_a_stop', 'no_operator_here', 'calls_a_second', 'job_switched_off', 'ledger_unavailable'] as const),
    ]
    fc.assert(
      fc.property(
        fc.record({
          ...{ waiting: fc.nat(60), ready: counts, unskilled: counts, callersWaiting: counts, onTheWay: counts },
          against: fc.constantFrom(...codes),
          ...{ isNothingDue: fc.boolean(), ranDry: fc.boolean(), waitsForOneToOne: fc.boolean() },
          lineLimit: fc.constantFrom('lines' as const, 'calls_a_second' as const, 'opening' as const),
          isFailing: fc.boolean(),
        }),
        (seen) => {
          const waits = waitingCauses(seen)
          const operators = Object.values(waits)
          expect(operators.every((each) => Number.isInteger(each) && each > 0)).toBe(true)
          expect(operators.reduce((sum, each) => sum + each, 0)).toBe(seen.waiting)
          expect(Object.keys(waits).every((cause) => (allCauses as readonly string[]).includes(cause))).toBe(true)
          expect(waits.unseen).toBeUndefined()
        },
      ),
      { numRuns: 500 },
    )
  })
})
