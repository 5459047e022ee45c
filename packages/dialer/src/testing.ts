import * as fc from 'fast-check'
import type { CallingRules, DayWindow } from './calling-hours.ts'
import { callingRules } from './calling-hours.ts'

/** Arbitrary inputs for the property tests of this package. */

/** Any instant of 2026 to 2028 in Japan. */
export const anyInstant: fc.Arbitrary<number> = fc.integer({
  min: Date.parse('2026-01-01T00:00:00+09:00'),
  max: Date.parse('2028-12-31T23:59:59+09:00'),
})

const anyWindow: fc.Arbitrary<DayWindow | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 }))
      .map(([fromMinute, untilMinute]) => ({ fromMinute, untilMinute })),
  },
)

/** Any hours a campaign could be given, also senseless ones. */
export const anyCallingRules: fc.Arbitrary<CallingRules> = fc
  .record({ weekday: anyWindow, saturday: anyWindow, sundayAndHoliday: anyWindow })
  .map((hours) => callingRules(hours))
