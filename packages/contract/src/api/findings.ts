import { z } from 'zod'
import { closingReasons } from '../entry.ts'
import { entryId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** Control characters would break tables, logs and CSV alike; line breaks are what people write with. */
const note = z
  .string()
  .trim()
  .max(400)
  .regex(/^(?:\P{Cc}|\n)*$/u)

/** Something that the product found by itself: an entry of the head office's log, and what became of it. */
export const findingView = z.strictObject({
  /** The id of its entry. */
  findingId: entryId,
  type: z.string(),
  typeJa: z.string(),
  typeEn: z.string(),
  at: milliseconds,
  /**
   * The name that the campaign or the company it is about has today; null for one about neither, and for one that is not
   * there any more.
   */
  about: z.string().nullable(),
  /** Where it was found in the log that it is about, if it is about a place. */
  position: z.int().nullable(),
  rows: z.int().nullable(),
  /** Null while it is open. Who and how come from the entry of the closing, and are not taken from a table. */
  closing: z
    .strictObject({
      at: milliseconds,
      /** The name that the house register gives today; null for one that it does not know. */
      closedBy: z.string().nullable(),
      reason: z.enum(closingReasons),
      note: z.string(),
      entryId,
    })
    .nullable(),
})
export type FindingView = z.infer<typeof findingView>

const findings = z.strictObject({ findings: z.array(findingView) })
const closing = z.strictObject({ reason: z.enum(closingReasons), note })
const closingProblems = ['not_found', 'own_finding', 'already_closed', 'ledger_unavailable'] as const

/** What the audit found, and how it ends (N-10, T-04). Findings never vanish. */
export const findingRoutes = {
  /** Open findings in the places that one watches, counted: the mark that stands on every page. */
  'findings.open': route({
    method: 'GET',
    path: '/api/me/findings',
    permission: 'self.read',
    scope: 'self',
    /** `tenantId` is null for the head office; places without open findings are left out. */
    output: z.strictObject({
      open: z.array(
        z.strictObject({ tenantId: tenantId.nullable(), tenantName: z.string().nullable(), count: z.int() }),
      ),
    }),
    problems: [],
  }),
  /** Newest first, at most 1,000. */
  'findings.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/findings',
    permission: 'ledger.health',
    scope: 'tenant',
    params: tenantParams,
    output: findings,
    problems: [],
  }),
  'findings.close': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/findings/:findingId/closing',
    permission: 'findings.close',
    scope: 'tenant',
    params: z.strictObject({ tenantId, findingId: entryId }),
    body: closing,
    output: done,
    problems: closingProblems,
  }),
  /** What is about no tenant: the head office's own log, logs that nobody knows, rights in the house. */
  'findings.listOfHouse': route({
    method: 'GET',
    path: '/api/findings',
    permission: 'ledger.health',
    scope: 'house',
    output: findings,
    problems: [],
  }),
  'findings.closeOfHouse': route({
    method: 'POST',
    path: '/api/findings/:findingId/closing',
    permission: 'findings.close',
    scope: 'house',
    params: z.strictObject({ findingId: entryId }),
    body: closing,
    output: done,
    problems: closingProblems,
  }),
} as const
