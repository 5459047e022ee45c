import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Notices } from './notices.ts'

export function noticeHandlers(notices: Notices) {
  return {
    'notices.list': (request) => notices.list(askingOf(request)),
    'notices.readers': async (request) => ({
      readers: await notices.readers(askingOf(request), request.params.noticeId),
    }),
    'notices.publish': async (request) => {
      const { jobId, campaignId, ...words } = request.body
      return { noticeId: await notices.publish(askingOf(request), { jobId, campaignId }, words) }
    },
    async 'notices.change'(request) {
      const { version, ...words } = request.body
      await notices.change(askingOf(request), request.params.noticeId, version, words)
      return { done: true }
    },
    async 'notices.withdraw'(request) {
      await notices.withdraw(askingOf(request), request.params.noticeId, request.body.version)
      return { done: true }
    },
    'notices.atDesk': async (request) => ({ notices: await notices.atDesk(askingOf(request)) }),
    async 'notices.confirm'(request) {
      await notices.confirm(askingOf(request), request.params.noticeId, request.body.version)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'notices.list'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
