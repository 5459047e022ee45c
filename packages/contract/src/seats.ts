/** The seats of product.md: what a person may be, only ever through a designation (F-08). */
export const seats = [
  'operator',
  'supervisor',
  'centre_manager',
  'account_manager',
  'maintainer',
  'vendor',
  'watch_officer',
  'auditor',
  'client_auditor',
] as const
export type Seat = (typeof seats)[number]

/** Where a designation reaches: the whole house, one tenant, one job or one site of it. */
export const scopeKinds = ['house', 'tenant', 'job', 'site'] as const
export type ScopeKind = (typeof scopeKinds)[number]

/** Why somebody does something; stands in every entry that opens personal data. */
export const purposes = [
  'call',
  'list_intake',
  'dialling',
  'oversight',
  'account_work',
  'set_up',
  'supervision',
  'complaint',
  'quality',
  'correction',
  'ticket',
] as const
export type Purpose = (typeof purposes)[number]
/** What a supervisor may read a memo for: a complaint, the quality of a talk, a result to be corrected. */
export const memoPurposes = ['complaint', 'quality', 'correction'] as const satisfies readonly Purpose[]
export type MemoPurpose = (typeof memoPurposes)[number]
/** What somebody may ask for whether a number is not to be called: a complaint, the floor's work, a result in doubt. */
export const doNotCallPurposes = ['complaint', 'supervision', 'correction'] as const satisfies readonly Purpose[]
export type DoNotCallPurpose = (typeof doNotCallPurposes)[number]

/** How a session came in (J-01). */
export const routes = ['centre', 'maintenance', 'home', 'internal'] as const
export type Route = (typeof routes)[number]

/**
 * Everything a person or a system actor can be permitted to do. A route or a socket message names exactly one;
 * the Cedar policies say which seats hold it, and what is not said is denied.
 */
export const permissions = [
  'self.read',
  'self.manage',
  'people.read',
  'people.manage',
  'people.confirm',
  'designations.read',
  'designations.manage',
  'parties.read',
  'parties.manage',
  'uploads.create',
  'uploads.read',
  'lists.read',
  'lists.import',
  'lists.undo',
  'refused_rows.correct',
  'handovers.set_rule',
  'campaigns.read',
  'campaigns.manage',
  'campaigns.run',
  'campaigns.stop',
  'calendar.read',
  'calendar.manage',
  'calendar.import',
  'floor.watch',
  'reports.read',
  'reports.operators',
  'reports.export',
  'reports.manage',
  'desk.work',
  'contact.open',
  'memo.open',
  'memo.read',
  'do_not_call.read',
  'do_not_call.search',
  'leads.decide',
  'stops.read',
  'stops.set',
  'stops.lift',
  // whoever set it and whatever was said about who may; asked beside `stops.lift`
  'stops.lift_any',
  // of all tenants at once: set and lifted by the same seat, at the head office
  'stops.rule_house',
  'results.correct',
  'hands.answer',
  'promises.read',
  'promises.assign',
  'assignments.read',
  'assignments.write',
  'tickets.read',
  'tickets.work',
  'notices.read',
  'notices.write',
  'faq.read',
  'faq.write',
  'contact.search',
  'ledger.read',
  'ledger.health',
  'findings.close',
  'number.dial',
] as const
export type Permission = (typeof permissions)[number]
