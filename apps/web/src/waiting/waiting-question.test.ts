import { describe, expect, it } from 'vitest'
import { clockOfSlot, questionFromSearch, searchOfQuestion } from './waiting-question.ts'

const now = Date.parse('2026-11-24T10:00:00+09:00')
const campaignId = '0190c2f0-0000-7000-8000-000000000001'

describe('the question in an address', () => {
  it('is read back as it was written', () => {
    for (const question of [
      { date: '2026-11-20', campaignId, fromSlot: 18, untilSlot: 25 },
      { date: '2026-11-20', fromSlot: 0, untilSlot: 48 },
    ]) {
      const search = Object.fromEntries(new URLSearchParams(searchOfQuestion(question)))
      expect(questionFromSearch(search, now)).toEqual(question)
    }
  })

  it('is the whole of today where it makes no sense', () => {
    const today = { date: '2026-11-24', fromSlot: 0, untilSlot: 48 }
    for (const search of [
      {},
      { date: '2026-13-40', campaignId: '../x' },
      { fromSlot: '30', untilSlot: '20' },
      { fromSlot: 'x', untilSlot: '99' },
      { fromSlot: 1.5 },
    ])
      expect(questionFromSearch(search, now)).toEqual(today)
  })

  it('names half hours as a clock does', () => {
    expect([0, 1, 19, 48].map(clockOfSlot)).toEqual(['00:00', '00:30', '09:30', '24:00'])
  })
})
