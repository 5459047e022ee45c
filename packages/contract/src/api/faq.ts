import { z } from 'zod'
import { campaignId, tenantId } from '../ids.ts'
import { done, milliseconds } from './common.ts'
import { route } from './route.ts'

/** So many articles a campaign holds: what is longer nobody finds during a call. */
export const mostFaqArticles = 300

const articleId = z.uuid()
// lines are kept; other control characters would break screens
const lines = z.string().regex(/^[\P{Cc}\n]*$/u)

const words = {
  question: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u),
  answer: lines.trim().min(1).max(2_000),
} as const
const written = { version: z.int(), ...words, by: z.string(), at: milliseconds } as const

/** A question with its answer, as it counts now. */
export const faqArticle = z.strictObject({ articleId, ...written })
export type FaqArticle = z.infer<typeof faqArticle>
export const faqVersion = z.strictObject(written)
export type FaqVersion = z.infer<typeof faqVersion>

const articleParams = z.strictObject({ tenantId, campaignId, articleId })

export const faqRoutes = {
  /** By their questions; three hundred at most. */
  'faq.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/faq',
    permission: 'faq.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    output: z.strictObject({ articles: z.array(faqArticle) }),
    problems: ['not_found'],
  }),
  'faq.add': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/faq',
    permission: 'faq.write',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    body: z.strictObject(words),
    output: z.strictObject({ articleId }),
    problems: ['not_found', 'invalid_input', 'ledger_unavailable'],
  }),
  'faq.versions': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/faq/:articleId/versions',
    permission: 'faq.read',
    scope: 'tenant',
    params: articleParams,
    /** Newest first. */
    output: z.strictObject({ versions: z.array(faqVersion) }),
    problems: ['not_found'],
  }),
  /** A new version of an article. `version` is the one it was made on. */
  'faq.change': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/faq/:articleId',
    permission: 'faq.write',
    scope: 'tenant',
    params: articleParams,
    body: z.strictObject({ version: z.int(), ...words }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
  /** Takes an article from the desks. Its versions stay. */
  'faq.withdraw': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/faq/:articleId/withdrawal',
    permission: 'faq.write',
    scope: 'tenant',
    params: articleParams,
    body: z.strictObject({ version: z.int() }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
} as const
