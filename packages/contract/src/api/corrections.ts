import { z } from 'zod'
import { allCorrectionReasons, correctionReasons } from '../corrections.ts'
import { attemptId, campaignId, tenantId } from '../ids.ts'
import { milliseconds } from './common.ts'
import { route } from './route.ts'

const resultCode = z.string().regex(/^[A-Z0-9]{2,3}$/)

/** A call with the result that counts, and what it was before. Nothing here says who was called. */
export const recordedAttempt = z.strictObject({
  attemptId,
  /** When it was dialled. */
  calledAt: milliseconds,
  recordedAt: milliseconds,
  operator: z.string(),
  disposition: resultCode,
  callbackAt: milliseconds.nullable(),
  hasMemo: z.boolean(),
  /** Oldest first. How many there are is sent along with the next one, so that two people do not correct one call. */
  corrections: z.array(
    z.strictObject({
      at: milliseconds,
      by: z.string(),
      reason: z.enum(allCorrectionReasons),
      before: resultCode,
      after: resultCode,
      movedLead: z.boolean(),
    }),
  ),
})
export type RecordedAttempt = z.infer<typeof recordedAttempt>

/** What followed a correction, apart from the result itself. */
export const correctionEffect = z.strictObject({
  /** False where the lead had been called again, was in hand, or a supervisor or a file had ended it: it stays as it is. */
  movedLead: z.boolean(),
  addedRefusal: z.boolean(),
  withdrewRefusal: z.boolean(),
})
export type CorrectionEffect = z.infer<typeof correctionEffect>

export const correctionRoutes = {
  /** Calls whose result an operator recorded, newest first, fifty at most. */
  'corrections.attempts': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/recorded-attempts',
    permission: 'results.correct',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    /** `before`: when the last call of the page before was dialled. */
    query: z.strictObject({ before: z.coerce.number().pipe(milliseconds).optional() }),
    output: z.strictObject({
      attempts: z.array(recordedAttempt),
      /** The campaign's results, and the usual words of others that stand in `attempts`. */
      results: z.array(
        z.strictObject({
          code: resultCode,
          label: z.string(),
          /** Whether it may be chosen, and whether a time belongs to it. */
          isOffered: z.boolean(),
          callback: z.enum(['never', 'may', 'must']),
        }),
      ),
      hasMore: z.boolean(),
    }),
    problems: ['not_found'],
  }),
  'corrections.correct': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/attempts/:attemptId/correction',
    permission: 'results.correct',
    scope: 'tenant',
    params: z.strictObject({ tenantId, attemptId }),
    body: z.strictObject({
      disposition: resultCode,
      callbackAt: milliseconds.optional(),
      reason: z.enum(correctionReasons),
      /** How many corrections the page has seen. */
      version: z.int().min(0),
    }),
    output: correctionEffect,
    problems: [
      'not_found',
      'conflict',
      'not_correctable',
      'number_withheld',
      'after_list_end',
      'invalid_input',
      'ledger_unavailable',
      'key_service_unavailable',
    ],
  }),
} as const
