import type { Permission, ReadinessCode } from '@sekisho/contract'
import { paths } from '../shared/paths.ts'
import { may, type Me } from '../shared/session.ts'
import { readiness } from '../words/campaign-set-up.ts'
import type { Phrase } from '../words/phrase.ts'

/** Parts of a campaign's settings that an address can name. */
export const settingPlaces = ['caller-name', 'fields', 'script', 'results', 'hours'] as const
export type SettingPlace = (typeof settingPlaces)[number]

const partOf: Partial<Record<ReadinessCode, SettingPlace>> = {
  caller_name: 'caller-name',
  visible_fields: 'fields',
  script: 'script',
  dispositions: 'results',
  success: 'results',
  calling_hours: 'hours',
  hours_now: 'hours',
}

interface Place {
  readonly href: string
  readonly words: Phrase<string>
}

/** Where somebody mends what a check found; null where this person may not, or nobody can. */
export function placeOf(me: Me, code: ReadinessCode, tenantId: string, campaignId: string): Place | null {
  const { places } = readiness
  const ifMay = (permission: Permission, place: Place, where: string | null = tenantId) =>
    may(me, permission, where) ? place : null
  const part = partOf[code]
  if (part !== undefined)
    return ifMay('campaigns.manage', {
      href: `${paths.campaign(tenantId, campaignId)}#${part}`,
      words: places.settings,
    })
  if (code === 'leads') return ifMay('lists.import', { href: paths.importList(tenantId), words: places.importList })
  if (code === 'imports' || code === 'list_period')
    return ifMay('lists.read', { href: paths.lists(tenantId), words: places.lists })
  if (code === 'seated' || code === 'stop_switches')
    return ifMay('floor.watch', { href: paths.floor(tenantId), words: places.floor })
  if (code === 'operators')
    return ifMay('designations.read', { href: paths.designations(), words: places.designations }, null)
  return null
}
