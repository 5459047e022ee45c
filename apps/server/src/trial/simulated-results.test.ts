import { seededRandom } from '@sekisho/telephony'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultCampaignSettings } from '../campaigns/index.ts'
import { plausibleResult } from './simulated-results.ts'

const settings = defaultCampaignSettings('test', 'company')
const nowMs = Date.parse('2026-11-24T10:00:00+09:00')
const persona = fc.record({
  answeredBy: fc.constantFrom('self' as const, 'family' as const, 'wrong_number' as const, 'machine' as const),
  inclination: fc.constantFrom(...(['accepts', 'considers', 'asks_later', 'refuses', 'never_again'] as const)),
  talkMs: fc.nat(600_000),
})

describe('the results of simulated operators', () => {
  it('are results of the campaign, with a time in the future exactly where one is owed', () => {
    fc.assert(
      fc.property(
        fc.option(persona, { nil: undefined }),
        fc.subarray(settings.dispositions, { minLength: 1 }),
        fc.string(),
        (who, dispositions, seed) => {
          const result = plausibleResult(who, { dispositions }, seededRandom(seed), nowMs)
          const chosen = dispositions.find(({ code }) => code === result.disposition)
          expect(chosen).toBeDefined()
          expect(result.callbackAt !== undefined).toBe(chosen?.next === 'callback')
          if (result.callbackAt !== undefined) expect(result.callbackAt).toBeGreaterThan(nowMs)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never take an answering machine, a family or a wrong number for a success', () => {
    fc.assert(
      fc.property(persona, fc.string(), (who, seed) => {
        fc.pre(who.answeredBy !== 'self')
        const { disposition } = plausibleResult(who, settings, seededRandom(seed), nowMs)
        expect(settings.dispositions.find(({ code }) => code === disposition)?.isSuccess).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})
