import { createHash } from 'node:crypto'
import {
  type AttemptId,
  type CampaignId,
  type EntryId,
  type FigureRules,
  type JobId,
  type OwnNumber,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { placeOfNumber } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { readRules } from '../reports/index.ts'
import { type CallInDay, readDays } from './read-days.ts'

export interface OwnNumbersDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
}

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export interface OwnNumbersRead {
  readonly ownNumbers: OwnNumber[]
  readonly days: CallInDay[]
  /** As the client defines its figures. */
  readonly rules: FigureRules
}

/** Numbers of the centre: which campaign's calls show one, and whose a call to it is. */
export interface OwnNumbers {
  /** @throws ProblemError `not_found` */
  read(asking: Asking, campaignId: CampaignId): Promise<OwnNumbersRead>
  /**
   * Gives a campaign a number. It holds from the next call on.
   *
   * @param number  domestic digits, with hyphens or without
   * @throws ProblemError `not_found`; `already_known` a campaign of the house has it; `ledger_unavailable`
   */
  assign(asking: Asking, campaignId: CampaignId, number: string): Promise<EntryId>
  /** The carrier's name of the call-in that became this attempt; null for any other. */
  callOf(tenantId: TenantId, attemptId: AttemptId): Promise<string | null>
  /** @throws ProblemError `not_found`; `conflict` it was withdrawn already; `ledger_unavailable` */
  withdraw(asking: Asking, campaignId: CampaignId, assignmentId: EntryId): Promise<void>
}

/** What an entry says of a number: it is the centre's own, and nobody's personal data. */
export const digestOfNumber = (number: string): string => createHash('sha256').update(number).digest('hex')

interface CampaignPlace {
  readonly jobId: JobId
  readonly kind: 'production' | 'test'
}

export function createOwnNumbers({ database, writer, clock }: OwnNumbersDependencies): OwnNumbers {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  return {
    read: (asking, campaignId) =>
      within(asking, async (tx) => {
        await placeOf(tx, campaignId)
        const { value: rules } = await readRules(tx)
        return {
          ownNumbers: await readNumbers(tx, asking.tenantId, campaignId),
          ...{ days: await readDays(tx, campaignId, rules, clock.now()), rules },
        }
      }),

    callOf: (tenantId, attemptId) =>
      database.transaction(systemActor('launcher'), tenantId, async (tx) => {
        const row = await tx.db
          .selectFrom('tenant.call_ins')
          .select('call_id')
          .where('attempt_id', '=', attemptId)
          .executeTakeFirst()
        return row?.call_id ?? null
      }),

    assign: (asking, campaignId, asWritten) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        const number = asWritten.replaceAll('-', '')
        const { jobId, kind } = await placeOf(tx, campaignId)
        // one at a time for each number, of all clients
        await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`own number ${number}`])
        // of any client: only the house sees them all, and more than that it is taken nobody is told
        if ((await placeOfNumber(database, number)) !== null) throw new ProblemError('already_known')
        const entryId = await writer.enter(tx, {
          type: 'own_number.assigned',
          purpose: 'set_up',
          campaignKind: kind,
          policyHash,
          refs: { campaign: campaignId, session: actor.sessionId },
          digest: digestOfNumber(number),
        })
        await tx.db
          .insertInto('house.own_numbers')
          .values({
            ...{ entry_id: entryId, tenant_id: tenantId, job_id: jobId, campaign_id: campaignId, number },
            ...{ assigned_by: actor.personId, assigned_at: new Date(clock.now()) },
          })
          .execute()
        return entryId
      }),

    withdraw: (asking, campaignId, assignmentId) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        const { kind } = await placeOf(tx, campaignId)
        const assignment = await lockAssignment(tx, tenantId, campaignId, assignmentId)
        if (assignment === null) throw new ProblemError('not_found')
        if (assignment.isWithdrawn) throw new ProblemError('conflict')
        const entryId = await writer.enter(tx, {
          type: 'own_number.withdrawn',
          purpose: 'set_up',
          campaignKind: kind,
          policyHash,
          refs: { campaign: campaignId, session: actor.sessionId, entry: assignmentId },
        })
        await tx.db
          .insertInto('house.own_number_withdrawals')
          .values({
            ...{ assignment_id: assignmentId, tenant_id: tenantId, entry_id: entryId },
            ...{ withdrawn_by: actor.personId, withdrawn_at: new Date(clock.now()) },
          })
          .execute()
      }),
  }
}

/** @throws ProblemError `not_found`, also for a campaign of a job that is not one's own */
async function placeOf(tx: Tx, campaignId: CampaignId): Promise<CampaignPlace> {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['job_id', 'kind'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (row === undefined) throw new ProblemError('not_found')
  return { jobId: row.job_id, kind: row.kind === 'production' ? 'production' : 'test' }
}

const isWithdrawn = `exists (select from house.own_number_withdrawals w where w.assignment_id = o.entry_id)`

async function readNumbers(tx: Tx, tenantId: TenantId, campaignId: CampaignId): Promise<OwnNumber[]> {
  const { rows } = await tx.client.query<{
    entry_id: EntryId
    number: string
    display_name: string
    assigned_at: Date
  }>(
    `select o.entry_id, o.number, p.display_name, o.assigned_at
      from house.own_numbers o join house.persons p on p.person_id = o.assigned_by
      where o.tenant_id = $1 and o.campaign_id = $2 and not ${isWithdrawn}
      order by o.assigned_at, o.entry_id`,
    [tenantId, campaignId],
  )
  return rows.map((row) => ({
    ...{ assignmentId: row.entry_id, number: row.number },
    ...{ assignedBy: row.display_name, assignedAt: row.assigned_at.getTime() },
  }))
}

/** Two who withdraw one number at the same time come one after another. */
async function lockAssignment(
  tx: Tx,
  tenantId: TenantId,
  campaignId: CampaignId,
  assignmentId: EntryId,
): Promise<{ readonly isWithdrawn: boolean } | null> {
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`own number ${assignmentId}`])
  const { rows } = await tx.client.query<{ is_withdrawn: boolean }>(
    `select ${isWithdrawn} as is_withdrawn from house.own_numbers o
      where o.tenant_id = $1 and o.campaign_id = $2 and o.entry_id = $3`,
    [tenantId, campaignId, assignmentId],
  )
  const [row] = rows
  return row === undefined ? null : { isWithdrawn: row.is_withdrawn }
}
