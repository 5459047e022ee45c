import type { CampaignId, JobId, ListId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { bodyOf, municipalitiesBodyOf, placesOf } from './stop-places.ts'

const jobId = '00000000-0000-4000-8000-000000000001' as JobId
const campaign = (id: number, state: 'running' | 'closed') => ({
  ...{ campaignId: `00000000-0000-4000-8000-00000000010${id}` as CampaignId, jobId, jobName: '健診' },
  ...{ name: `第${id}期`, state },
})

describe('what can be stopped', () => {
  const listId = '00000000-0000-4000-8000-000000000201' as ListId
  const list = (of: number, state: 'ready' | 'undone') => ({
    ...{ listId, label: '第1回', state, campaignName: `第${of}期` },
    campaignId: `00000000-0000-4000-8000-00000000010${of}` as CampaignId,
  })
  const choices = placesOf(
    [campaign(1, 'running'), campaign(2, 'running'), campaign(3, 'closed')],
    [list(1, 'ready'), list(2, 'undone'), list(3, 'ready')],
  )

  it('is each list that is ready, of a campaign that is not closed', () => {
    expect(choices.lists).toEqual([{ value: `list:${listId}`, label: '第1回 (第1期)' }])
  })

  it('is each job once, and each campaign that is not closed', () => {
    expect(choices.jobs.map(({ label }) => label)).toEqual(['健診'])
    expect(choices.campaigns.map(({ label }) => label)).toEqual(['第1期', '第2期'])
  })

  it('is sent as it was chosen, and not at all while nothing is', () => {
    const terms = { ground: 'disaster', liftBy: 'setter' } as const
    const sent = (place = '', area = '') => bodyOf(place, area, terms.ground, terms.liftBy)
    expect(sent('tenant')).toEqual({ extent: 'tenant', ...terms })
    expect(sent(choices.jobs[0]?.value)).toEqual({ extent: 'job', jobId, ...terms })
    expect(sent(choices.campaigns[1]?.value)).toMatchObject({
      extent: 'campaign',
      campaignId: '00000000-0000-4000-8000-000000000102',
    })
    expect(sent(choices.lists[0]?.value)).toMatchObject({ extent: 'list', listId })
    expect(sent('prefecture', '17')).toEqual({ extent: 'prefecture', prefecture: 17, ...terms })
    expect(sent('area_code', '0768')).toEqual({ extent: 'area_code', areaCode: '0768', ...terms })
    for (const area of ['', '0', '00', '7', '07683', '0a']) expect(sent('area_code', area)).toBeNull()
    expect(sent('prefecture')).toBeNull()
    expect(sent('municipality', '17204')).toBeNull()
    const towns = (codes: string) => municipalitiesBodyOf(codes, terms.ground, terms.liftBy)
    expect(towns('17204 17205')).toEqual({ municipalities: ['17204', '17205'], ...terms })
    expect(towns('')).toBeNull()
    expect(sent('')).toBeNull()
  })
})
