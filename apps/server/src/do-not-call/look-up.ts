import type { DoNotCallCounts, DoNotCallHit, DoNotCallPurpose, DoNotCallScope, TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import { withReceipt } from '../gate/index.ts'
import type { EntryWriter, Receipts, SearchKey } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { stands } from './stops-sql.ts'

export interface LookUpDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await'>
  readonly keys: Pick<KeyServiceCalls, 'lookup'>
}

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

/** A key as an import would have indexed it, and what it is asked for. */
export interface Question extends SearchKey {
  readonly purpose: DoNotCallPurpose
}

const mostHits = 50

/**
 * Whether one number, customer or person of the client is not to be called. The question is entered before it is answered, one
 * entry a question, so that nobody finds out about his neighbours unseen.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
 */
export async function lookUpRefusals(
  { database, writer, receipts, keys }: LookUpDependencies,
  { actor, tenantId, rowScope, policyHash }: Asking,
  { kind, value, purpose }: Question,
): Promise<{ hits: DoNotCallHit[]; entryPosition: number }> {
  const entryId = await database.transaction(actor, tenantId, (tx) =>
    writer.enter(tx, {
      ...{ type: 'do_not_call.searched', purpose, policyHash },
      counts: { lookups: 1 },
      refs: { session: actor.sessionId },
      commit: { query: `${kind}:${value}` },
    }),
  )
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.lookup({ receipt, tenantId, kind, value }),
  )
  const hits = await database.transaction(actor, tenantId, (tx) => readHits(tx, Buffer.from(opened)), rowScope)
  return { hits, entryPosition: position }
}

async function readHits(tx: Tx, keyIndex: Buffer): Promise<DoNotCallHit[]> {
  const { rows } = await tx.client.query<{
    disposition: string
    scope: DoNotCallScope
    recorded_at: Date
    job_name: string | null
    is_of_tenant: boolean
    is_for_one: boolean
  }>({
    name: 'do-not-call hits',
    // jobs out of reach have no name here, by row-level security
    text: `select s.disposition, s.scope, s.recorded_at, j.name as job_name, s.tenant_id = $1 as is_of_tenant,
        s.only_for is not null as is_for_one
      from house.do_not_call s left join tenant.jobs j on j.tenant_id = $1 and j.job_id = s.job_id
      where s.client_id = (select t.client_id from house.tenants t where t.tenant_id = $1) and s.key_index = $2
        and ${stands('s')}
      order by s.recorded_at desc, s.entry_id limit ${mostHits}`,
    values: [tx.scope, keyIndex],
  })
  return rows.map((row) => ({
    result: row.disposition,
    scope: row.scope,
    recordedAt: row.recorded_at.getTime(),
    jobName: row.job_name,
    isOfTenant: row.is_of_tenant,
    isForOneContact: row.is_for_one,
  }))
}

/** How much is on the client's list, in numbers of refusals, people and telephone numbers. */
export async function countRefusals(
  { database }: Pick<LookUpDependencies, 'database'>,
  { actor, tenantId, rowScope }: Asking,
): Promise<DoNotCallCounts> {
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      // a person known by both keys counts once: by the customer number
      const all = await tx.client.query<{ refusals: number; people: number; numbers: number; newest: Date | null }>(
        `select count(distinct entry_id)::int as refusals,
          (count(distinct key_index) filter (where key_kind = 'customer')
            + count(distinct key_index) filter (where key_kind = 'person' and not has_customer))::int as people,
          count(distinct key_index) filter (where key_kind = 'number')::int as numbers, max(recorded_at) as newest
        from (select *, bool_or(key_kind = 'customer') over (partition by entry_id) as has_customer
          from house.do_not_call) s`,
      )
      const by = await tx.client.query<{ disposition: string; scope: DoNotCallScope; refusals: number }>(
        `select disposition, scope, count(distinct entry_id)::int as refusals from house.do_not_call d
          where ${stands('d')} group by 1, 2 order by 3 desc, 1, 2`,
      )
      const taken = await tx.client.query<{ withdrawn: number; newest: Date | null }>(
        `select count(*)::int as withdrawn, max(recorded_at) as newest from house.do_not_call_withdrawals`,
      )
      const [counts] = all.rows
      const [withdrawals] = taken.rows
      return {
        refusals: counts?.refusals ?? 0,
        people: counts?.people ?? 0,
        numbers: counts?.numbers ?? 0,
        newestAt: counts?.newest?.getTime() ?? null,
        withdrawn: withdrawals?.withdrawn ?? 0,
        newestWithdrawnAt: withdrawals?.newest?.getTime() ?? null,
        byResult: by.rows.map(({ disposition: result, scope, refusals }) => ({ result, scope, refusals })),
      }
    },
    rowScope,
  )
}
