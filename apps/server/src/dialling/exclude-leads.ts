import type { AttemptId, CampaignId, LeadId, ListId } from '@sekisho/contract'
import { LEAD_MACHINE, statesBefore } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import { beforeAnswer } from './reseat-lines.ts'

export interface Exclusion {
  /** The file that names these people. */
  readonly listId: ListId
  readonly leadIds: readonly LeadId[]
  /** Leads that somebody else holds: left out and given back, or waited for. */
  readonly held: 'left out' | 'waited for'
}

export interface Excluded {
  /** Leads that will not be called any more, those in hand included. */
  readonly stopped: number
  readonly leftOut: readonly LeadId[]
}

/**
 * Stops leads for good in the caller's transaction: nobody calls them again. What rings is hung up after the commit, who
 * talks goes on talking, and in both cases the end of the attempt finishes the lead (`finishAttempts`). Leads that are
 * finished, or stopped already, stay as they are; those that are left out to be compared with may be called again one day,
 * and so are stopped, too.
 *
 * Many leads are stopped with `left out`, so that no lock is waited for while others are held; those that were left out
 * come one in a transaction with `waited for`.
 */
export async function excludeLeads(
  events: Pick<CallEvents, 'announce'>,
  tx: Tx,
  { listId, leadIds, held }: Exclusion,
): Promise<Excluded> {
  const tenantId = tenantOf(tx)
  const { rows: locked } = await tx.client.query<{ lead_id: LeadId }>(
    `select lead_id from tenant.leads where tenant_id = $1 and lead_id = any ($2)
      for no key update ${held === 'left out' ? 'skip locked' : ''}`,
    [tenantId, leadIds],
  )
  const { rows: stopped } = await tx.client.query<{ lead_id: LeadId; state: string }>(
    `update tenant.leads set excluded_by = $3, revision = revision + 1,
        state = case when state = any ($4) then 'finished' else state end,
        finished_reason = case when state = any ($4) or state = 'finished' then 'excluded' end,
        promised_to = case when state = any ($4) then null else promised_to end
      where tenant_id = $1 and lead_id = any ($2) and excluded_by is null
        and (state <> 'finished' or finished_reason = 'held_out')
      returning lead_id, state`,
    [tenantId, locked.map((row) => row.lead_id), listId, statesBefore(LEAD_MACHINE, 'exclude')],
  )
  await withdrawCalls(
    events,
    tx,
    stopped.filter(({ state }) => state !== 'finished').map((row) => row.lead_id),
  )
  const known = new Set(locked.map((row) => row.lead_id))
  return { stopped: stopped.length, leftOut: leadIds.filter((leadId) => !known.has(leadId)) }
}

/**
 * Which of these attempts, begun and not answered yet, would ring at somebody who was stopped since, or who calls us at this
 * moment: for whoever may have missed the news of it.
 */
export async function excludedAttempts(tx: Tx, attemptIds: readonly AttemptId[]): Promise<AttemptId[]> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'excluded attempts',
    text: `select a.attempt_id from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
      where a.tenant_id = $1 and a.attempt_id = any ($2) and a.state = any ($3) and (l.excluded_by is not null
        or exists (select from tenant.call_ins i
          where i.tenant_id = l.tenant_id and i.lead_id = l.lead_id and i.state <> 'ended'))`,
    values: [tenantOf(tx), attemptIds, beforeAnswer],
  })
  return rows.map((row) => row.attempt_id)
}

async function withdrawCalls(events: Pick<CallEvents, 'announce'>, tx: Tx, leadIds: readonly LeadId[]): Promise<void> {
  if (leadIds.length === 0) return
  const tenantId = tenantOf(tx)
  const { rows } = await tx.client.query<{ attempt_id: AttemptId; campaign_id: CampaignId }>(
    `select attempt_id, campaign_id from tenant.attempts
      where tenant_id = $1 and lead_id = any ($2) and state = any ($3)`,
    [tenantId, leadIds, beforeAnswer],
  )
  for (const row of rows) {
    const call = { tenantId, campaignId: row.campaign_id, attemptId: row.attempt_id }
    await events.announce(tx, { kind: 'withdrawn', ...call })
  }
}
