import {
  type AttemptId,
  type CampaignId,
  type CampaignKind,
  type ContactId,
  type EntryId,
  type ListId,
  type PersonId,
  type PreviewLimit,
  type PreviewSkip,
  ProblemError,
  previewSkips,
  skipRules,
} from '@sekisho/contract'
import { LEAD_MACHINE, moved } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import { type EndedRow, writeEnds } from './preview-rows.ts'
import { tellOfEnd } from './previews.ts'

/** What an operator looks at, or looked at while it rings, without any of the contact's data. */
export interface OwnPreview {
  readonly previewId: EntryId
  readonly attemptId: AttemptId | null
  readonly state: 'deciding' | 'dialling'
  readonly ordinal: number
  readonly givenAtMs: number
  readonly limitAtMs: number
  readonly atLimit: PreviewLimit
  readonly attemptNumber: number
  /** Newest first. */
  readonly previous: readonly { readonly atMs: number; readonly disposition: string }[]
}

interface OwnRow {
  preview_id: EntryId
  attempt_id: AttemptId | null
  is_wanted: boolean
  ordinal: number
  given_at: Date
  limit_at: Date
  at_limit: PreviewLimit
  earlier: number
  previous: { at: string; disposition: string }[] | null
}

/**
 * The operator's last preview, as long as it is open or its telephone rings.
 *
 * @param undialled  results that never reached a telephone: they say nothing about the person
 */
export async function readOwnPreview(
  tx: Tx,
  operatorId: PersonId,
  undialled: readonly string[],
): Promise<OwnPreview | null> {
  const { rows } = await tx.client.query<OwnRow>({
    name: 'read own preview',
    text: `select p.preview_id, p.attempt_id, p.wanted_at is not null as is_wanted, p.ordinal,
        p.given_at, p.limit_at, p.at_limit, l.attempts as earlier,
        (select json_agg(h) from (
          select h.intended_at as at, h.disposition from tenant.attempts h
          where h.tenant_id = $1 and h.lead_id = p.lead_id and h.state = 'ended' and h.disposition <> all ($3)
          order by h.intended_at desc limit 8) h) as previous
      from (select * from tenant.previews where tenant_id = $1 and operator_id = $2 order by given_at desc, preview_id desc limit 1) p
        join tenant.leads l on l.tenant_id = p.tenant_id and l.lead_id = p.lead_id
        join tenant.desks d on d.tenant_id = p.tenant_id and d.operator_id = p.operator_id
        left join tenant.attempts a on a.tenant_id = p.tenant_id and a.attempt_id = p.attempt_id
      where p.ended_at is null and d.preview_id = p.preview_id
        or a.state in ('intent', 'dialling', 'ringing') and a.operator_id = p.operator_id`,
    values: [tenantOf(tx), operatorId, undialled],
  })
  const [row] = rows
  if (row === undefined) return null
  return {
    ...{ previewId: row.preview_id, attemptId: row.attempt_id, ordinal: row.ordinal },
    state: row.attempt_id !== null || row.is_wanted ? 'dialling' : 'deciding',
    ...{ givenAtMs: row.given_at.getTime(), limitAtMs: row.limit_at.getTime(), atLimit: row.at_limit },
    attemptNumber: row.earlier + 1,
    previous: (row.previous ?? []).map(({ at, disposition }) => ({ atMs: Date.parse(at), disposition })),
  }
}

interface LockedRow {
  campaign_id: CampaignId
  contact_id: ContactId
  list_id: ListId
  lead_state: 'ready' | 'waiting' | 'promised'
  given_at: Date
  is_seen: boolean
  is_over: boolean
  kind: Exclude<CampaignKind, 'none'>
}

/**
 * Under its lock; the caller holds that of the operator's desk.
 *
 * @returns  null when this operator was never given such a preview
 */
