import type {
  AttemptId,
  CampaignId,
  ContactId,
  EntryId,
  HandMessage,
  JobId,
  ListId,
  PersonId,
  RaisedHand,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A hand that is up, with the job by which a viewer's reach is told. */
export interface HandInSight {
  readonly jobId: JobId
  readonly hand: RaisedHand
}

/** The operator of hand `h` has gone on to another call: what is written now would be sealed under the wrong contact. */
const hasOtherCall = `exists (select from tenant.attempts o where o.tenant_id = h.tenant_id
    and o.operator_id = h.operator_id and o.state in ('answered', 'connected', 'wrap_up')
    and o.attempt_id is distinct from h.attempt_id)`

interface SightRow {
  readonly hand_id: EntryId
  readonly revision: number
  readonly campaign_id: CampaignId
  readonly job_id: JobId
  readonly operator_id: PersonId
  readonly operator: string
  readonly raised_at: Date
  readonly is_about_call: boolean
  readonly taken_by: PersonId | null
  readonly taker: string | null
  readonly taken_at: Date | null
  readonly messages:
    | { id: string; by: HandMessage['by']; at: string; phrase: string | null; has_text: boolean }[]
    | null
}

/** Hands that are up, who waits longest first; of one operator, or of all in the row scope. By the index hands_up. */
export async function readRaisedHands(tx: Tx, operatorId: PersonId | null = null): Promise<HandInSight[]> {
  const { rows } = await tx.client.query<SightRow>({
    name: 'raised hands',
    text: `select h.hand_id, h.revision, h.campaign_id, k.job_id, h.operator_id, o.display_name as operator, h.raised_at,
        h.attempt_id is not null and not ${hasOtherCall} as is_about_call, h.taken_by, s.display_name as taker, h.taken_at,
        (select json_agg(json_build_object('id', m.message_id, 'by', m.said_by, 'at', m.said_at, 'phrase', m.phrase,
            'has_text', m.sealed is not null) order by m.said_at, m.message_id)
          from tenant.hand_messages m where m.tenant_id = h.tenant_id and m.hand_id = h.hand_id) as messages
      from tenant.hands h
        join tenant.campaigns k on k.tenant_id = h.tenant_id and k.campaign_id = h.campaign_id
        join house.persons o on o.person_id = h.operator_id
        left join house.persons s on s.person_id = h.taken_by
      where h.tenant_id = $1 and h.lowered_at is null and ($2::uuid is null or h.operator_id = $2)
      order by h.raised_at, h.hand_id`,
    values: [tenantOf(tx), operatorId],
  })
  return rows.map((row) => ({ jobId: row.job_id, hand: handOf(row) }))
}

function handOf(row: SightRow): RaisedHand {
  return {
    ...{ handId: row.hand_id, revision: row.revision, campaignId: row.campaign_id },
    ...{ operatorId: row.operator_id, operator: row.operator, raisedAt: row.raised_at.getTime() },
    isAboutCall: row.is_about_call,
    taker:
      row.taken_by === null || row.taker === null || row.taken_at === null
        ? null
        : { personId: row.taken_by, displayName: row.taker, at: row.taken_at.getTime() },
    messages: (row.messages ?? []).map(({ id, by, at, phrase, has_text: hasText }) => ({
      ...{ messageId: id, by, at: Date.parse(at), phrase: phrase as HandMessage['phrase'], hasText },
    })),
  }
}

/** A hand under its lock. */
export interface HandRow {
  readonly hand_id: EntryId
  readonly campaign_id: CampaignId
  readonly kind: 'production' | 'test'
  readonly operator_id: PersonId
  /** Of the call it was raised at. */
  readonly attempt_id: AttemptId | null
  readonly has_other_call: boolean
  readonly taken_by: PersonId | null
  readonly revision: number
}

/** For the text of a query: the columns of `HandRow`, and where they come from. */
export const handColumns = `h.hand_id, h.campaign_id, k.kind, h.operator_id, h.attempt_id, h.taken_by, h.revision,
    ${hasOtherCall} as has_other_call
  from tenant.hands h join tenant.campaigns k on k.tenant_id = h.tenant_id and k.campaign_id = h.campaign_id`

/** @returns undefined when it is not up, or not in the row scope */
export async function lockHand(
  tx: Tx,
  by: { readonly handId: EntryId } | { readonly operatorId: PersonId },
): Promise<HandRow | undefined> {
  const [column, id] = 'handId' in by ? ['hand_id', by.handId] : ['operator_id', by.operatorId]
  const { rows } = await tx.client.query<HandRow>(
    `select ${handColumns}
      where h.tenant_id = $1 and h.${column} = $2 and h.lowered_at is null for update of h`,
    [tenantOf(tx), id],
  )
  return rows[0]
}

/** Where an operator sits, under the seat's lock, and the call in hand there. */
export interface SeatOfHand {
  readonly campaign_id: CampaignId
  readonly kind: 'production' | 'test'
  readonly attempt_id: AttemptId | null
}

export async function lockSeatOf(tx: Tx, operatorId: PersonId): Promise<SeatOfHand | undefined> {
  const { rows } = await tx.client.query<SeatOfHand>(
    `select d.campaign_id, k.kind, (select a.attempt_id from tenant.attempts a
          where a.tenant_id = d.tenant_id and a.operator_id = d.operator_id and a.state in ('answered', 'connected', 'wrap_up'))
        as attempt_id
      from tenant.desks d join tenant.campaigns k on k.tenant_id = d.tenant_id and k.campaign_id = d.campaign_id
      where d.tenant_id = $1 and d.operator_id = $2 and d.state <> 'gone' for update of d`,
    [tenantOf(tx), operatorId],
  )
  return rows[0]
}

/** Of which contact and list the call of a hand is: what its texts are sealed under. */
export async function callOf(
  tx: Tx,
  attemptId: AttemptId,
): Promise<{ readonly contact_id: ContactId; readonly list_id: ListId } | undefined> {
  const { rows } = await tx.client.query<{ contact_id: ContactId; list_id: ListId }>(
    `select a.contact_id, l.list_id from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
      where a.tenant_id = $1 and a.attempt_id = $2`,
    [tenantOf(tx), attemptId],
  )
  return rows[0]
}

export async function countTexts(tx: Tx, handId: EntryId): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    'select count(*)::int as count from tenant.hand_messages where tenant_id = $1 and hand_id = $2 and sealed is not null',
    [tenantOf(tx), handId],
  )
  return rows[0]?.count ?? 0
}
