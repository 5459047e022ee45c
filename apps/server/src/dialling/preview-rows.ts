import type {
  AttemptId,
  CampaignId,
  ContactId,
  EntryId,
  LeadId,
  ListId,
  PersonId,
  PreviewEnd,
  PreviewLimit,
} from '@sekisho/contract'
import { placeOf, stopsNumber, stopsPerson } from '../do-not-call/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { areaIsStopped, listIsStopped } from '../stop-switches/index.ts'
import type { Seated } from './choose-leads.ts'
import { listIsOutsidePeriod } from './list-period.ts'
import type { PreviewFacts } from './preview-decision.ts'

/** An open preview with everything that decides about it. */
export interface OpenPreview extends PreviewFacts {
  readonly previewId: EntryId
  readonly lead: Seated
  readonly givenAtMs: number
}

interface OpenRow {
  preview_id: EntryId
  lead_id: LeadId
  contact_id: ContactId
  list_id: ListId
  ordinal: number
  operator_id: PersonId
  lead_state: 'ready' | 'waiting' | 'promised'
  due_at: Date
  promised_to: PersonId | null
  last_disposition: string | null
  phone_index: Buffer | null
  given_at: Date
  limit_at: Date
  at_limit: PreviewLimit
  is_seen: boolean
  is_wanted: boolean
  is_seated: boolean
  is_connected: boolean
  is_callable: boolean
  is_refused: boolean
  is_usable: boolean
  is_busy: boolean
  calls_us: boolean
  is_stopped: boolean
  is_outside_period: boolean
}

const here = placeOf('$1', '$2')

/**
 * A campaign's open previews under their locks and those of their desks; what somebody else holds is passed over until the
 * next look. The same is asked of each as of a due lead (`due-leads.ts`).
 */
