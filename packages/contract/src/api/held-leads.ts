import { z } from 'zod'
import { attemptId, campaignId, leadId, tenantId } from '../ids.ts'
import { leadDecisionGrounds } from '../lead-decisions.ts'
import { done, milliseconds } from './common.ts'
import { route } from './route.ts'

const both = z.strictObject({ ja: z.string(), en: z.string() })

/** A lead that waits for a supervisor. Nothing here says who it is. */
export const heldLead = z.strictObject({
  leadId,
  /** Six hex digits to speak of it by. */
  mark: z.string(),
  /** To be sent along with a decision, so that two people do not decide one lead. */
  revision: z.int(),
  heldAt: milliseconds,
  /** The last result, by code and by the campaign's word. */
  disposition: z.string().nullable(),
  label: both.nullable(),
  /** Why it waits. */
  because: both,
  attempts: z.int(),
  operator: z.string().nullable(),
  /** The call to which a memo was written; opened like any memo. */
  memoOf: attemptId.nullable(),
  /** Whether there was a call to which a refusal can be entered. */
  wasCalled: z.boolean(),
  /** False for whoever is on the client's do-not-call list, or has no usable number. */
  mayCallAgain: z.boolean(),
})
export type HeldLead = z.infer<typeof heldLead>

const ground = z.enum(leadDecisionGrounds)
const revision = z.int()

export const heldLeadRoutes = {
  'heldLeads.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/held-leads',
    permission: 'leads.decide',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    /** Who waits longest comes first, a hundred at most. */
    output: z.strictObject({ leads: z.array(heldLead), hasMore: z.boolean() }),
    problems: ['not_found'],
  }),
  'heldLeads.decide': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/held-leads/:leadId/decision',
    permission: 'leads.decide',
    scope: 'tenant',
    params: z.strictObject({ tenantId, leadId }),
    body: z.discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('call_again'), revision, ground, at: milliseconds }),
      z.strictObject({ decision: z.literal('final'), revision, ground }),
      /** `offer`: as a declined offer (31), as far as the campaign lets it reach; `all`: never again (32). */
      z.strictObject({ decision: z.literal('refused'), revision, ground, reach: z.enum(['offer', 'all']) }),
    ]),
    output: done,
    problems: ['not_found', 'conflict', 'invalid_input', 'ledger_unavailable', 'key_service_unavailable'],
  }),
} as const
