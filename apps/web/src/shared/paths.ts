const tenant = (tenantId: string, rest: string) => `/t/${encodeURIComponent(tenantId)}/${rest}`

/** Every address of the client in one place: each can be sent to a colleague. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  setUp: () => '/set-up',
  settings: () => '/settings',
  people: () => '/people',
  designations: () => '/designations',
  companies: () => '/companies',
  houseStops: () => '/stops',
  houseLedger: () => '/ledger',
  houseFindings: () => '/findings',
  desk: (tenantId: string) => tenant(tenantId, 'desk'),
  floor: (tenantId: string) => tenant(tenantId, 'floor'),
  /** @param campaignId  of it alone, or of all campaigns */
  waiting: (tenantId: string, campaignId: string | null = null) =>
    tenant(tenantId, `waiting${campaignId === null ? '' : `?${new URLSearchParams({ campaignId }).toString()}`}`),
  wall: (tenantId: string) => tenant(tenantId, 'wall'),
  lists: (tenantId: string) => tenant(tenantId, 'lists'),
  importList: (tenantId: string) => tenant(tenantId, 'lists/import'),
  list: (tenantId: string, listId: string) => tenant(tenantId, `lists/${encodeURIComponent(listId)}`),
  listSheet: (tenantId: string, listId: string) => tenant(tenantId, `lists/${encodeURIComponent(listId)}/sheet`),
  inventory: (tenantId: string) => tenant(tenantId, 'inventory'),
  campaigns: (tenantId: string) => tenant(tenantId, 'campaigns'),
  newCampaign: (tenantId: string) => tenant(tenantId, 'campaigns/new'),
  campaign: (tenantId: string, campaignId: string) => tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}`),
  copyCampaign: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/new?from=${encodeURIComponent(campaignId)}`),
  campaignReadiness: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/ready`),
  heldLeads: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/held`),
  whatIf: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/what-if`),
  shadow: (tenantId: string, campaignId: string, shadowId: string | null = null) =>
    tenant(
      tenantId,
      `campaigns/${encodeURIComponent(campaignId)}/shadow${shadowId === null ? '' : `?${new URLSearchParams({ shadow: shadowId }).toString()}`}`,
    ),
  corrections: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/results`),
  calendar: (tenantId: string, campaignId: string | null = null, month: string | null = null) => {
    const search = new URLSearchParams({
      ...(campaignId === null ? {} : { campaign: campaignId }),
      ...(month === null ? {} : { month }),
    }).toString()
    return tenant(tenantId, `calendar${search === '' ? '' : `?${search}`}`)
  },
  faq: (tenantId: string, campaignId: string) => tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/faq`),
  callIns: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/call-ins`),
  promises: (tenantId: string) => tenant(tenantId, 'promises'),
  tickets: (tenantId: string) => tenant(tenantId, 'tickets'),
  assignments: (tenantId: string) => tenant(tenantId, 'assignments'),
  notices: (tenantId: string) => tenant(tenantId, 'notices'),
  doNotCall: (tenantId: string) => tenant(tenantId, 'do-not-call'),
  reports: (tenantId: string) => tenant(tenantId, 'reports'),
  printReport: (tenantId: string) => tenant(tenantId, 'reports/print'),
  reportSettings: (tenantId: string) => tenant(tenantId, 'reports/settings'),
  checkReport: (tenantId: string) => tenant(tenantId, 'reports/check'),
  memos: (tenantId: string, campaignId: string) =>
    tenant(tenantId, `campaigns/${encodeURIComponent(campaignId)}/memos`),
  ledger: (tenantId: string) => tenant(tenantId, 'ledger'),
  contactLedger: (tenantId: string) => tenant(tenantId, 'ledger/contact'),
  ledgerHealth: (tenantId: string) => tenant(tenantId, 'ledger/health'),
  confirmPerson: (tenantId: string) => tenant(tenantId, 'confirm'),
  findings: (tenantId: string) => tenant(tenantId, 'findings'),
} as const

/** The tenant an address speaks of. */
export function tenantOfPath(pathname: string): string | null {
  const found = /^\/t\/([^/]+)\//.exec(pathname)
  return found?.[1] === undefined ? null : decodeURIComponent(found[1])
}

/**
 * Where to go after signing in. Whoever made the link controls it, so only a path of this origin is taken: not
 * `//elsewhere`, not `/\elsewhere`, which browsers read as another host.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || /^\/[/\\]/.test(next)) return '/'
  return /^\/(sign-in|demo|invitation|set-up)\b/.test(next) ? '/' : next
}