async function lockOwn(tx: Tx, operatorId: PersonId, previewId: EntryId): Promise<LockedRow | null> {
  const { rows } = await tx.client.query<LockedRow>({
    name: 'lock own preview',
    text: `select p.campaign_id, p.contact_id, l.list_id, p.lead_state, p.given_at,
        p.opened_entry_id is not null as is_seen, p.ended_at is not null as is_over, c.kind
      from tenant.previews p
        join tenant.leads l on l.tenant_id = p.tenant_id and l.lead_id = p.lead_id
        join tenant.campaigns c on c.tenant_id = p.tenant_id and c.campaign_id = p.campaign_id
      where p.tenant_id = $1 and p.operator_id = $2 and p.preview_id = $3
      for update of p`,
    values: [tenantOf(tx), operatorId, previewId],
  })
  return rows[0] ?? null
}

/**
 * Asks the dialler to call whom the operator looks at; it asks everything again that it asks before a call.
 *
 * @returns  false when this operator was never given such a preview
 * @throws ProblemError `preview_over`; `preview_unseen`
 */
export async function wantDial(
  events: Pick<CallEvents, 'announce'>,
  tx: Tx,
  { operatorId, previewId, nowMs }: { operatorId: PersonId; previewId: EntryId; nowMs: number },
): Promise<boolean> {
  const preview = await lockOwn(tx, operatorId, previewId)
  if (preview === null) return false
  if (preview.is_over) throw new ProblemError('preview_over')
  if (!preview.is_seen) throw new ProblemError('preview_unseen')
  await tx.client.query({
    name: 'want dial',
    text: `update tenant.previews set wanted_at = coalesce(wanted_at, $3) where tenant_id = $1 and preview_id = $2`,
    values: [tenantOf(tx), previewId, new Date(nowMs)],
  })
  const { campaign_id: campaignId } = preview
  await events.announce(tx, { kind: 'desk_changed', tenantId: tenantOf(tx), campaignId, operatorId })
  return true
}

export interface GivingBack {
  readonly actor: PersonActor
  readonly policyHash: string
  readonly previewId: EntryId
  readonly end: PreviewSkip | 'paused'
  readonly nowMs: number
}

/**
 * Ends an operator's own preview without a call. A skipped lead goes where the rule of its reason sends it; with a pause it
 * goes back as it was. The seat, whose desk the caller has locked, waits for what comes next.
 *
 * @returns  false when this operator was never given such a preview
 * @throws ProblemError `preview_over`, `ledger_unavailable`
 */
export async function givePreviewBack(
  { writer, events }: { readonly writer: EntryWriter; readonly events: Pick<CallEvents, 'announce'> },
  tx: Tx,
  { actor, policyHash, previewId, end, nowMs }: GivingBack,
): Promise<boolean> {
  const preview = await lockOwn(tx, actor.personId, previewId)
  if (preview === null) return false
  if (preview.is_over) throw new ProblemError('preview_over')
  await writeEnds(tx, nowMs, [{ previewId, end, attemptId: null, ...goesTo(preview, end, nowMs) }])
  const { campaign_id: campaignId, contact_id: contactId, list_id: listId } = preview
  await writer.enter(tx, {
    type: 'preview.ended',
    purpose: 'call',
    policyHash,
    campaignKind: preview.kind,
    counts: { duration_ms: Math.max(0, nowMs - preview.given_at.getTime()) },
    refs: { campaign: campaignId, list: listId, entry: previewId, preview_end: end, session: actor.sessionId },
    subject: { contactId, listId },
  })
  await tellOfEnd(events, tx, { campaignId, previewId, operatorId: actor.personId, end })
  return true
}

function goesTo(
  { lead_state: before }: LockedRow,
  end: GivingBack['end'],
  nowMs: number,
): Pick<EndedRow, 'leadState' | 'dueAtMs'> {
  const skip = previewSkips.find((reason) => reason === end)
  const rule = skip === undefined ? null : skipRules[skip]
  const isHeld = rule?.kind === 'hold'
  moved(LEAD_MACHINE, 'leased', isHeld ? 'hold' : `return_${before}`)
  if (isHeld) return { leadState: 'held', dueAtMs: null }
  return { leadState: before, dueAtMs: rule === null ? null : nowMs + rule.minutes * 60_000 }
}
