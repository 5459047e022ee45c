import { callInFigureKeys } from '@sekisho/contract'
import { callInWords } from '@sekisho/figures'
import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking, OwnNumbers } from './own-numbers.ts'

export function callInHandlers(ownNumbers: OwnNumbers) {
  return {
    async 'callIns.read'(request) {
      const { rules, ...read } = await ownNumbers.read(askingOf(request), request.params.campaignId)
      const figures = callInFigureKeys.map((key) => {
        const { name, definition } = callInWords(key, rules)
        return { key, name, definition }
      })
      return { ...read, figures }
    },
    'ownNumbers.assign': async (request) => ({
      assignmentId: await ownNumbers.assign(askingOf(request), request.params.campaignId, request.body.number),
    }),
    async 'ownNumbers.withdraw'(request) {
      const { campaignId, assignmentId } = request.params
      await ownNumbers.withdraw(askingOf(request), campaignId, assignmentId)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'callIns.read'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
