import { z } from 'zod'
import { listId, tenantId } from '../ids.ts'
import { done, milliseconds } from './common.ts'
import { lastListPriority, mostHeldOutPercent } from './list-files.ts'
import { route } from './route.ts'

/** Where a day stands to the period of a list. */
export const periodStates = ['coming', 'running', 'over'] as const
export type PeriodState = (typeof periodStates)[number]

const namedOf = z.strictObject({ people: z.int(), named: z.int() })

/** Whom exclusion files have named, of those who were held out and of the others: points of a hundred, with their range. */
export const holdoutComparison = z.strictObject({
  heldOut: namedOf,
  others: namedOf,
  /** By how many points the share of the others is higher. */
  points: z.number(),
  /** The range that holds the truth 95 times in 100. */
  lowPoints: z.number(),
  highPoints: z.number(),
})
export type HoldoutComparison = z.infer<typeof holdoutComparison>

/** On which days the people of a list may be called, and whom a draw left out. Counts only: nobody sees who it is. */
export const listTermsView = z.strictObject({
  /** Of the last who set any; 0 where nobody did. Whoever changes them names what was seen. */
  revision: z.int(),
  /** Days in Japan, both included; null for no beginning, no end. */
  validFrom: z.iso.date().nullable(),
  validUntil: z.iso.date().nullable(),
  state: z.enum(periodStates),
  /** Outside of the period: people who would be called in it. Zero while it runs; null where many lists are read at once. */
  leadsOutside: z.int().nullable(),
  /** Call-backs that were promised for a time after the end; null as above. */
  promisesAfter: z.int().nullable(),
  heldOutPercent: z.int(),
  /** People whom the draw left out. */
  drawn: z.int(),
  /** Of these, who are left out now; the others called us, or it was ended. Null as above. */
  heldOut: z.int().nullable(),
  /** Its people are still being brought into another place, or back into calling. */
  isUnderWay: z.boolean(),
  /** Null where nobody was drawn, where a group is too small to be told, and where many lists are read at once. */
  comparison: holdoutComparison.nullable(),
})
export type ListTermsView = z.infer<typeof listTermsView>

export const listTerms = z.strictObject({
  validFrom: z.iso.date().nullable(),
  validUntil: z.iso.date().nullable(),
  priority: z.int().min(1).max(lastListPriority),
  /** As it is, or 0 to end it: nobody is drawn after an import. */
  heldOutPercent: z.int().min(0).max(mostHeldOutPercent),
})
export type ListTerms = z.infer<typeof listTerms>

const params = z.strictObject({ tenantId, listId })

export const listTermsRoutes = {
  'lists.setTerms': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/terms',
    permission: 'lists.import',
    scope: 'tenant',
    params,
    body: listTerms.extend({ revision: z.int().min(0) }),
    output: done,
    /** `conflict`: somebody changed them meanwhile, or the list is not ready. */
    problems: ['not_found', 'invalid_input', 'conflict', 'ledger_unavailable'],
  }),
  'lists.termsHistory': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists/:listId/terms',
    permission: 'lists.read',
    scope: 'tenant',
    params,
    /** Newest first. */
    output: z.strictObject({
      versions: z.array(
        listTerms.extend({
          revision: z.int(),
          by: z.string(),
          at: milliseconds,
          /** Of the entry; null until it is placed. */
          entryPosition: z.int().nullable(),
        }),
      ),
    }),
    problems: ['not_found'],
  }),
} as const
