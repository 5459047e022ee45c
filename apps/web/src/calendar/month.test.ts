import { describe, expect, it } from 'vitest'
import { monthAfter, monthFromSearch } from './month.ts'

describe('the month in view', () => {
  it('goes on over the end of a year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })

  it('is this month in Japan where the address says nothing that is one', () => {
    const lastMinuteOfNovemberUtc = Date.parse('2026-11-30T23:59:00Z')
    expect(monthFromSearch({}, lastMinuteOfNovemberUtc)).toEqual({ campaignId: null, month: '2026-12' })
    expect(monthFromSearch({ month: '2026-13', campaign: '<b>' }, lastMinuteOfNovemberUtc).month).toBe('2026-12')
    const campaign = '00000000-0000-4000-8000-000000000001'
    expect(monthFromSearch({ month: '2027-02', campaign }, 0)).toEqual({ campaignId: campaign, month: '2027-02' })
  })
})
