import { attemptId as attemptIdSchema, deskFromClient } from '@sekisho/contract'
import type { CallInHand } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../campaigns/default-settings.ts'
import { desk } from '../words/desk.ts'
import { type Disposition, firstDraft, recordMessage, whyNotConfirmed } from './call-draft.ts'
import { matchingResults } from './matching-results.ts'

const now = Date.parse('2026-11-20T14:00:00+09:00')
const settings = defaultSettings('company')
const draft = firstDraft(attemptIdSchema.parse('00000000-0000-4000-8000-0000000000a1'))
const call: CallInHand = {
  attemptId: draft.attemptId,
  campaignId: '00000000-0000-4000-8000-0000000000c1' as CallInHand['campaignId'],
  state: 'wrap_up',
  hasHungUp: true,
  fields: [],
  withheld: [],
  answeredBy: null,
  confirmedAt: null,
  confirmedPosition: null,
  maskedNumber: '',
  entryPosition: 1,
  connectedAt: now - 60_000,
  wrapUpSince: now - 5_000,
  previous: [],
  memosPosition: null,
  attemptNumber: 1,
  calledNumber: null,
  onNoList: null,
}
const result = (code: string) => {
  const found = settings.dispositions.find((each) => each.code === code)
  if (found === undefined) throw new Error(code)
  return found
}

describe('whyNotConfirmed', () => {
  it('asks for a result first', () => {
    expect(whyNotConfirmed(draft, call, settings, now)).toBe(desk.needsResult)
  })
  it('never ends a live call by a confirmation', () => {
    const live = { ...call, state: 'connected', hasHungUp: false } as const
    expect(whyNotConfirmed({ ...draft, disposition: '11' }, live, settings, now)).toBe(desk.needsHangUp)
    expect(whyNotConfirmed({ ...draft, disposition: '11' }, { ...live, hasHungUp: true }, settings, now)).toBeNull()
  })
  it('wants a time to call back that lies ahead and within calling hours', () => {
    const promised = { ...draft, disposition: '14' }
    expect(whyNotConfirmed(promised, call, settings, now)).toBe(desk.needsCallback)
    expect(whyNotConfirmed({ ...promised, callbackAt: now - 1 }, call, settings, now)).toBe(desk.callbackPassed)
    expect(whyNotConfirmed({ ...promised, callbackAt: now + 8 * 3_600_000 }, call, settings, now)).toBe(
      desk.callbackOutside,
    )
    expect(whyNotConfirmed({ ...promised, callbackAt: now + 3_600_000 }, call, settings, now)).toBeNull()
  })
})

describe('a draft', () => {
  it('goes on to the break that was booked before the call came', () => {
    expect(firstDraft(draft.attemptId).then).toBe('available')
    expect(firstDraft(draft.attemptId, 'lunch').then).toBe('lunch')
  })
})

describe('recordMessage', () => {
  it('is what the contract declares, for every default result', () => {
    for (const disposition of settings.dispositions) {
      const message = recordMessage({ ...draft, memo: ' 土曜を希望 ', callbackAt: now + 1 }, disposition)
      const parsed = deskFromClient.parse({ ...message, seq: 1 })
      expect(parsed).toMatchObject({ type: 'record', disposition: disposition.code, memo: '土曜を希望' })
    }
  })
  it('sends no call-back time with a final result, even when one was typed before', () => {
    const message = recordMessage({ ...draft, callbackAt: now + 1 }, result('11'))
    expect(message).not.toHaveProperty('callbackAt')
    expect(recordMessage({ ...draft, callbackAt: now + 1 }, result('14'))).toMatchObject({ callbackAt: now + 1 })
  })
  it('sends why it is handed over only with a result that makes a ticket, by the campaign or by its code', () => {
    const chosen = { ...draft, ticketReason: 'contract' } as const
    const reasonFor = (code: string, ticket?: Disposition['ticket']) =>
      recordMessage(chosen, { ...result(code), ...(ticket === undefined ? {} : { ticket }) }).ticketReason
    expect(['51', '52', '11', '45'].map((code) => reasonFor(code))).toEqual([
      ...['contract', 'contract', undefined, undefined],
    ])
    expect(reasonFor('45', { to: 'client', businessDays: 1 })).toBe('contract')
    expect(reasonFor('51', { to: 'nobody', businessDays: 0 })).toBeUndefined()
    expect(recordMessage(draft, result('51'))).not.toHaveProperty('ticketReason')
  })
})

describe('matchingResults', () => {
  it('finds by code and by part of the label, in full width as well', () => {
    expect(matchingResults(settings.dispositions, '１').map(({ code }) => code)).toEqual(['11', '12', '13', '14'])
    expect(matchingResults(settings.dispositions, 'コール').map(({ code }) => code)).toEqual(['14'])
    expect(matchingResults(settings.dispositions, 'sv').map(({ code }) => code)).toEqual(['51'])
    expect(matchingResults(settings.dispositions, ' ')).toHaveLength(settings.dispositions.length)
  })
})
