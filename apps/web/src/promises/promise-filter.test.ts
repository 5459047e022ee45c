import { describe, expect, it } from 'vitest'
import { searchOfView, viewFromSearch } from './promise-filter.ts'

const campaignId = '00000000-0000-4000-8000-000000000001'

describe('the view of promises in an address', () => {
  it('comes back as it was', () => {
    for (const view of [{ isSettled: false }, { isSettled: true, campaignId, siteId: campaignId }])
      expect(viewFromSearch(Object.fromEntries(new URLSearchParams(searchOfView(view))))).toEqual(view)
  })

  it('leaves out what somebody else wrote there', () => {
    expect(viewFromSearch({ campaignId: "'; drop", siteId: 7, settled: true })).toEqual({ isSettled: false })
  })
})
