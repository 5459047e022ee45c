import type { AttemptId, CampaignId, PersonId, TenantId } from '@sekisho/contract'
import { LEAD_MACHINE, moved, type ReachClass } from '@sekisho/dialer'
import type { Gate, NumberTicket } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { type Chosen, enterGivenAway } from './choose-leads.ts'

/** An attempt that is durable and may be dialled, once, against its ticket. */
export interface IntendedAttempt {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  /** For whose seat it will ring; null: for whoever is free when it is answered. */
  readonly operatorId: PersonId | null
  /** Of its lead when it was intended. */
  readonly reachClass: ReachClass
  readonly ringSeconds: number
  /** The own number of the campaign that its calls show; null without one. */
  readonly callerId: string | null
  readonly ticket: NumberTicket
}

export interface IntendRequest {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  /** The dialler process that will place them. */
  readonly holder: string
  readonly nowMs: number
  readonly facts: CampaignFacts
  readonly callerId: string | null
}

/** Makes the intents of chosen leads durable together with the entries that will open their numbers. */
export async function intendAttempts(
  { gate, writer }: { readonly gate: Pick<Gate, 'requestNumbers'>; readonly writer: EntryWriter },
  tx: Tx,
  { tenantId, campaignId, holder, nowMs, facts, callerId }: IntendRequest,
  chosen: readonly Chosen[],
): Promise<IntendedAttempt[]> {
  if (chosen.length === 0) return []
  const classes = await insertAttempts(tx, { campaignId, holder, nowMs, facts }, chosen)
  await enterGivenAway(writer, tx, campaignId, facts, chosen)
  const { ringSeconds } = facts.settings
  const tickets = await gate.requestNumbers(
    tx,
    chosen.map(({ attemptId, contact_id, list_id, ordinal }) => ({
      ...{ tenantId, campaignId, campaignKind: facts.kind, attemptId },
      ...{ contactId: contact_id, listId: list_id, ordinal },
    })),
  )
  // tickets come in the order asked
  return chosen.flatMap(({ attemptId, operatorId }, index) => {
    const ticket = tickets[index]
    const reachClass = classes.get(attemptId)
    if (ticket === undefined || reachClass === undefined) return []
    return [{ attemptId, campaignId, operatorId, reachClass, ringSeconds, callerId, ticket }]
  })
}

async function insertAttempts(
  tx: Tx,
  { campaignId, holder, nowMs, facts }: Pick<IntendRequest, 'campaignId' | 'holder' | 'nowMs' | 'facts'>,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<AttemptId, ReachClass>> {
  for (const { state } of chosen) moved(LEAD_MACHINE, moved(LEAD_MACHINE, state, 'lease'), 'intend')
  // the unique (tenant, lead, due time) makes a second intent for one due time fail, whatever the code above did
  const { rows } = await tx.client.query<{ attempt_id: AttemptId; reach_class: ReachClass }>({
    name: 'intend attempts',
    text: `with intended as (
        insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
          operator_id, dialler, intended_at, reach_class, is_in_order)
        select $1, i.attempt_id, $2, i.lead_id, i.contact_id, i.ordinal, l.due_at, 'intent', i.operator_id, $3, $4,
          l.reach_class, i.is_in_order
        from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::smallint[], $9::uuid[], $10::boolean[])
          as i (attempt_id, lead_id, contact_id, ordinal, operator_id, is_in_order)
          join tenant.leads l on l.tenant_id = $1 and l.lead_id = i.lead_id
        returning lead_id, attempt_id, reach_class)
      update tenant.leads l set state = 'dialling', revision = l.revision + 1
      from intended i where l.tenant_id = $1 and l.lead_id = i.lead_id
      returning i.attempt_id, i.reach_class`,
    values: [
      tx.scope,
      campaignId,
      holder,
      new Date(nowMs),
      chosen.map(({ attemptId }) => attemptId),
      chosen.map(({ lead_id }) => lead_id),
      chosen.map(({ contact_id }) => contact_id),
      chosen.map(({ ordinal }) => ordinal),
      chosen.map(({ operatorId }) => operatorId),
      // a promise is kept at its hour, whatever the order
      chosen.map(({ state }) => facts.settings.callOrder === 'reach' && state !== 'promised'),
    ],
  })
  return new Map(rows.map((row) => [row.attempt_id, row.reach_class]))
}
