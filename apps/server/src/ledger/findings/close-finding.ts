import { type ClosingReason, type EntryId, HEAD_OFFICE, ProblemError, type TenantId } from '@sekisho/contract'
import type { PersonActor } from '../../platform/actor.ts'
import { type MonotonicClock, sleep } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { EntryWriter } from '../entry-writer.ts'
import type { KnownPeople } from '../known-people.ts'
import type { Receipts } from '../receipts.ts'
import type { KnownFinding, KnownFindings } from './known-findings.ts'

export interface CloseFindingDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await'>
  readonly people: KnownPeople
  readonly findings: KnownFindings
  readonly clock: MonotonicClock
}

export interface Closing {
  readonly findingId: EntryId
  readonly reason: ClosingReason
  /** For people to read, beside the ledger; the entry commits to it. */
  readonly note: string
}

const waitMs = 2_000
const lookEveryMs = 25

/** How a finding ends: one entry of one person whom it does not concern, in the transaction that keeps the note (N-10). */
export function createCloseFinding(dependencies: CloseFindingDependencies) {
  const { database, writer, receipts, people, findings, clock } = dependencies

  /** A tenant's own findings only: those of the house are not closed from inside of a tenant. */
  async function findingIn(
    actor: PersonActor,
    place: TenantId | null,
    { findingId }: Closing,
    all: readonly KnownFinding[],
  ): Promise<KnownFinding> {
    const finding = all.find((one) => one.findingId === findingId)
    const owner = finding === undefined ? undefined : await ownerOf(database, actor, finding)
    if (finding === undefined || owner !== place) throw new ProblemError('not_found')
    if (finding.closing !== null) throw new ProblemError('already_closed')
    return finding
  }

  /** Whether somebody opened the contact that was found to be opened without its call. */
  async function actedThere(actor: PersonActor, tenantId: TenantId, { type, counts }: KnownFinding): Promise<boolean> {
    const position = counts?.from_position
    if (type !== 'finding.opened_without_call' || position === undefined) return false
    const own = await people.pseudonymOf(tenantId, actor.personId)
    return database.transaction(actor, tenantId, async (tx) => {
      const { rowCount } = await tx.client.query(
        'select from tenant.entry_index where tenant_id = $1 and position = $2 and actor = $3',
        [tenantId, position, own],
      )
      return rowCount === 1
    })
  }

  /** Whose right is in doubt, or who wrote one that is, judges nothing until somebody else has. */
  async function holdsDoubtedRight(actor: PersonActor, all: readonly KnownFinding[]): Promise<boolean> {
    const doubted = all.flatMap(({ closing, refs }) =>
      closing === null && refs?.designation !== undefined ? [refs.designation] : [],
    )
    if (doubted.length === 0) return false
    return database.transaction(actor, 'house', async (tx) => {
      const { rowCount } = await tx.client.query(
        'select from house.designations where designation_id = any ($1) and $2 in (person_id, designated_by) limit 1',
        [doubted, actor.personId],
      )
      return rowCount === 1
    })
  }

  /** The answer comes when the closing can be seen, so that a page that reads again shows it. */
  async function untilSeen(findingId: EntryId): Promise<void> {
    const giveUpAt = clock.monotonicMs() + waitMs
    while (clock.monotonicMs() < giveUpAt) {
      const now = (await findings.fresh()).find((one) => one.findingId === findingId)
      if (now?.closing !== null) return
      await sleep(clock, lookEveryMs)
    }
  }

  /**
   * @param place  the tenant whose finding it is, or null for one of the house
   * @throws ProblemError `not_found`, `own_finding`, `already_closed`, `ledger_unavailable`
   */
  return async (
    { actor, policyHash }: { readonly actor: PersonActor; readonly policyHash: string },
    place: TenantId | null,
    closing: Closing,
  ): Promise<void> => {
    const all = await findings.fresh()
    const finding = await findingIn(actor, place, closing, all)
    const isOwn = place !== null && (await actedThere(actor, place, finding))
    if (isOwn || (await holdsDoubtedRight(actor, all))) throw new ProblemError('own_finding')
    const entryId = await database.transaction(actor, 'house', async (tx) => {
      await refuseClosed(tx, closing.findingId)
      const written = await writer.enter(tx, {
        ...{ type: 'finding.closed', purpose: 'oversight', policyHash, closing: closing.reason },
        refs: { entry: closing.findingId, ...(finding.log === undefined ? {} : { log: finding.log }) },
        ...(closing.note === '' ? {} : { commit: { label: closing.note } }),
      })
      await keepNote(tx, place, closing, written)
      return written
    })
    await receipts.await(HEAD_OFFICE, entryId)
    await untilSeen(closing.findingId)
  }
}

/** The tenant that a finding is about, or null for the house. */
export async function ownerOf(
  database: Database,
  actor: PersonActor,
  { log }: Pick<KnownFinding, 'log'>,
): Promise<TenantId | null> {
  if (log === undefined) return null
  return database.transaction(actor, 'house', async (tx) => {
    const row = await tx.db.selectFrom('house.logs').select('tenant_id').where('log_id', '=', log).executeTakeFirst()
    return row === undefined || row.tenant_id === HEAD_OFFICE ? null : row.tenant_id
  })
}

/**
 * One after the other, so that two people do not both close it: who comes second finds the first one's entry, placed or
 * still waiting for its place.
 */
async function refuseClosed(tx: Tx, findingId: EntryId): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('sekisho close ' || $1, 0))`, [findingId])
  const { rowCount } = await tx.client.query(
    `select from house.finding_closings c
      where finding_id = $1
        and exists (select from
          (select entry_id, body from tenant.entry_queue where tenant_id = $2
            union all select entry_id, body from tenant.entry_index where tenant_id = $2) e
          where e.entry_id = c.entry_id and position($3::bytea in e.body) > 0)`,
    [findingId, HEAD_OFFICE, Buffer.from(`"entry":"${findingId}"`)],
  )
  if (rowCount !== 0) throw new ProblemError('already_closed')
}

/** A row that no entry explains was written past the product, and makes way. */
async function keepNote(tx: Tx, place: TenantId | null, { findingId, note }: Closing, entryId: EntryId): Promise<void> {
  await tx.client.query(
    `insert into house.finding_closings (finding_id, tenant_id, entry_id, note) values ($1, $2, $3, $4)
     on conflict (finding_id) do update
       set tenant_id = excluded.tenant_id, entry_id = excluded.entry_id, note = excluded.note`,
    [findingId, place, entryId, note],
  )
}
