import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Hands } from './hands.ts'

export function handHandlers(hands: Hands) {
  return {
    'hands.own': async (request) => ({ hand: await hands.own(askingOf(request)) }),
    'hands.raise': async (request) => ({ handId: await hands.raise(askingOf(request)) }),
    async 'hands.lower'(request) {
      await hands.lower(askingOf(request))
      return { done: true }
    },
    'hands.say': async (request) => ({ messageId: await hands.say(askingOf(request), request.body) }),
    'hands.openOwn': (request) => hands.openOwn(askingOf(request)),
    async 'hands.take'(request) {
      await hands.take(askingOf(request), request.params.handId, request.body.revision)
      return { done: true }
    },
    'hands.answer': async (request) => ({
      messageId: await hands.answer(askingOf(request), request.params.handId, request.body),
    }),
    'hands.open': (request) => hands.open(askingOf(request), request.params.handId),
    async 'hands.end'(request) {
      await hands.end(askingOf(request), request.params.handId)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'hands.own'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
