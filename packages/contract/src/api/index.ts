import { abandonmentRoutes } from './abandonment.ts'
import { accountRoutes } from './accounts.ts'
import { assignmentRoutes } from './assignments.ts'
import { callInRoutes } from './call-ins.ts'
import { calendarRoutes } from './calendar.ts'
import { campaignSetUpRoutes } from './campaign-set-up.ts'
import { callOrderRoutes } from './call-order.ts'
import { campaignRoutes } from './campaigns.ts'
import { confirmationRoutes } from './confirmations.ts'
import { correctionRoutes } from './corrections.ts'
import { deskRoutes } from './desk.ts'
import { doNotCallRoutes } from './do-not-call.ts'
import { handRoutes } from './hands.ts'
import { heldLeadRoutes } from './held-leads.ts'
import { faqRoutes } from './faq.ts'
import { findingRoutes } from './findings.ts'
import { identityRoutes } from './identity.ts'
import { ledgerRoutes } from './ledger.ts'
import { handoverRoutes } from './handovers.ts'
import { listSheetRoutes } from './list-sheets.ts'
import { listRoutes } from './lists.ts'
import { memoRoutes } from './memos.ts'
import { noticeRoutes } from './notices.ts'
import { ownAccountRoutes } from './own-account.ts'
import { partyRoutes } from './parties.ts'
import { promiseRoutes } from './promises.ts'
import { refusedRowRoutes } from './refused-rows.ts'
import { reportRoutes } from './reports.ts'
import { shadowRoutes } from './shadows.ts'
import { stopSwitchRoutes } from './stop-switches.ts'
import { ticketRoutes } from './tickets.ts'
import { waitingRoutes } from './waiting.ts'
import { whatIfRoutes } from './what-if.ts'

export * from './abandonment.ts'
export * from './accounts.ts'
export * from './assignments.ts'
export * from './call-ins.ts'
export * from './calendar.ts'
export * from './campaign-set-up.ts'
export * from './call-order.ts'
export * from './campaigns.ts'
export * from './common.ts'
export * from './confirmations.ts'
export * from './corrections.ts'
export { newCredentialForScreen, newCredentialProof, newCredentialWish } from './credential-fields.ts'
export * from './desk.ts'
export * from './do-not-call.ts'
export * from './hands.ts'
export * from './handovers.ts'
export * from './held-leads.ts'
export * from './faq.ts'
export * from './findings.ts'
export * from './identity.ts'
export * from './ledger.ts'
export * from './list-files.ts'
export * from './list-sheets.ts'
export * from './list-terms.ts'
export * from './lists.ts'
export * from './memos.ts'
export * from './notices.ts'
export * from './own-account.ts'
export * from './parties.ts'
export * from './person-key.ts'
export * from './promises.ts'
export * from './refused-rows.ts'
export * from './report-settings.ts'
export * from './reports.ts'
export * from './route.ts'
export * from './sockets.ts'
export * from './shadows.ts'
export * from './stop-switches.ts'
export * from './tickets.ts'
export * from './waiting.ts'
export * from './what-if.ts'

/** Every HTTP route of the product. A handler without a declaration here cannot be registered. */
export const routeTable = {
  ...identityRoutes,
  ...ownAccountRoutes,
  ...accountRoutes,
  ...confirmationRoutes,
  ...partyRoutes,
  ...listRoutes,
  ...listSheetRoutes,
  ...handoverRoutes,
  ...refusedRowRoutes,
  ...campaignRoutes,
  ...abandonmentRoutes,
  ...campaignSetUpRoutes,
  ...callInRoutes,
  ...calendarRoutes,
  ...assignmentRoutes,
  ...deskRoutes,
  ...doNotCallRoutes,
  ...shadowRoutes,
  ...stopSwitchRoutes,
  ...reportRoutes,
  ...memoRoutes,
  ...heldLeadRoutes,
  ...handRoutes,
  ...promiseRoutes,
  ...faqRoutes,
  ...ticketRoutes,
  ...waitingRoutes,
  ...whatIfRoutes,
  ...callOrderRoutes,
  ...noticeRoutes,
  ...correctionRoutes,
  ...ledgerRoutes,
  ...findingRoutes,
} as const
export type RouteName = keyof typeof routeTable
