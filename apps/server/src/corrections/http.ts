import type { Database } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'
import { type CorrectionDependencies, correctResult } from './correct-result.ts'
import { listAttempts } from './list-attempts.ts'

/** What a supervisor corrects: one call at a time. */
export function correctionHandlers(dependencies: CorrectionDependencies & { readonly database: Database }) {
  const { database } = dependencies
  return {
    'corrections.attempts': ({ actor, tenantId, rowScope, params, query }) =>
      database.transaction(actor, tenantId, (tx) => listAttempts(tx, params.campaignId, query.before), rowScope),
    'corrections.correct': ({ actor, tenantId, rowScope, decision, params, body }) =>
      database.transaction(
        actor,
        tenantId,
        (tx) =>
          correctResult(
            dependencies,
            tx,
            { actor, policyHash: decision.policyHash },
            {
              attemptId: params.attemptId,
              callbackAt: body.callbackAt ?? null,
              ...{ disposition: body.disposition, reason: body.reason, version: body.version },
            },
          ),
        rowScope,
      ),
  } as const satisfies RouteHandlers
}
