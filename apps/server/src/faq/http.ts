import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Faq } from './faq.ts'

export function faqHandlers(faq: Faq) {
  return {
    'faq.list': async (request) => ({ articles: await faq.list(askingOf(request), request.params.campaignId) }),
    'faq.versions': async (request) => {
      const { campaignId, articleId } = request.params
      return { versions: await faq.versions(askingOf(request), campaignId, articleId) }
    },
    'faq.add': async (request) => ({
      articleId: await faq.add(askingOf(request), request.params.campaignId, request.body),
    }),
    async 'faq.change'(request) {
      const { campaignId, articleId } = request.params
      const { version, ...words } = request.body
      await faq.change(askingOf(request), campaignId, articleId, version, words)
      return { done: true }
    },
    async 'faq.withdraw'(request) {
      const { campaignId, articleId } = request.params
      await faq.withdraw(askingOf(request), campaignId, articleId, request.body.version)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'faq.list'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
