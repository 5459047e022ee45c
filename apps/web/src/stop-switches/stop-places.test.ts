import type { CampaignId, JobId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { bodyOf, placesOf } from './stop-places.ts'

const jobId = '00000000-0000-4000-8000-000000000001' as JobId
const campaign = (id: number, state: 'running' | 'closed') => ({
  ...{ campaignId: `00000000-0000-4000-8000-00000000010${id}` as CampaignId, jobId, jobName: '健診' },
  ...{ name: `第${id}期`, state },
})

describe('what can be stopped', () => {
  const choices = placesOf([campaign(1, 'running'), campaign(2, 'running'), campaign(3, 'closed')])

  it('is each job once, and each campaign that is not closed', () => {
    expect(choices.jobs.map(({ label }) => label)).toEqual(['健診'])
    expect(choices.campaigns.map(({ label }) => label)).toEqual(['第1期', '第2期'])
  })

  it('is sent as it was chosen, and not at all while nothing is', () => {
    const terms = { ground: 'disaster', liftBy: 'setter' } as const
    const sent = (place = '') => bodyOf(place, terms.ground, terms.liftBy)
    expect(sent('tenant')).toEqual({ extent: 'tenant', ...terms })
    expect(sent(choices.jobs[0]?.value)).toEqual({ extent: 'job', jobId, ...terms })
    expect(sent(choices.campaigns[1]?.value)).toMatchObject({
      extent: 'campaign',
      campaignId: '00000000-0000-4000-8000-000000000102',
    })
    expect(sent('')).toBeNull()
  })
})
