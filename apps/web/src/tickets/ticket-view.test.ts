import { describe, expect, it } from 'vitest'
import { searchOfView, viewFromSearch } from './ticket-view.ts'

const campaignId = '00000000-0000-4000-8000-000000000001'

describe('the view of tickets in an address', () => {
  it('comes back as it was', () => {
    for (const view of [{ state: 'unfinished' }, { state: 'own', campaignId }, { state: 'done' }] as const)
      expect(viewFromSearch(Object.fromEntries(new URLSearchParams(searchOfView(view))))).toEqual(view)
  })

  it('leaves out what somebody else wrote there', () => {
    expect(viewFromSearch({ campaignId: "'; drop", state: 'deleted' })).toEqual({ state: 'unfinished' })
  })
})
