import type { Permission } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { Authorise, RouteHandlers } from '../platform/http/index.ts'
import type { Asking, Reports } from './reports.ts'

/** @param authorise  asked once more for the figures of single operators, a right that not every reader holds */
export function reportHandlers({ reports, authorise }: { reports: Reports; authorise: Authorise }) {
  async function maySeeOperators({ actor, tenantId, rowScope }: Asking): Promise<boolean> {
    const permission: Permission = 'reports.operators'
    const decision = await authorise(actor, permission, { kind: 'tenant', tenantId })
    // a right to the operators of some jobs is no right to those of all
    return decision.allowed && covers(decision.rowScope, rowScope)
  }
  return {
    'reports.read': async (request) => {
      const who = asking(request)
      return reports.read(who, request.query, await maySeeOperators(who))
    },
    'reports.export': async (request) => {
      const who = asking(request)
      return reports.export(who, request.body, await maySeeOperators(who))
    },
    'reports.check': (request) => reports.check(asking(request), request.body.digest),
    'reports.forecast': (request) => reports.forecast(asking(request), request.params.campaignId),
    'reports.settings': (request) => reports.settings(asking(request)),
    'reports.changeLayout': async (request) => ({
      version: await reports.changeLayout(asking(request), request.body.version, request.body.value),
    }),
    'reports.changeRules': async (request) => ({
      version: await reports.changeRules(asking(request), request.body.version, request.body.value),
    }),
  } as const satisfies RouteHandlers
}

type Decided = Pick<Asking, 'tenantId' | 'rowScope'> & {
  readonly actor: PersonActor
  readonly decision: { readonly policyHash: string }
}

function asking({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}

function covers(wider: Asking['rowScope'], narrower: Asking['rowScope']): boolean {
  if (wider.jobs === '*') return true
  if (narrower.jobs === '*') return false
  const { jobs } = wider
  return narrower.jobs.every((job) => jobs.includes(job))
}
