import { describe, expect, it } from 'vitest'
import { questionFromSearch, searchOfQuestion } from './report-question.ts'

const now = Date.parse('2026-11-20T23:30:00Z')
const campaignId = '01a1fe12-ffd6-7003-85e6-43f54e004187'

describe('the question in an address', () => {
  it('survives being sent to a colleague', () => {
    const question = { kind: 'monthly', date: '2026-10-31', campaignId } as const
    const search = Object.fromEntries(new URLSearchParams(searchOfQuestion(question)))
    expect(questionFromSearch(search, now)).toEqual(question)
  })
  it('that makes no sense becomes the report of today in Japan', () => {
    const today = { kind: 'daily', date: '2026-11-21' }
    for (const search of [{}, { kind: 'weekly', date: '2026-02-30', campaignId: '../x', jobId: 7 }])
      expect(questionFromSearch(search, now)).toEqual(today)
  })
})
