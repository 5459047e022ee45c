import { attemptId, deskFromClient, type LastResult } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../campaigns/default-settings.ts'
import { desk } from '../words/desk.ts'
import { correctMessage, whyNotCorrected } from './correction-draft.ts'

const now = Date.parse('2026-11-20T14:00:00+09:00')
const settings = defaultSettings('company')
const last: LastResult = {
  attemptId: attemptId.parse('00000000-0000-4000-8000-0000000000a1'),
  ...{ recordedAt: now - 60_000, disposition: '11', label: '成約', callbackAt: null, version: 2 },
}
const result = (code: string) => {
  const found = settings.dispositions.find((each) => each.code === code)
  if (found === undefined) throw new Error(code)
  return found
}

describe('a correction of the last result', () => {
  it('has to be another result', () => {
    expect(whyNotCorrected({ disposition: null, callbackAt: null }, last, settings, now)).toBe(desk.needsResult)
    expect(whyNotCorrected({ disposition: '11', callbackAt: null }, last, settings, now)).toBe(desk.correctSame)
    // a time does not belong to a final result: typed beside it, it changes nothing
    expect(whyNotCorrected({ disposition: '11', callbackAt: now + 1 }, last, settings, now)).toBe(desk.correctSame)
    expect(whyNotCorrected({ disposition: '32', callbackAt: null }, last, settings, now)).toBeNull()
  })
  it('moves a promise, and needs its time', () => {
    const promised = { ...last, disposition: '14', callbackAt: now + 3_600_000 }
    expect(whyNotCorrected({ disposition: '14', callbackAt: null }, last, settings, now)).toBe(desk.needsCallback)
    expect(whyNotCorrected({ disposition: '14', callbackAt: now - 1 }, last, settings, now)).toBe(desk.callbackPassed)
    const same = { disposition: '14', callbackAt: promised.callbackAt }
    expect(whyNotCorrected(same, promised, settings, now)).toBe(desk.correctSame)
    expect(whyNotCorrected({ ...same, callbackAt: now + 7_200_000 }, promised, settings, now)).toBeNull()
  })
  it('is what the contract declares, with what the page has seen', () => {
    const draft = { disposition: '14', callbackAt: now + 1 }
    expect(deskFromClient.parse({ ...correctMessage(draft, last, result('14')), seq: 1 })).toMatchObject({
      ...{ type: 'correct', disposition: '14', callbackAt: now + 1, version: 2 },
    })
    expect(correctMessage(draft, last, result('32'))).not.toHaveProperty('callbackAt')
  })
})