export async function lockOpenPreviews(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<OpenPreview[]> {
  const { rows } = await tx.client.query<OpenRow>({
    name: 'open previews',
    text: `select p.preview_id, p.lead_id, p.contact_id, l.list_id, p.ordinal, p.operator_id, p.lead_state, l.due_at,
        l.promised_to, l.last_disposition, n.phone_index, p.given_at, p.limit_at, p.at_limit,
        p.opened_entry_id is not null as is_seen, p.wanted_at is not null as is_wanted,
        d.state = 'reserved' and d.preview_id is not distinct from p.preview_id and d.campaign_id = p.campaign_id as is_seated,
        d.connection is not null as is_connected,
        l.state = 'leased' and l.excluded_by is null as is_callable,
        ${stopsPerson(here, 'c')} or coalesce(${stopsNumber(here, 'c', 'n.phone_index')}, false) as is_refused,
        coalesce(n.state = 'usable', false) as is_usable,
        exists (select from tenant.contact_numbers b
          join tenant.leads o on o.tenant_id = b.tenant_id and o.contact_id = b.contact_id
          join tenant.attempts a on a.tenant_id = o.tenant_id and a.lead_id = o.lead_id and a.ordinal = b.ordinal
          where b.tenant_id = $1 and b.phone_index = n.phone_index and a.state <> 'ended') as is_busy,
        exists (select from tenant.call_ins i where i.tenant_id = $1 and i.lead_id = p.lead_id and i.state <> 'ended')
          as calls_us,
        ${listIsStopped({ tenant: '$1', list: 'l.list_id' })} or (${areaIsStopped({ tenant: '$1', lead: 'l' })}) as is_stopped,
        ${listIsOutsidePeriod('l', { tenant: '$1', campaign: '$2', at: '$3' })} as is_outside_period
      from tenant.previews p
        join tenant.desks d on d.tenant_id = p.tenant_id and d.operator_id = p.operator_id
        join tenant.leads l on l.tenant_id = p.tenant_id and l.lead_id = p.lead_id
        join tenant.contacts c on c.tenant_id = p.tenant_id and c.contact_id = p.contact_id
        left join tenant.contact_numbers n on n.tenant_id = p.tenant_id and n.contact_id = p.contact_id
          and n.ordinal = p.ordinal
      where p.tenant_id = $1 and p.campaign_id = $2 and p.ended_at is null
      order by p.given_at, p.preview_id
      for update of d, p skip locked`,
    values: [tenantOf(tx), campaignId, new Date(nowMs)],
  })
  return rows.map(openPreviewOf)
}

function openPreviewOf(row: OpenRow): OpenPreview {
  return {
    previewId: row.preview_id,
    lead: {
      ...{ lead_id: row.lead_id, list_id: row.list_id, contact_id: row.contact_id, due_at: row.due_at },
      ...{ state: row.lead_state, promised_to: row.promised_to, last_disposition: row.last_disposition },
      ...{ ordinal: row.ordinal, phone_index: row.phone_index, is_used: false, is_refused: row.is_refused },
      operatorId: row.operator_id,
    },
    ...{ givenAtMs: row.given_at.getTime(), limitAtMs: row.limit_at.getTime(), atLimit: row.at_limit },
    ...{ isSeen: row.is_seen, isWanted: row.is_wanted, isSeated: row.is_seated, isConnected: row.is_connected },
    ...{ isCallable: row.is_callable, isRefused: row.is_refused, isNumberUsable: row.is_usable },
    ...{ isNumberBusy: row.is_busy, callsUs: row.calls_us, isStopped: row.is_stopped },
    isOutsidePeriod: row.is_outside_period,
  }
}

export interface GivenPreview extends Seated {
  readonly previewId: EntryId
}

/** Leases leads to seats that the caller has locked. */
export async function insertPreviews(
  tx: Tx,
  campaignId: CampaignId,
  { nowMs, limitAtMs, atLimit }: { readonly nowMs: number; readonly limitAtMs: number; readonly atLimit: PreviewLimit },
  given: readonly GivenPreview[],
): Promise<void> {
  await tx.client.query({
    name: 'give previews',
    text: `with given as (
        insert into tenant.previews (tenant_id, preview_id, campaign_id, lead_id, contact_id, ordinal, operator_id,
          lead_state, given_at, limit_at, at_limit)
        select $1, g.preview_id, $2, g.lead_id, g.contact_id, g.ordinal, g.operator_id, g.state, $3, $4, $5
        from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::smallint[], $10::uuid[], $11::text[])
          as g (preview_id, lead_id, contact_id, ordinal, operator_id, state)
        returning preview_id, lead_id, operator_id),
      desk as (
        update tenant.desks d set state = 'reserved', since = $3, preview_id = given.preview_id, campaign_id = $2
        from given where d.tenant_id = $1 and d.operator_id = given.operator_id)
      update tenant.leads l set state = 'leased', revision = l.revision + 1
      from given where l.tenant_id = $1 and l.lead_id = given.lead_id`,
    values: [
      tenantOf(tx),
      campaignId,
      new Date(nowMs),
      new Date(limitAtMs),
      atLimit,
      given.map(({ previewId }) => previewId),
      given.map(({ lead_id }) => lead_id),
      given.map(({ contact_id }) => contact_id),
      given.map(({ ordinal }) => ordinal),
      given.map(({ operatorId }) => operatorId),
      given.map(({ state }) => state),
    ],
  })
}

/** How one preview ends, and where its lead goes from there; a lead that is dialled has gone there already. */
export interface EndedRow {
  readonly previewId: EntryId
  readonly end: PreviewEnd
  readonly attemptId: AttemptId | null
  readonly leadState: 'ready' | 'waiting' | 'promised' | 'held'
  /** Null leaves the due time as it was. */
  readonly dueAtMs: number | null
}

/** Ends previews that the caller has locked with their desks: the seats wait for what comes next. */
export async function writeEnds(tx: Tx, nowMs: number, ends: readonly EndedRow[]): Promise<void> {
  await tx.client.query({
    name: 'end previews',
    text: `with ended as (
        update tenant.previews p set ended_at = $2, ended_as = e.ended_as, attempt_id = e.attempt_id
        from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[])
          as e (preview_id, ended_as, attempt_id, lead_state, due_at)
        where p.tenant_id = $1 and p.preview_id = e.preview_id and p.ended_at is null
        returning p.preview_id, p.operator_id, p.lead_id, e.lead_state as goes_to, e.due_at),
      desk as (
        update tenant.desks d set preview_id = null,
          state = case when d.state <> 'reserved' then d.state when d.away_reason is not null then 'away' else 'available' end,
          since = case when d.state = 'reserved' then $2 else d.since end
        from ended where d.tenant_id = $1 and d.operator_id = ended.operator_id and d.preview_id = ended.preview_id)
      update tenant.leads l set state = ended.goes_to, revision = l.revision + 1,
        -- a due time is never used twice
        due_at = case when ended.due_at is null then l.due_at else greatest(ended.due_at, l.due_at + interval '1 millisecond') end,
        promised_to = case when ended.goes_to = 'promised' then l.promised_to end
      from ended where l.tenant_id = $1 and l.lead_id = ended.lead_id and l.state = 'leased'`,
    values: [
      tenantOf(tx),
      new Date(nowMs),
      ends.map(({ previewId }) => previewId),
      ends.map(({ end }) => end),
      ends.map(({ attemptId }) => attemptId),
      ends.map(({ leadState }) => leadState),
      ends.map(({ dueAtMs }) => (dueAtMs === null ? null : new Date(dueAtMs))),
    ],
  })
}

/** Of attempts, those whose operators saw the contact before: they look at it until nobody answers. */
export async function previewedAmong(tx: Tx, attemptIds: readonly AttemptId[]): Promise<Set<AttemptId>> {
  if (attemptIds.length === 0) return new Set()
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'previewed attempts',
    text: 'select attempt_id from tenant.previews where tenant_id = $1 and attempt_id = any ($2)',
    values: [tenantOf(tx), attemptIds],
  })
  return new Set(rows.map((row) => row.attempt_id))
}

/** Who looks at which preview of a campaign. */
export async function openPreviewsOf(
  tx: Tx,
  campaignId: CampaignId,
): Promise<{ readonly previewId: EntryId; readonly operatorId: PersonId }[]> {
  const { rows } = await tx.client.query<{ preview_id: EntryId; operator_id: PersonId }>(
    `select preview_id, operator_id from tenant.previews
      where tenant_id = $1 and campaign_id = $2 and ended_at is null and wanted_at is null`,
    [tenantOf(tx), campaignId],
  )
  return rows.map((row) => ({ previewId: row.preview_id, operatorId: row.operator_id }))
}
