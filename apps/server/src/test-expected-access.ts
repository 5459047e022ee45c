import type { Permission, Seat } from '@sekisho/contract'

/**
 * The reviewed table (product.md, People): what each seat may do. Tests hold the policies and every route against it;
 * whatever is not listed is denied. Change it only together with policies.cedar and a reason.
 */
export const expectedOfOneself: readonly Permission[] = ['self.read', 'self.manage']

/** At the head office, for seats that are designated for the house. */
export const expectedHouse: Readonly<Record<Seat, readonly Permission[]>> = {
  operator: [],
  supervisor: [],
  centre_manager: [],
  account_manager: [
    'people.read',
    'people.manage',
    'designations.read',
    'designations.manage',
    'parties.read',
    'parties.manage',
  ],
  maintainer: [],
  vendor: [],
  watch_officer: ['ledger.read', 'ledger.health'],
  auditor: ['people.read', 'designations.read', 'parties.read', 'ledger.read', 'ledger.health', 'findings.close'],
  client_auditor: [],
}

/** In a tenant that the designation covers. */
export const expectedTenant: Readonly<Record<Seat, readonly Permission[]>> = {
  operator: ['desk.work', 'faq.read'],
  supervisor: [
    'people.confirm',
    'uploads.create',
    'uploads.read',
    'lists.read',
    'lists.import',
    'lists.undo',
    'campaigns.read',
    'campaigns.manage',
    'campaigns.run',
    'campaigns.stop',
    'calendar.read',
    'calendar.manage',
    'floor.watch',
    'reports.read',
    'reports.operators',
    'reports.export',
    'reports.manage',
    'memo.read',
    'do_not_call.read',
    'do_not_call.search',
    'leads.decide',
    'stops.read',
    'stops.set',
    'stops.lift',
    'results.correct',
    'hands.answer',
    'promises.read',
    'promises.assign',
    'faq.read',
    'faq.write',
    'ledger.health',
  ],
  centre_manager: [
    'people.confirm',
    'lists.read',
    'campaigns.read',
    'campaigns.stop',
    'calendar.read',
    'calendar.manage',
    'calendar.import',
    'floor.watch',
    'reports.read',
    'reports.operators',
    'reports.export',
    'do_not_call.read',
    'do_not_call.search',
    'stops.read',
    'stops.set',
    'stops.lift',
    'stops.lift_any',
    'promises.read',
    'faq.read',
    'ledger.read',
    'ledger.health',
  ],
  account_manager: [],
  maintainer: [],
  vendor: [],
  watch_officer: ['calendar.read', 'floor.watch', 'stops.read', 'ledger.read', 'ledger.health'],
  auditor: [
    'uploads.read',
    'lists.read',
    'campaigns.read',
    'calendar.read',
    'reports.read',
    'reports.operators',
    'do_not_call.read',
    'stops.read',
    'contact.search',
    'ledger.read',
    'ledger.health',
    'findings.close',
  ],
  client_auditor: [
    'lists.read',
    'campaigns.read',
    'calendar.read',
    'reports.read',
    'reports.export',
    'do_not_call.read',
    'ledger.read',
    'ledger.health',
  ],
}

/** Seats whose house designation covers every tenant: the exceptions that policies.cedar writes out (E-02). */
export const reachesEveryTenant: readonly Seat[] = ['watch_officer', 'auditor']
/** Seats that are designated for the house; the others for a tenant, a job or a site. */
export const seatsOfTheHouse: readonly Seat[] = ['account_manager', 'maintainer', 'vendor', 'watch_officer', 'auditor']
