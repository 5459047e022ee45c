import { z } from 'zod'
import { attemptId, campaignId, tenantId } from '../ids.ts'
import { memoPurposes } from '../seats.ts'
import { milliseconds } from './common.ts'
import { route } from './route.ts'

/** A call of which an operator noted something. Neither who was called nor what was noted stands here. */
export const memoMark = z.strictObject({
  attemptId,
  recordedAt: milliseconds,
  operator: z.string(),
  disposition: z.string(),
  label: z.string(),
})
export type MemoMark = z.infer<typeof memoMark>

export const memoRoutes = {
  'memos.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/memos',
    permission: 'memo.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    /** `before`: the time of the last one of the page before. */
    query: z.strictObject({ before: z.coerce.number().pipe(milliseconds).optional() }),
    /** Newest first, fifty at most. */
    output: z.strictObject({ memos: z.array(memoMark), hasMore: z.boolean() }),
    problems: ['not_found'],
  }),
  /** Opens one memo. A POST, because it is entered each time and its answer is kept nowhere. */
  'memos.read': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/attempts/:attemptId/memo',
    permission: 'memo.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, attemptId }),
    body: z.strictObject({ purpose: z.enum(memoPurposes) }),
    output: z.strictObject({ text: z.string(), entryPosition: z.int() }),
    problems: ['not_found', 'ledger_unavailable', 'key_service_refused', 'key_service_unavailable', 'storage_full'],
  }),
} as const
