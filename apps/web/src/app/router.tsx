import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Frame } from '../frame/frame.tsx'
import { Notices } from '../frame/notices.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { Home } from './home.tsx'
import { Failed, NotFound } from './route-states.tsx'
import { housePage, tenantPage } from './tenant-pages.tsx'

function Root() {
  return (
    <>
      <Notices />
      <Outlet />
    </>
  )
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => (
    <main>
      <NotFound />
    </main>
  ),
  errorComponent: Failed,
})

const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search['next'] === 'string' ? { next: search['next'] } : {},
  component: SignInPage,
})
const demoRoute = createRoute({
  getParentRoute: () => root,
  path: '/demo',
  component: lazyRouteComponent(() => import('../sign-in/demo-page.tsx'), 'DemoPage'),
})
const invitationRoute = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../sign-in/invitation-page.tsx'), 'InvitationPage'),
})
const setUpRoute = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../sign-in/set-up-page.tsx'), 'SetUpPage'),
})

const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame })
const page = <const Path extends string>(path: Path, component: () => ReactNode) =>
  createRoute({ getParentRoute: () => framed, path, component })

const framedRoutes = [
  page('/', Home),
  createRoute({
    getParentRoute: () => framed,
    path: '/settings',
    component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
  }),
  page(
    '/t/$tenantId/desk',
    tenantPage(
      'desk.work',
      async () => (await import('../desk/desk-page.tsx')).DeskPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/floor',
    tenantPage(
      'floor.watch',
      async () => (await import('../floor/floor-page.tsx')).FloorPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/wall',
    tenantPage(
      'floor.watch',
      async () => (await import('../floor/floor-page.tsx')).WallPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/lists',
    tenantPage(
      'lists.read',
      async () => (await import('../lists/lists-page.tsx')).ListsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/lists/import',
    tenantPage(
      'lists.import',
      async () => (await import('../lists/import-page.tsx')).ImportPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/lists/$listId',
    tenantPage(
      'lists.read',
      async () => (await import('../lists/list-page.tsx')).ListPage,
      ({ tenantId, listId }) => ({ tenantId, listId }),
    ),
  ),
  page(
    '/t/$tenantId/lists/$listId/sheet',
    tenantPage(
      'lists.read',
      async () => (await import('../lists/sheet-page.tsx')).SheetPage,
      ({ tenantId, listId }) => ({ tenantId, listId }),
    ),
  ),
  page(
    '/t/$tenantId/inventory',
    tenantPage(
      'lists.read',
      async () => (await import('../lists/inventory-page.tsx')).InventoryPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns',
    tenantPage(
      'campaigns.read',
      async () => (await import('../campaigns/campaigns-page.tsx')).CampaignsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/new',
    tenantPage(
      'campaigns.manage',
      async () => (await import('../campaigns/new-campaign-page.tsx')).NewCampaignPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId',
    tenantPage(
      'campaigns.read',
      async () => (await import('../campaigns/campaign-page.tsx')).CampaignPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/ready',
    tenantPage(
      'campaigns.read',
      async () => (await import('../campaigns/ready-page.tsx')).ReadyPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/calendar',
    tenantPage(
      'calendar.read',
      async () => (await import('../calendar/calendar-page.tsx')).CalendarPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/do-not-call',
    tenantPage(
      'do_not_call.read',
      async () => (await import('../do-not-call/do-not-call-page.tsx')).DoNotCallPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/faq',
    tenantPage(
      'faq.read',
      async () => (await import('../faq/faq-page.tsx')).FaqPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/call-ins',
    tenantPage(
      'campaigns.read',
      async () => (await import('../call-ins/call-ins-page.tsx')).CallInsPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/promises',
    tenantPage(
      'promises.read',
      async () => (await import('../promises/promises-page.tsx')).PromisesPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/tickets',
    tenantPage(
      'tickets.read',
      async () => (await import('../tickets/tickets-page.tsx')).TicketsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/assignments',
    tenantPage(
      'assignments.read',
      async () => (await import('../assignments/assignments-page.tsx')).AssignmentsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/notices',
    tenantPage(
      'notices.read',
      async () => (await import('../notices/notices-page.tsx')).NoticesPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/reports',
    tenantPage(
      'reports.read',
      async () => (await import('../reports/reports-page.tsx')).ReportsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/reports/print',
    tenantPage(
      'reports.export',
      async () => (await import('../reports/print-report-page.tsx')).PrintReportPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/reports/settings',
    tenantPage(
      'reports.read',
      async () => (await import('../reports/report-settings-page.tsx')).ReportSettingsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/reports/check',
    tenantPage(
      'reports.read',
      async () => (await import('../reports/check-report-page.tsx')).CheckReportPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/held',
    tenantPage(
      'leads.decide',
      async () => (await import('../held-leads/held-leads-page.tsx')).HeldLeadsPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/waiting',
    tenantPage(
      'floor.watch',
      async () => (await import('../waiting/waiting-page.tsx')).WaitingPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/what-if',
    tenantPage(
      'floor.watch',
      async () => (await import('../what-if/what-if-page.tsx')).WhatIfPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/shadow',
    tenantPage(
      'floor.watch',
      async () => (await import('../shadow/shadow-page.tsx')).ShadowPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/results',
    tenantPage(
      'results.correct',
      async () => (await import('../corrections/corrections-page.tsx')).CorrectionsPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/campaigns/$campaignId/memos',
    tenantPage(
      'memo.read',
      async () => (await import('../memos/memos-page.tsx')).MemosPage,
      ({ tenantId, campaignId }) => ({ tenantId, campaignId }),
    ),
  ),
  page(
    '/t/$tenantId/ledger',
    tenantPage(
      'ledger.read',
      async () => (await import('../audit/entries-page.tsx')).EntriesPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/ledger/contact',
    tenantPage(
      'contact.search',
      async () => (await import('../audit/contact-entries-page.tsx')).ContactEntriesPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/ledger/health',
    tenantPage(
      'ledger.health',
      async () => (await import('../audit/health-page.tsx')).HealthPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/confirm',
    tenantPage(
      'people.confirm',
      async () => (await import('../accounts/confirm-page.tsx')).ConfirmPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/t/$tenantId/findings',
    tenantPage(
      'ledger.health',
      async () => (await import('../audit/findings-page.tsx')).FindingsPage,
      ({ tenantId }) => ({ tenantId }),
    ),
  ),
  page(
    '/findings',
    housePage('ledger.health', async () => (await import('../audit/findings-page.tsx')).HouseFindingsPage),
  ),
  page(
    '/ledger',
    housePage('ledger.read', async () => (await import('../audit/house-entries-page.tsx')).HouseEntriesPage),
  ),
  page(
    '/stops',
    housePage('stops.rule_house', async () => (await import('../stop-switches/house-stops-page.tsx')).HouseStopsPage),
  ),
  page(
    '/people',
    housePage('people.read', async () => (await import('../accounts/people-page.tsx')).PeoplePage),
  ),
  page(
    '/designations',
    housePage('designations.read', async () => (await import('../accounts/designations-page.tsx')).DesignationsPage),
  ),
  page(
    '/companies',
    housePage('parties.read', async () => (await import('../accounts/companies-page.tsx')).CompaniesPage),
  ),
] as const

const routeTree = root.addChildren([
  signInRoute,
  demoRoute,
  invitationRoute,
  setUpRoute,
  framed.addChildren(framedRoutes),
])

export const router = createRouter({
  routeTree,
  defaultPreload: false,
  defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: Failed,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
