import { z } from 'zod'
import { doNotCallScopes } from '../calling-laws.ts'
import { correctionReasons } from '../corrections.ts'
import { attemptId, personId, tenantId } from '../ids.ts'
import { doNotCallPurposes } from '../seats.ts'
import { mostSpokenNumbers, spokenReaches } from '../spoken-numbers.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { nameAndBirthKey, numberKey } from './person-key.ts'
import { route } from './route.ts'

/** How many people and numbers nobody calls for a client any more. Counts only: the list itself is shown to nobody. */
export const doNotCallCounts = z.strictObject({
  /** Refusals: one for all that one person said, or that one file holds. */
  refusals: z.int(),
  /** Customers, or persons known by kana name and birth date alone. */
  people: z.int(),
  numbers: z.int(),
  newestAt: milliseconds.nullable(),
  /** Refusals that were on it until the result that made them was corrected. */
  withdrawn: z.int(),
  newestWithdrawnAt: milliseconds.nullable(),
  /** By result and how far it reaches, most first. `result` is a code of the default results, or of a client's own file (`fileRefusalCodes`). */
  byResult: z.array(z.strictObject({ result: z.string(), scope: z.enum(doNotCallScopes), refusals: z.int() })),
})
export type DoNotCallCounts = z.infer<typeof doNotCallCounts>

/** Why one number or customer is not called. */
export const doNotCallHit = z.strictObject({
  result: z.string(),
  scope: z.enum(doNotCallScopes),
  recordedAt: milliseconds,
  /** Of the job that it binds, where that is one of one's own; null for all jobs, or for somebody else's. */
  jobName: z.string().nullable(),
  /** Said in this tenant, not in another of the client. */
  isOfTenant: z.boolean(),
  /** The number is somebody else's than this contact's: whoever owns it may be called. */
  isForOneContact: z.boolean(),
})
export type DoNotCallHit = z.infer<typeof doNotCallHit>

/** How many spoken numbers an operator took down: whoever silences people that way stands out. No number, and nobody's. */
export const spokenByOperator = z.strictObject({
  personId,
  displayName: z.string(),
  today: z.int(),
  /** Today and the six days before. */
  week: z.int(),
  /** Of the week: calls with at least one. */
  calls: z.int(),
  newestAt: milliseconds,
})
export type SpokenByOperator = z.infer<typeof spokenByOperator>

/** One of them: in whose call, how far it reaches, and nothing of which number. */
export const takenDownNumber = z.strictObject({
  attemptId,
  /** The how manieth of its call. */
  ordinal: z.int(),
  at: milliseconds,
  operator: z.string(),
  campaignName: z.string(),
  reach: z.enum(spokenReaches),
  isWithdrawn: z.boolean(),
})
export type TakenDownNumber = z.infer<typeof takenDownNumber>

const forPurpose = { purpose: z.enum(doNotCallPurposes) }

export const doNotCallRoutes = {
  'doNotCall.counts': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/do-not-call',
    permission: 'do_not_call.read',
    scope: 'tenant',
    params: tenantParams,
    output: doNotCallCounts,
    problems: [],
  }),
  /** Looks one number, customer or person up: one entry each, misses included. A POST, so that the key is in no address. */
  'doNotCall.search': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/do-not-call/search',
    permission: 'do_not_call.search',
    scope: 'tenant',
    params: tenantParams,
    body: z.discriminatedUnion('kind', [numberKey.extend(forPurpose), nameAndBirthKey.extend(forPurpose)]),
    /** Newest first, fifty at most. */
    output: z.strictObject({ hits: z.array(doNotCallHit), entryPosition: z.int() }),
    problems: ['invalid_input', 'ledger_unavailable', 'key_service_refused', 'key_service_unavailable', 'storage_full'],
  }),
  /**
   * Takes down a number that is not to be called, said in a call of one's own that goes on or whose result is owed. The answer
   * is the same whether anybody has the number or not. `commandId`, 16 random bytes in hex,
   * is the page's: the same one again is done once.
   */
  'doNotCall.takeDown': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/calls/:attemptId/spoken-numbers',
    permission: 'desk.work',
    scope: 'tenant',
    params: z.strictObject({ tenantId, attemptId }),
    body: z.strictObject({
      commandId: z.string().regex(/^[0-9a-f]{32}$/),
      number: z.string().trim().min(1).max(40),
      reach: z.enum(spokenReaches),
    }),
    output: done,
    problems: [
      ...['invalid_input', 'no_live_call', 'spoken_numbers_full', 'ledger_unavailable'],
      ...['key_service_refused', 'key_service_unavailable', 'storage_full'],
    ] as const,
  }),
  /** Who took spoken numbers down within a week, most of today first. */
  'doNotCall.spoken': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/do-not-call/spoken-numbers',
    permission: 'reports.operators',
    scope: 'tenant',
    params: tenantParams,
    /** `numbers` are the newest hundred of the week. */
    output: z.strictObject({ operators: z.array(spokenByOperator), numbers: z.array(takenDownNumber) }),
    problems: [],
  }),
  /** A number was misheard, or nobody said it: it is called again where nothing else stops it. */
  'doNotCall.withdrawSpoken': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/do-not-call/spoken-numbers/:attemptId/:ordinal/withdrawal',
    permission: 'results.correct',
    scope: 'tenant',
    params: z.strictObject({
      tenantId,
      attemptId,
      ordinal: z.coerce.number<string>().int().min(1).max(mostSpokenNumbers),
    }),
    body: z.strictObject({ reason: z.enum(correctionReasons) }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable', 'key_service_unavailable'],
  }),
} as const
