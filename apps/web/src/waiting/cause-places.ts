import type { Permission, WaitingCause } from '@sekisho/contract'
import { paths } from '../shared/paths.ts'
import { may, type Me } from '../shared/session.ts'
import type { CauseGroup } from '../words/waiting.ts'

/** What is drawn in one colour: eighteen would tell nobody anything. */
export const groupOf: Readonly<Record<WaitingCause, CauseGroup>> = {
  ...{ answer: 'ordinary', call_in: 'ordinary', list: 'list' },
  ...{ hours: 'hours', not_running: 'hours', switched_off: 'hours' },
  ...{ one_to_one: 'pacing', few_answers: 'pacing', budget: 'pacing', risk: 'pacing' },
  ...{ skill: 'seats', elsewhere: 'seats' },
  ...{
    lines: 'carrier',
    calls_a_second: 'carrier',
    carrier_fails: 'carrier',
    carrier_away: 'carrier',
    ledger: 'carrier',
  },
  unseen: 'unseen',
}

interface Place {
  readonly permission: Permission
  readonly href: (tenantId: string, campaignId: string | null) => string
}

/** Where several are asked about: to their list. */
const ofCampaign =
  (path: (tenantId: string, campaignId: string) => string) => (tenantId: string, campaignId: string | null) =>
    campaignId === null ? paths.campaigns(tenantId) : path(tenantId, campaignId)

const whatIf: Place = { permission: 'floor.watch', href: ofCampaign(paths.whatIf) }
const assignments: Place = { permission: 'assignments.read', href: paths.assignments }

const places: Readonly<Partial<Record<WaitingCause, Place>>> = {
  ...{ answer: whatIf, few_answers: whatIf, risk: whatIf },
  call_in: { permission: 'campaigns.read', href: ofCampaign(paths.callIns) },
  list: { permission: 'lists.import', href: paths.importList },
  hours: { permission: 'calendar.read', href: (tenantId, campaignId) => paths.calendar(tenantId, campaignId) },
  not_running: { permission: 'campaigns.read', href: ofCampaign(paths.campaignReadiness) },
  switched_off: { permission: 'floor.watch', href: paths.floor },
  one_to_one: { permission: 'promises.read', href: paths.promises },
  budget: { permission: 'campaigns.read', href: ofCampaign(paths.campaign) },
  ...{ skill: assignments, elsewhere: assignments },
  ledger: { permission: 'ledger.health', href: paths.ledgerHealth },
}

export type Deed =
  | { readonly kind: 'link'; readonly href: string }
  /** Something outside of the product, or of somebody else's right: said, not linked. */
  | { readonly kind: 'words' }

/** Where this person can do something about a cause. */
export function deedOf(me: Me, cause: WaitingCause, tenantId: string, campaignId: string | null): Deed {
  const place = places[cause]
  if (place === undefined || !may(me, place.permission, tenantId)) return { kind: 'words' }
  return { kind: 'link', href: place.href(tenantId, campaignId) }
}
