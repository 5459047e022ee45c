import { randomBytes, randomUUID } from 'node:crypto'
import type { CampaignId, JobId, PersonId, TenantId } from '@sekisho/contract'
import type { RawAttempt, RawCallIn, RawSpan } from '@sekisho/figures'
import type { Client } from 'pg'
import type { TestTenant } from '../test-spine.ts'

/** Rows as dialling and desks leave them, for tests of what is counted from them. */
export interface ReportRows {
  addCampaign(tenant: TestTenant, campaignId: CampaignId, jobId?: JobId): Promise<void>
  addAttempts(tenantId: TenantId, attempts: readonly RawAttempt[]): Promise<void>
  /** Call-ins that are over; an answered one is the attempt of that id. */
  addCallIns(tenantId: TenantId, callIns: readonly (RawCallIn & { readonly attemptId: string })[]): Promise<void>
  addSpans(tenantId: TenantId, spans: readonly RawSpan[]): Promise<void>
}

const instant = (atMs: number | null): Date | null => (atMs === null ? null : new Date(atMs))

/** @param superuser  past row-level security; the triggers run as for everybody */
export function reportRows(superuser: Client): ReportRows {
  const lists = new Map<string, string>()
  const leads = new Set<string>()

  async function listOf(tenantId: TenantId, campaignId: CampaignId): Promise<string> {
    const known = lists.get(campaignId)
    if (known !== undefined) return known
    const { rows } = await superuser.query<{ id: string }>(
      `with upload as (
          insert into tenant.uploads (tenant_id, upload_id, uploaded_by, state)
          select $1, gen_random_uuid(), person_id, 'imported' from house.persons limit 1 returning upload_id, uploaded_by)
        insert into tenant.lists (tenant_id, list_id, campaign_id, upload_id, label, state, digest, mapping, rules, imported_by)
        select $1, gen_random_uuid(), $2, upload_id, '名簿', 'ready', $3, '{}', '{}', uploaded_by from upload returning list_id as id`,
      [tenantId, campaignId, randomBytes(32)],
    )
    lists.set(campaignId, rows[0]?.id ?? '')
    return rows[0]?.id ?? ''
  }

  async function addLeads(tenantId: TenantId, attempts: readonly RawAttempt[]): Promise<void> {
    const fresh = new Map(
      attempts.filter(({ leadId }) => !leads.has(leadId)).map((each) => [each.leadId, each.campaignId]),
    )
    for (const [leadId, campaignId] of fresh) {
      leads.add(leadId)
      const listId = await listOf(tenantId, campaignId)
      await superuser.query(
        `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed) values ($1, $2, $3, 1, '')`,
        [tenantId, leadId, listId],
      )
      await superuser.query(
        `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at) values ($1, $2, $3, $4, $2, now())`,
        [tenantId, leadId, campaignId, listId],
      )
      await superuser.query(
        `update tenant.lists set rows_accepted = rows_accepted + 1 where tenant_id = $1 and list_id = $2`,
        [tenantId, listId],
      )
    }
  }

  return {
    async addCampaign({ tenantId, jobId }, campaignId, ofJob = jobId) {
      await superuser.query(
        `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
          select $1, $2, $3, '冬', 'production', 'running', settings from tenant.campaigns where tenant_id = $1 limit 1`,
        [tenantId, campaignId, ofJob],
      )
    },
    async addAttempts(tenantId, attempts) {
      await addLeads(tenantId, attempts)
      await superuser.query(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, operator_id,
            dialler, intended_at, answered_at, connected_at, hung_up_at, ended_at, disposition, recorded_at)
          select $1, a.id, a.campaign, a.lead, a.lead, 1, a.intended + make_interval(secs => a.row), 'ended', a.operator, $1,
            a.intended, a.answered, a.connected, a.hung_up, a.ended, a.disposition, case when a.operator is not null then a.ended end
          from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
            $9::timestamptz[], $10::timestamptz[], $11::text[]) with ordinality
            as a (id, campaign, lead, operator, intended, answered, connected, hung_up, ended, disposition, row)`,
        [
          tenantId,
          attempts.map(({ attemptId }) => attemptId),
          attempts.map(({ campaignId }) => campaignId),
          attempts.map(({ leadId }) => leadId),
          attempts.map(({ operatorId }) => operatorId),
          attempts.map(({ intendedAtMs }) => instant(intendedAtMs)),
          attempts.map(({ answeredAtMs }) => instant(answeredAtMs)),
          attempts.map(({ connectedAtMs }) => instant(connectedAtMs)),
          attempts.map(({ hungUpAtMs }) => instant(hungUpAtMs)),
          attempts.map(({ endedAtMs }) => instant(endedAtMs)),
          attempts.map(({ disposition }) => disposition),
        ],
      )
    },
    async addCallIns(tenantId, callIns) {
      await superuser.query(
        `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, dialler, kept_until,
            arrived_at, ended_at, outcome, attempt_id)
          select $1, c.id, c.campaign, '0300000000', c.id::text, 'ended', $1, c.ended, c.arrived, c.ended, c.outcome,
            case when c.outcome = 'answered' then c.attempt end
          from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::uuid[])
            as c (id, campaign, arrived, ended, outcome, attempt)`,
        [
          tenantId,
          callIns.map(() => randomUUID()),
          callIns.map(({ campaignId }) => campaignId),
          callIns.map(({ arrivedAtMs }) => instant(arrivedAtMs)),
          callIns.map(({ endedAtMs }) => instant(endedAtMs)),
          callIns.map(({ outcome }) => outcome),
          callIns.map(({ attemptId }) => attemptId),
        ],
      )
    },
    async addSpans(tenantId, spans) {
      await superuser.query(
        `insert into tenant.desk_spans (tenant_id, operator_id, began_at, ended_at, campaign_id, state, away_reason)
          select $1, s.* from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[]) as s`,
        [
          tenantId,
          spans.map(({ operatorId }) => operatorId),
          spans.map(({ fromMs }) => instant(fromMs)),
          spans.map(({ untilMs }) => instant(untilMs)),
          spans.map(({ campaignId }) => campaignId),
          spans.map(({ state }) => state),
          spans.map(({ awayReason }) => awayReason),
        ],
      )
    },
  }
}

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type OperatorIds = readonly PersonId[]
