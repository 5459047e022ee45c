import { type ContactId, HEAD_OFFICE, ProblemError, type TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { LedgerReader, Reader } from './reader.ts'
import { type SearchKey, searchKey } from './search-key.ts'

/** The gate's look-up: entered as `contact.searched`, one index for one entry. */
export type LookUp = (actor: PersonActor, tenantId: TenantId, query: SearchKey) => Promise<ContactId[]>

export interface LedgerHandlerDependencies {
  readonly reader: LedgerReader
  readonly lookUp: LookUp
  readonly clock: Clock
}

export function ledgerHandlers({ reader, lookUp, clock }: LedgerHandlerDependencies) {
  return {
    'ledger.entries': (context) => reader.entries(context.tenantId, readerOf(context), context.query),
    'ledger.entriesOfContact': async (context) => {
      const { actor, tenantId, body } = context
      const contacts = await lookUp(actor, tenantId, searchKey(body, todayInJapan(clock.now())))
      return reader.entriesOfContacts(tenantId, readerOf(context), contacts)
    },
    'ledger.people': async (context) => ({ people: await reader.people(context.tenantId, readerOf(context)) }),
    'ledger.health': (context) => reader.health(context.tenantId, readerOf(context)),
    'ledger.houseEntries': (context) => {
      // the head office has no jobs: a right to some of them says nothing here
      if (context.rowScope.jobs !== '*') throw new ProblemError('forbidden')
      return reader.entries(HEAD_OFFICE, readerOf(context), context.query)
    },
  } as const satisfies RouteHandlers
}

function readerOf({
  actor,
  decision,
  rowScope,
}: Pick<RouteContext<'ledger.entries'>, 'actor' | 'decision' | 'rowScope'>): Reader {
  return { actor, policyHash: decision.policyHash, rowScope }
}
