import type { Permission } from '@sekisho/contract'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { paths } from '../shared/paths.ts'
import { assignments } from '../words/assignments.ts'
import { confirmation } from '../words/confirmation.ts'
import { calendar } from '../words/calendar.ts'
import { findings } from '../words/findings.ts'
import { frame } from '../words/frame.ts'
import type { Phrase } from '../words/phrase.ts'
import { houseStops } from '../words/house-stops.ts'
import { notices } from '../words/notices.ts'
import { promises } from '../words/promises.ts'
import { tickets } from '../words/tickets.ts'
import { waiting } from '../words/waiting.ts'

export interface NavigationPage {
  readonly label: Phrase<string>
  readonly group: Phrase<string>
  readonly href: string
}

interface TenantPage {
  readonly label: Phrase<string>
  readonly group: Phrase<string>
  readonly permission: Permission
  readonly href: (tenantId: string) => string
}

/** In the order of the rail; the first a person may open is their first page. */
const tenantPages: readonly TenantPage[] = [
  { label: frame.desk, group: frame.groupWork, permission: 'desk.work', href: paths.desk },
  { label: frame.floor, group: frame.groupWork, permission: 'floor.watch', href: paths.floor },
  {
    label: waiting.title,
    group: frame.groupWork,
    permission: 'floor.watch',
    href: (tenantId) => paths.waiting(tenantId),
  },
  { label: promises.title, group: frame.groupWork, permission: 'promises.read', href: paths.promises },
  { label: tickets.title, group: frame.groupWork, permission: 'tickets.read', href: paths.tickets },
  {
    label: assignments.title,
    group: frame.groupWork,
    permission: 'assignments.read',
    href: paths.assignments,
  },
  { label: notices.title, group: frame.groupWork, permission: 'notices.read', href: paths.notices },
  { label: confirmation.title, group: frame.groupWork, permission: 'people.confirm', href: paths.confirmPerson },
  { label: frame.lists, group: frame.groupLists, permission: 'lists.read', href: paths.lists },
  { label: frame.importList, group: frame.groupLists, permission: 'lists.import', href: paths.importList },
  { label: frame.campaigns, group: frame.groupLists, permission: 'campaigns.read', href: paths.campaigns },
  {
    label: calendar.title,
    group: frame.groupLists,
    permission: 'calendar.read',
    href: (tenantId) => paths.calendar(tenantId),
  },
  { label: frame.doNotCall, group: frame.groupLists, permission: 'do_not_call.read', href: paths.doNotCall },
  { label: frame.reports, group: frame.groupReports, permission: 'reports.read', href: paths.reports },
  { label: frame.ledger, group: frame.groupLedger, permission: 'ledger.read', href: paths.ledger },
  { label: frame.contactLedger, group: frame.groupLedger, permission: 'contact.search', href: paths.contactLedger },
  { label: frame.ledgerHealth, group: frame.groupLedger, permission: 'ledger.health', href: paths.ledgerHealth },
  { label: findings.title, group: frame.groupLedger, permission: 'ledger.health', href: paths.findings },
]

const housePages: readonly (Omit<TenantPage, 'href'> & { readonly href: () => string })[] = [
  { label: houseStops.title, group: frame.groupWork, permission: 'stops.rule_house', href: paths.houseStops },
  { label: frame.houseLedger, group: frame.groupLedger, permission: 'ledger.read', href: paths.houseLedger },
  { label: findings.houseTitle, group: frame.groupLedger, permission: 'ledger.health', href: paths.houseFindings },
  { label: frame.people, group: frame.groupHouse, permission: 'people.read', href: paths.people },
  { label: frame.designations, group: frame.groupHouse, permission: 'designations.read', href: paths.designations },
  { label: frame.companies, group: frame.groupHouse, permission: 'parties.read', href: paths.companies },
]

/** The pages this person may open, for one tenant and the head office. */
export function pagesOf(me: Me, tenantId: string | null): readonly NavigationPage[] {
  const ofTenant =
    tenantId === null
      ? []
      : tenantPages
          .filter((page) => may(me, page.permission, tenantId))
          .map(({ label, group, href }) => ({ label, group, href: href(tenantId) }))
  const ofHouse = housePages
    .filter((page) => may(me, page.permission, null))
    .map(({ label, group, href }) => ({ label, group, href: href() }))
  return [...ofTenant, ...ofHouse]
}

/** An operator's screen has no rail: nothing beside the call. */
export function hasRail(me: Me, tenantId: string | null, pathname: string): boolean {
  if (/^\/t\/[^/]+\/desk$/.test(pathname)) return false
  return pagesOf(me, tenantId).length > 1
}
