import type { CampaignId, PersonId } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS } from '@sekisho/dialer'
import * as fc from 'fast-check'
import type { RawAttempt, RawSpan } from './count-raw.ts'

/** A campaign's days as they might be: for property tests of everything that is counted from them. */
export const CAMPAIGNS = ['campaign-1', 'campaign-2'] as CampaignId[]
export const OPERATORS = ['operator-1', 'operator-2', 'operator-3'] as PersonId[]
export const NIGHT_OF_MONTH_END_MS = Date.parse('2026-12-01T00:00:00+09:00')
const DAY_MS = 86_400_000

const codes = DEFAULT_DISPOSITIONS.map(({ code }) => code)
const isSystem = (code: string): boolean => code.startsWith('S')

export const rawAttempt: fc.Arbitrary<RawAttempt> = fc
  .record({
    campaignId: fc.constantFrom(...CAMPAIGNS),
    lead: fc.integer({ min: 1, max: 12 }),
    attemptId: fc.uuid(),
    operatorId: fc.constantFrom(...OPERATORS),
    disposition: fc.constantFrom(...codes),
    offsetMs: fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }),
    durations: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 900_000 }))),
  })
  .map(({ lead, offsetMs, durations, ...rest }) => {
    const [ring = 0, wait = 0, talk = 0, wrapUp = 0] = durations
    const intendedAtMs = NIGHT_OF_MONTH_END_MS + offsetMs
    const isAnswered = !isSystem(rest.disposition) || rest.disposition === 'S08' || rest.disposition === 'S03'
    const isConnected = !isSystem(rest.disposition)
    const hungUpAtMs = intendedAtMs + ring + wait + talk
    return {
      ...rest,
      leadId: `${rest.campaignId} ${lead}`,
      operatorId: isConnected ? rest.operatorId : null,
      intendedAtMs,
      answeredAtMs: isAnswered ? intendedAtMs + ring : null,
      connectedAtMs: isConnected ? intendedAtMs + ring + wait : null,
      hungUpAtMs: isAnswered ? hungUpAtMs : null,
      endedAtMs: hungUpAtMs + wrapUp,
    }
  })

export const rawSpan: fc.Arbitrary<RawSpan> = fc
  .record({
    campaignId: fc.constantFrom(...CAMPAIGNS),
    operatorId: fc.constantFrom(...OPERATORS),
    state: fc.constantFrom('away', 'available', 'previewing', 'reserved', 'connected', 'wrap_up'),
    reason: fc.constantFrom('lunch', 'break', 'training'),
    offsetMs: fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
    durationMs: fc.integer({ min: 0, max: 12 * 3_600_000 }),
  })
  .map(({ reason, offsetMs, durationMs, ...rest }) => ({
    ...rest,
    awayReason: rest.state === 'away' ? reason : null,
    fromMs: NIGHT_OF_MONTH_END_MS + offsetMs,
    untilMs: NIGHT_OF_MONTH_END_MS + offsetMs + durationMs,
  }))
