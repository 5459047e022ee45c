import { ProblemError } from '@sekisho/contract'
import type { RouteHandlers } from '../../platform/http/index.ts'
import type { LedgerFindings } from './ledger-findings.ts'

const done = { done: true } as const

export function findingHandlers({ reader, close }: LedgerFindings) {
  return {
    'findings.open': async ({ actor }) => ({ open: await reader.openFor(actor) }),
    'findings.list': async ({ tenantId, rowScope }) => ({ findings: await reader.of(tenantId, rowScope) }),
    'findings.close': async ({ actor, decision, rowScope, tenantId, params, body }) => {
      // a finding is about the whole tenant
      if (rowScope.jobs !== '*') throw new ProblemError('forbidden')
      await close({ actor, policyHash: decision.policyHash }, tenantId, { findingId: params.findingId, ...body })
      return done
    },
    'findings.listOfHouse': async ({ rowScope }) => {
      // the head office has no jobs: a right to some of them says nothing here
      if (rowScope.jobs !== '*') throw new ProblemError('forbidden')
      return { findings: await reader.of(null, rowScope) }
    },
    'findings.closeOfHouse': async ({ actor, decision, params, body }) => {
      await close({ actor, policyHash: decision.policyHash }, null, { findingId: params.findingId, ...body })
      return done
    },
  } as const satisfies RouteHandlers
}
