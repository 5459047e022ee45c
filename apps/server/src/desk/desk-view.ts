import type {
  AnsweredBy,
  AttemptId,
  CallInHand,
  CampaignId,
  CampaignSettings,
  DeskState,
  PersonId,
  ServedCampaign,
} from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS, defaultDisposition } from '@sekisho/dialer'
import type { CallEvent, CampaignBook, CampaignDescription, OwnPreview } from '../dialling/index.ts'
import type { OpenedContact, OpenedMemos } from '../gate/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { servedCampaignsOf, servingJson, type ServingRow } from './serving.ts'

/** A desk with its campaign, as its operator sees it. */
export interface DeskView {
  readonly state: DeskState
  readonly awayReason: string | null
  readonly sinceMs: number
  readonly connection: string | null
  readonly facts: CampaignDescription
  readonly isRunning: boolean
  /** The campaigns that an assigned operator works now; null with one of their own choice. */
  readonly serving: readonly ServedCampaign[] | null
}

export async function readDesk(tx: Tx, campaigns: CampaignBook, operatorId: PersonId): Promise<DeskView | null> {
  const { rows } = await tx.client.query<{
    state: DeskState
    away_reason: string | null
    since: Date
    connection: string | null
    campaign_id: CampaignId
    revision: number
    campaign_state: string
    serving: ServingRow[] | null
  }>({
    name: 'read desk',
    text: `select tenant.desk_state(d.state, d.preview_id) as state, d.away_reason, d.since, d.connection, d.campaign_id, c.revision, c.state as campaign_state,
        ${servingJson} as serving
      from tenant.desks d join tenant.campaigns c on c.tenant_id = d.tenant_id and c.campaign_id = d.campaign_id
      where d.tenant_id = $1 and d.operator_id = $2`,
    values: [tenantOf(tx), operatorId],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    state: row.state,
    awayReason: row.away_reason,
    sinceMs: row.since.getTime(),
    connection: row.connection,
    facts: await campaigns.describe(tx, row.campaign_id, row.revision),
    isRunning: row.campaign_state === 'running',
    serving: servedCampaignsOf(row.serving),
  }
}

/** The call that an operator holds, without any of the contact's data. */
export interface HeldCall {
  readonly attemptId: AttemptId
  readonly state: 'answered' | 'connected' | 'wrap_up'
  readonly ordinal: number
  readonly answeredAtMs: number
  readonly hungUpAtMs: number | null
  readonly attemptNumber: number
  readonly answeredBy: AnsweredBy | null
  readonly confirmedAtMs: number | null
  /** The own number that the person called; null where we called. */
  readonly calledNumber: string | null
  /** Of somebody on no list, who called us: whether the number is known. Null for a contact. */
  readonly onNoList: { readonly hasNumber: boolean } | null
  /** Newest first; those with a memo before all others when there are many. */
  readonly previous: readonly { attemptId: AttemptId; atMs: number; disposition: string; hasMemo: boolean }[]
}

/** What never reached a telephone says nothing about the person. */
export const undialled = DEFAULT_DISPOSITIONS.filter(({ isDialled }) => !isDialled).map(({ code }) => code)

export async function readHeldCall(tx: Tx, operatorId: PersonId): Promise<HeldCall | null> {
  const { rows } = await tx.client.query<{
    attempt_id: AttemptId
    state: HeldCall['state']
    ordinal: number
    answered_at: Date | null
    intended_at: Date
    hung_up_at: Date | null
    answered_by: AnsweredBy | null
    confirmed_at: Date | null
    called_number: string | null
    is_on_no_list: boolean
    has_number: boolean
    previous: { id: AttemptId; at: string; disposition: string; has_memo: boolean }[] | null
    earlier: number
  }>({
    name: 'read held call',
    // by the index attempts_operator_live; the history by the unique (tenant, lead, due time)
    text: `select a.attempt_id, a.state, a.ordinal, a.answered_at, a.intended_at, a.hung_up_at,
        a.answered_by, a.confirmed_at, l.attempts as earlier,
        case when a.direction = 'in' then (select i.own_number from tenant.call_ins i
          where i.tenant_id = a.tenant_id and i.attempt_id = a.attempt_id) end as called_number,
        a.direction = 'in' and exists (select from tenant.lists s
          where s.tenant_id = l.tenant_id and s.list_id = l.list_id and s.mode = 'callers') as is_on_no_list,
        exists (select from tenant.contact_numbers n
          where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id and n.ordinal = a.ordinal) as has_number,
        (select json_agg(p) from (
          select p.attempt_id as id, p.intended_at as at, p.disposition, p.memo_sealed is not null as has_memo
          from tenant.attempts p
          where p.tenant_id = $1 and p.lead_id = a.lead_id and p.state = 'ended' and p.disposition <> all ($3)
          order by p.memo_sealed is not null desc, p.intended_at desc limit 8) p) as previous
      from tenant.attempts a join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
      where a.tenant_id = $1 and a.operator_id = $2 and a.state in ('answered', 'connected', 'wrap_up')`,
    values: [tenantOf(tx), operatorId, undialled],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    attemptId: row.attempt_id,
    state: row.state,
    ordinal: row.ordinal,
    answeredAtMs: (row.answered_at ?? row.intended_at).getTime(),
    hungUpAtMs: row.hung_up_at?.getTime() ?? null,
    attemptNumber: row.earlier + 1,
    answeredBy: row.answered_by,
    confirmedAtMs: row.confirmed_at?.getTime() ?? null,
    calledNumber: row.called_number,
    onNoList: row.is_on_no_list ? { hasNumber: row.has_number } : null,
    previous: (row.previous ?? [])
      .map(({ id, at, disposition, has_memo: hasMemo }) => ({
        ...{ attemptId: id, atMs: Date.parse(at), disposition, hasMemo },
      }))
      .sort((left, right) => right.atMs - left.atMs),
  }
}

/** A desk and the call at it, as they stood at one moment. */
export interface DeskMoment {
  readonly desk: DeskView | null
  readonly call: HeldCall | null
  /** Whom the operator may call; null with a call. */
  readonly preview: OwnPreview | null
}

export type CallStep = Extract<CallEvent, { readonly kind: 'connected' | 'talk_ended' }>

/**
 * The desk after a step of its call, without a look into the database; null when the step does not follow from what is
 * known, and the desk has to be read again.
 */
export function afterStep<Moment extends DeskMoment>(moment: Moment, step: CallStep): Moment | null {
  const { desk, call } = moment
  if (desk === null || call === null || call.attemptId !== step.attemptId) return null
  const { atMs } = step
  if (step.kind === 'connected') {
    if (call.state !== 'answered') return moment
    if (desk.state !== 'reserved') return null
    return { ...moment, desk: { ...desk, state: 'connected', sinceMs: atMs }, call: { ...call, state: 'connected' } }
  }
  if (call.state === 'wrap_up') return moment
  if (desk.state !== 'connected') return null
  return {
    ...moment,
    desk: { ...desk, state: 'wrap_up', sinceMs: atMs },
    call: { ...call, state: 'wrap_up', hungUpAtMs: atMs },
  }
}

/** What was opened of the contact; null while it could not be, or waits for somebody to be confirmed. */
export interface OpenedParts {
  readonly opened: OpenedContact | null
  readonly confirmed: OpenedContact | null
  readonly memos: OpenedMemos | null
}

/** The call in hand as the page gets it. */
export function callInHandOf(call: HeldCall, facts: CampaignDescription, parts: OpenedParts): CallInHand {
  const { settings } = facts
  const { opened, memos } = parts
  // whoever else came to the telephone takes what was opened for the one before off the page
  const confirmed = call.confirmedAtMs === null ? null : parts.confirmed
  return {
    attemptId: call.attemptId,
    campaignId: facts.campaignId,
    state: call.state === 'wrap_up' ? 'wrap_up' : 'connected',
    hasHungUp: call.state === 'wrap_up',
    fields: settings.visibleFields.flatMap(({ field, label }) => {
      const value = opened?.values[field] ?? confirmed?.values[field]
      return value === undefined ? [] : [{ field, label, value }]
    }),
    withheld:
      confirmed !== null || call.onNoList !== null
        ? []
        : settings.visibleFields.flatMap(({ field, label, afterConfirmation }) =>
            afterConfirmation === true ? [{ field, label }] : [],
          ),
    answeredBy: call.answeredBy,
    confirmedAt: call.confirmedAtMs,
    confirmedPosition: confirmed?.entryPosition ?? null,
    maskedNumber: maskedNumber(call.ordinal, opened),
    entryPosition: opened?.entryPosition ?? null,
    connectedAt: call.answeredAtMs,
    wrapUpSince: call.hungUpAtMs,
    previous: call.previous.map(({ attemptId, atMs, disposition, hasMemo }) => ({
      at: atMs,
      disposition,
      label: labelOf(disposition, facts),
      hasMemo,
      memo: memos?.memos.find((memo) => memo.attemptId === attemptId)?.text ?? null,
    })),
    memosPosition: memos?.entryPosition ?? null,
    attemptNumber: call.attemptNumber,
    calledNumber: call.calledNumber,
    onNoList: call.onNoList,
  }
}

/** The word of the campaign for a result, or the usual one. */
export function labelOf(code: string, { settings }: CampaignDescription): string {
  return labelIn(settings, code)
}

export function labelIn(settings: CampaignSettings, code: string): string {
  return (
    settings.dispositions.find((disposition) => disposition.code === code)?.label ??
    defaultDisposition(code)?.label.ja ??
    code
  )
}

/** Only what the entry of the opening names may be shown: without the number among the fields, no digit of it. */
export function maskedNumber(ordinal: number, opened: OpenedContact | null): string {
  const field = `phone_${ordinal}` as 'phone_1'
  const digits = (opened?.values[field] ?? '').replaceAll(/[^0-9]/g, '')
  return digits.length < 8 ? '••••••••' : `••••-••••-${digits.slice(-4)}`
}
