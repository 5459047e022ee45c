import type { CampaignView, StopGround, StopLifter } from '@sekisho/contract'
import type { CallInput } from '../shared/api/call.ts'

type Body = CallInput<'stops.set'>['body']

interface Choice {
  readonly value: string
  readonly label: string
}

/** Jobs and campaigns that can be stopped, as choices: `job:` or `campaign:` with an id. */
export function placesOf(
  campaigns: readonly Pick<CampaignView, 'campaignId' | 'jobId' | 'jobName' | 'name' | 'state'>[],
): {
  jobs: Choice[]
  campaigns: Choice[]
} {
  const open = campaigns.filter(({ state }) => state !== 'closed')
  const jobs = new Map(open.map(({ jobId, jobName }) => [`job:${jobId}`, jobName]))
  return {
    jobs: [...jobs].map(([value, label]) => ({ value, label })),
    campaigns: open.map(({ campaignId, name }) => ({ value: `campaign:${campaignId}`, label: name })),
  }
}

/** What is sent for a choice; null while none is made. */
export function bodyOf(place: string, ground: StopGround, liftBy: StopLifter): Body | null {
  if (place === 'tenant') return { extent: 'tenant', ground, liftBy }
  const [kind, id] = place.split(':')
  if (id === undefined) return null
  return kind === 'job'
    ? { extent: 'job', jobId: id, ground, liftBy }
    : { extent: 'campaign', campaignId: id, ground, liftBy }
}
