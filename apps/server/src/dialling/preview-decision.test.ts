import { describe, expect, it } from 'vitest'
import { type PreviewFacts, previewStep } from './preview-decision.ts'

const nowMs = 1_000_000
const fine: PreviewFacts = {
  ...{ limitAtMs: nowMs + 1, atLimit: 'goes_back', isSeen: true, isWanted: false, isSeated: true, isConnected: true },
  ...{
    isCallable: true,
    isRefused: false,
    isNumberUsable: true,
    isNumberBusy: false,
    callsUs: false,
    isStopped: false,
    isOutsidePeriod: false,
  },
}
const free = { nowMs, stop: null, hasLine: true } as const

describe('what is done with a preview', () => {
  it.each([
    [{}, free, 'stays'],
    [{ isWanted: true }, free, 'dialled'],
    [{ limitAtMs: nowMs }, free, 'went_back'],
    [{ limitAtMs: nowMs, atLimit: 'dials' }, free, 'dialled_at_limit'],
    // nobody is dialled unseen, nor for a seat at which nobody sits
    [{ limitAtMs: nowMs, atLimit: 'dials', isSeen: false }, free, 'went_back'],
    [{ limitAtMs: nowMs, atLimit: 'dials', isConnected: false }, free, 'went_back'],
    [{ isWanted: true, isConnected: false }, free, 'stays'],
    [{ isWanted: true, isSeated: false }, free, 'left'],
    [{ isWanted: true, isCallable: false }, free, 'excluded'],
    [{ isWanted: true, isRefused: true }, free, 'do_not_call'],
    [{ isWanted: true, callsUs: true }, free, 'calls_us'],
    [{ isWanted: true, isNumberUsable: false }, free, 'number_gone'],
    [{ isWanted: true, isStopped: true }, free, 'calling_stopped'],
    [{ isWanted: true, isNumberBusy: true }, free, 'number_busy'],
    // who only reads may read on while somebody else is on that line
    [{ isNumberBusy: true }, free, 'stays'],
    [{ isWanted: true }, { ...free, hasLine: false }, 'stays'],
    [{ isWanted: true }, { ...free, stop: 'campaign_stopped' }, 'calling_stopped'],
    [{}, { ...free, stop: 'tenant_switched_off' }, 'calling_stopped'],
    [{ isWanted: true }, { ...free, stop: 'outside_hours' }, 'outside_hours'],
    // what only we lack ends nothing, and nothing is dialled meanwhile
    [{ isWanted: true }, { ...free, stop: 'carrier_disconnected' }, 'stays'],
    [{ isWanted: true }, { ...free, stop: 'ledger_unavailable' }, 'stays'],
  ] as const)('%j, %j: %s', (changes, look, expected) => {
    const step = previewStep({ ...fine, ...changes }, look)
    expect(step.kind === 'stays' ? 'stays' : step.end).toBe(expected)
  })
})
