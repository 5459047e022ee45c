import { type ContactId, mostPeopleFound, ProblemError, type TenantId } from '@sekisho/contract'
import type { IndexKind } from '@sekisho/vault'
import type { PersonActor } from '../platform/actor.ts'
import type { GateDependencies } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

/**
 * The contacts that hold exactly one key. The question is entered before it is answered, a miss like a hit; more than
 * `mostPeopleFound` are not a search any more, and the rest is not shown.
 *
 * @throws ProblemError `forbidden`, `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
 */
export async function lookUp(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  query: { kind: IndexKind; value: string },
): Promise<ContactId[]> {
  const decision = await authorise(actor, 'contact.search', { kind: 'tenant', tenantId })
  const entryId = await database.transaction(actor, tenantId, (tx) =>
    writer.enter(tx, {
      type: 'contact.searched',
      outcome: decision.allowed ? 'done' : 'denied',
      ...(decision.allowed ? {} : { reason: 'no_grant' as const }),
      purpose: 'oversight',
      policyHash: decision.policyHash,
      counts: { lookups: 1 },
      refs: { session: actor.sessionId },
      commit: { query: `${query.kind}:${query.value}` },
    }),
  )
  if (!decision.allowed) throw new ProblemError('forbidden')
  const { opened: index } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.lookup({ receipt, tenantId, ...query }),
  )
  const { rowScope } = decision
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const bytes = Buffer.from(index)
      // contacts name no job: their list's campaign does, and row-level security judges the list
      const inReach = tx.db
        .selectFrom('tenant.contacts as c')
        .innerJoin('tenant.lists as l', (join) =>
          join.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.list_id', '=', 'c.list_id'),
        )
        .select('c.contact_id')
        // what an import is still writing, or left, is nobody's contact yet
        .where('l.state', '=', 'ready')
        .distinct()
        .limit(mostPeopleFound)
      const rows = await (query.kind === 'phone'
        ? inReach
            .innerJoin('tenant.contact_numbers as n', (join) =>
              join.onRef('n.tenant_id', '=', 'c.tenant_id').onRef('n.contact_id', '=', 'c.contact_id'),
            )
            .where('n.phone_index', '=', bytes)
        : inReach.where(query.kind === 'customer_number' ? 'c.customer_index' : 'c.person_index', '=', bytes)
      ).execute()
      return rows.map((row) => row.contact_id)
    },
    rowScope,
  )
}
