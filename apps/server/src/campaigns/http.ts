import type { RouteHandlers } from '../platform/http/index.ts'
import type { Campaigns } from './campaigns.ts'

const done = { done: true } as const

export function campaignHandlers(campaigns: Campaigns) {
  return {
    'campaigns.list': async (request) => ({ campaigns: await campaigns.list(asking(request)) }),
    'campaigns.read': (request) => campaigns.read(asking(request), request.params.campaignId),
    'campaigns.create': async (request) => ({ campaignId: await campaigns.create(asking(request), request.body) }),
    'campaigns.change': async (request) => ({
      revision: await campaigns.change(asking(request), request.params.campaignId, request.body),
    }),
    'campaigns.start': async (request) => {
      await campaigns.start(asking(request), request.params.campaignId)
      return done
    },
    'campaigns.stop': async (request) => {
      await campaigns.stop(asking(request), request.params.campaignId)
      return done
    },
    'campaigns.templates': (request) => campaigns.templates(asking(request)),
    'campaigns.readiness': (request) => campaigns.readiness(asking(request), request.params.campaignId),
  } as const satisfies RouteHandlers
}

type Decided = Pick<Parameters<Campaigns['list']>[0], 'actor' | 'tenantId' | 'rowScope'> & {
  readonly decision: { readonly policyHash: string }
}

function asking({ actor, tenantId, rowScope, decision }: Decided) {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
