import { z } from 'zod'
import { outcomes } from '../entry.ts'
import { entryTypeNames } from '../entry-types.ts'
import { fieldCodes } from '../fields.ts'
import { campaignId, entryId, personId } from '../ids.ts'
import { milliseconds, tenantParams } from './common.ts'
import { personKey } from './person-key.ts'
import { route } from './route.ts'

export const entryView = z.strictObject({
  position: z.int(),
  entryId,
  type: z.string(),
  typeJa: z.string(),
  typeEn: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string().nullable(),
  at: milliseconds,
  sequencedAt: milliseconds,
  /** The pseudonym, and the name the house register gives for it today. */
  actor: z.string(),
  actorName: z.string().nullable(),
  actorKind: z.string(),
  route: z.string(),
  purpose: z.string(),
  campaignId: campaignId.nullable(),
  campaignName: z.string().nullable(),
  campaignKind: z.string(),
  fields: z.array(z.enum(fieldCodes)),
  counts: z.array(z.strictObject({ name: z.string(), value: z.int() })),
  /** Everything else that stands in the entry; null or empty where it holds no such member. Names are the schema's own. */
  version: z.int().nullable(),
  log: z.string().nullable(),
  device: z.string().nullable(),
  order: z.string().nullable(),
  policy: z.string().nullable(),
  refs: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  head: z.strictObject({ log: z.string(), size: z.int(), root: z.string() }).nullable(),
  commitments: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  report: z.strictObject({ kind: z.string(), from: z.string(), until: z.string() }).nullable(),
  days: z
    .strictObject({ from: z.string(), until: z.string(), opens: z.int().optional(), closes: z.int().optional() })
    .nullable(),
  digest: z.string().nullable(),
  closing: z.string().nullable(),
  /** An opening entry whose right was never used within 60 s; null while it may still be, or opens nothing. */
  wasUsed: z.boolean().nullable(),
  /**
   * Whether the ledger itself holds exactly this at this position, by an inclusion proof. False: somebody changed the
   * index, and what is shown is not what was entered. Null when the ledger could not be asked.
   */
  isProven: z.boolean().nullable(),
})
export type EntryView = z.infer<typeof entryView>

export const ledgerHealth = z.strictObject({
  isAvailable: z.boolean(),
  size: z.int(),
  checkpointAt: milliseconds.nullable(),
  checkpointSize: z.int(),
  /** For how long the log has held entries that no checkpoint covers; 0 where there are none. */
  unpublishedMs: z.int(),
  unplaced: z.int(),
  oldestUnplacedMs: z.int(),
  keyServiceAgrees: z.boolean(),
  refusals: z.int(),
  unusedOpenings: z.int(),
  /** When the index of this log was last found to be what the ledger holds, entry by entry; null before the first time. */
  indexCheckedAt: milliseconds.nullable(),
  /** What the product found by itself about this log or the house and nobody has closed yet, newest kind first. */
  findings: z.array(
    z.strictObject({ type: z.string(), typeJa: z.string(), typeEn: z.string(), count: z.int(), lastAt: milliseconds }),
  ),
})

export const ledgerRoutes = {
  'ledger.entries': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/ledger/entries',
    permission: 'ledger.read',
    scope: 'tenant',
    params: tenantParams,
    query: z.strictObject({
      person: personId.optional(),
      type: z.enum(entryTypeNames as [string, ...string[]]).optional(),
      outcome: z.enum(outcomes).optional(),
      from: z.coerce.number().int().optional(),
      until: z.coerce.number().int().optional(),
      beforePosition: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ entries: z.array(entryView), nextBeforePosition: z.int().nullable(), size: z.int() }),
    problems: ['ledger_unavailable'],
  }),
  /** The entries about one contact: the search key goes in the body, never in an address, and the look-up is entered. */
  'ledger.entriesOfContact': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/ledger/contact-entries',
    permission: 'ledger.read',
    scope: 'tenant',
    params: tenantParams,
    body: personKey,
    /** `contacts`: at most `mostPeopleFound`. `mismatches`: entries filed under these contacts whose commitments name somebody else. */
    output: z.strictObject({ contacts: z.int(), entries: z.array(entryView), mismatches: z.int() }),
    problems: ['ledger_unavailable', 'key_service_unavailable', 'key_service_refused', 'invalid_input'],
  }),
  'ledger.people': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/ledger/people',
    permission: 'ledger.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ people: z.array(z.strictObject({ personId, displayName: z.string() })) }),
    problems: [],
  }),
  'ledger.health': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/ledger/health',
    permission: 'ledger.health',
    scope: 'tenant',
    params: tenantParams,
    output: ledgerHealth,
    problems: [],
  }),
  'ledger.houseEntries': route({
    method: 'GET',
    path: '/api/ledger/entries',
    permission: 'ledger.read',
    scope: 'house',
    query: z.strictObject({
      person: personId.optional(),
      type: z.string().max(60).optional(),
      beforePosition: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ entries: z.array(entryView), nextBeforePosition: z.int().nullable(), size: z.int() }),
    problems: ['ledger_unavailable'],
  }),
} as const
