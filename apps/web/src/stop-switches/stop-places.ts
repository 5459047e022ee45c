import { areaCode, type CampaignView, type ListView, type StopGround, type StopLifter } from '@sekisho/contract'
import type { CallInput } from '../shared/api/call.ts'

type Body = CallInput<'stops.set'>['body']
type TownsBody = CallInput<'stops.setOfMunicipalities'>['body']

interface Choice {
  readonly value: string
  readonly label: string
}

/** Jobs, campaigns and lists that can be stopped, as choices: `job:`, `campaign:` or `list:` with an id. */
export function placesOf(
  campaigns: readonly Pick<CampaignView, 'campaignId' | 'jobId' | 'jobName' | 'name' | 'state'>[],
  lists: readonly Pick<ListView, 'listId' | 'campaignId' | 'campaignName' | 'label' | 'state'>[] = [],
): {
  jobs: Choice[]
  campaigns: Choice[]
  lists: Choice[]
} {
  const open = campaigns.filter(({ state }) => state !== 'closed')
  const openIds = new Set(open.map(({ campaignId }) => campaignId))
  const callable = lists.filter(({ campaignId, state }) => state === 'ready' && openIds.has(campaignId))
  const jobs = new Map(open.map(({ jobId, jobName }) => [`job:${jobId}`, jobName]))
  return {
    jobs: [...jobs].map(([value, label]) => ({ value, label })),
    campaigns: open.map(({ campaignId, name }) => ({ value: `campaign:${campaignId}`, label: name })),
    lists: callable.map(({ listId, label, campaignName }) => ({
      ...{ value: `list:${listId}`, label: `${label} (${campaignName})` },
    })),
  }
}

/** What is sent for municipalities; null while none is chosen. @param codes  with blanks between them */
export function municipalitiesBodyOf(codes: string, ground: StopGround, liftBy: StopLifter): TownsBody | null {
  return codes === '' ? null : { municipalities: codes.split(' '), ground, liftBy }
}

/**
 * What is sent for a choice; null while none is made.
 *
 * @param area  of the choices `prefecture` and `area_code`: its code, or the digits as typed
 */
export function bodyOf(place: string, area: string, ground: StopGround, liftBy: StopLifter): Body | null {
  if (place === 'tenant') return { extent: 'tenant', ground, liftBy }
  if (place === 'prefecture') return area === '' ? null : { extent: place, prefecture: Number(area), ground, liftBy }
  if (place === 'municipality') return null
  if (place === 'area_code')
    return areaCode.safeParse(area).success ? { extent: place, areaCode: area, ground, liftBy } : null
  const [kind, id] = place.split(':')
  if (id === undefined) return null
  if (kind === 'job') return { extent: 'job', jobId: id, ground, liftBy }
  if (kind === 'list') return { extent: 'list', listId: id, ground, liftBy }
  return { extent: 'campaign', campaignId: id, ground, liftBy }
}
