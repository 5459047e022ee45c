import {
  type AttemptId,
  type CampaignId,
  type ContactId,
  type LeadId,
  type ListId,
  type PreviewSkip,
  previewSkips,
  skipRules,
} from '@sekisho/contract'
import { placeOf, stopsNumber, stopsPerson } from '../do-not-call/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

const here = placeOf('$1', 'l.campaign_id')
/** Whether the dialler would find a number to call: the same question that it asks itself when the lead is due. */
const mayBeCalled = `(not ${stopsPerson(here, 'c')} and exists (select from tenant.contact_numbers n
    where n.tenant_id = l.tenant_id and n.contact_id = l.contact_id and n.state = 'usable' and n.ordinal >= l.next_ordinal
      and not ${stopsNumber(here, 'c', 'n.phone_index')}))`

/** Reasons for not calling after which a supervisor looks. */
const holdingSkips = previewSkips
  .filter((reason) => skipRules[reason].kind === 'hold')
  .map((reason) => `'${reason}'`)
  .join(', ')

export interface HeldRow {
  readonly lead_id: LeadId
  readonly revision: number
  readonly attempts: number
  readonly due_at: Date
  readonly disposition: string | null
  readonly ended_at: Date | null
  readonly attempt_id: AttemptId | null
  readonly operator: string | null
  readonly has_memo: boolean
  readonly may_be_called: boolean
  /** Why its operator did not call, when it was held before any further call; null otherwise. */
  readonly skipped_as: PreviewSkip | null
  readonly skipped_at: Date | null
}

/**
 * Held leads with their last call, who waits longest first. By the index leads_in_hand; the last call by the unique
 * (tenant, lead, due time) of attempts, lead by lead.
 */
export const heldLeadsSql = `select l.lead_id, l.revision, l.attempts, l.due_at, a.attempt_id, a.ended_at,
    coalesce(a.disposition, l.last_disposition) as disposition, p.display_name as operator,
    a.memo_sealed is not null as has_memo, ${mayBeCalled} as may_be_called, s.ended_as as skipped_as, s.ended_at as skipped_at
  from tenant.leads l
    join tenant.contacts c on c.tenant_id = l.tenant_id and c.contact_id = l.contact_id
    left join lateral (select t.attempt_id, t.ended_at, t.disposition, t.operator_id, t.memo_sealed from tenant.attempts t
      where t.tenant_id = l.tenant_id and t.lead_id = l.lead_id and t.state = 'ended'
      order by t.due_at desc limit 1) a on true
    left join lateral (select v.operator_id, v.ended_as, v.ended_at from tenant.previews v
      where v.tenant_id = l.tenant_id and v.lead_id = l.lead_id and v.ended_as in (${holdingSkips})
        and v.ended_at > coalesce(a.ended_at, '-infinity') order by v.ended_at desc limit 1) s on true
    left join house.persons p on p.person_id = coalesce(s.operator_id, a.operator_id)
  where l.tenant_id = $1 and l.campaign_id = $2 and l.state = 'held'
  order by coalesce(s.ended_at, a.ended_at) nulls first, l.lead_id
  limit $3`

export async function readHeldLeads(tx: Tx, campaignId: CampaignId, limit: number): Promise<HeldRow[]> {
  const { rows } = await tx.client.query<HeldRow>(heldLeadsSql, [tenantOf(tx), campaignId, limit])
  return rows
}

export interface LockedLead {
  readonly campaign_id: CampaignId
  readonly campaign_revision: number
  readonly list_id: ListId
  readonly contact_id: ContactId
  readonly state: string
  readonly revision: number
  readonly last_disposition: string | null
  readonly attempt_id: AttemptId | null
  readonly may_be_called: boolean
}

/** The lead under its lock, if the decision's jobs hold it: somebody else may decide it at the same moment. */
export async function lockLead(tx: Tx, leadId: LeadId): Promise<LockedLead | undefined> {
  const { rows } = await tx.client.query<LockedLead>(
    `select l.campaign_id, k.revision as campaign_revision, l.list_id, l.contact_id, l.state, l.revision,
        l.last_disposition,
        (select a.attempt_id from tenant.attempts a where a.tenant_id = l.tenant_id and a.lead_id = l.lead_id
          and a.state = 'ended' order by a.due_at desc limit 1) as attempt_id, ${mayBeCalled} as may_be_called
      from tenant.leads l
        join tenant.contacts c on c.tenant_id = l.tenant_id and c.contact_id = l.contact_id
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
      where l.tenant_id = $1 and l.lead_id = $2
      for update of l`,
    [tenantOf(tx), leadId],
  )
  return rows[0]
}

/** What a decision makes of a lead. A due time is never used twice. */
export async function moveLead(
  tx: Tx,
  leadId: LeadId,
  to: { readonly state: string; readonly dueAtMs: number | null; readonly finishedReason: string | null },
): Promise<void> {
  await tx.client.query(
    `update tenant.leads set state = $3, finished_reason = $4, promised_to = null, revision = revision + 1,
        due_at = case when $5::timestamptz is null then due_at
          else greatest($5::timestamptz, due_at + interval '1 millisecond') end
      where tenant_id = $1 and lead_id = $2`,
    [tenantOf(tx), leadId, to.state, to.finishedReason, to.dueAtMs === null ? null : new Date(to.dueAtMs)],
  )
}
