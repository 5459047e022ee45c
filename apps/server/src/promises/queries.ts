import type { CampaignId, ContactId, DeskState, LeadId, ListId, PersonId, SiteId } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS } from '@sekisho/dialer'
import { holdsSeat } from '../designations/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Which promises: of one campaign, or of the jobs that are done at one site; left out for all in the row scope. */
export interface PromiseFilter {
  readonly campaignId?: CampaignId | undefined
  readonly siteId?: SiteId | undefined
}

/** Of the campaigns `k` that the filter in $2 and $3 lets through. */
const isWanted = `($2::uuid is null or k.campaign_id = $2)
    and ($3::uuid is null or k.job_id in (select s.job_id from tenant.job_sites s where s.tenant_id = $1 and s.site_id = $3))`
const filterValues = ({ campaignId, siteId }: PromiseFilter) => [campaignId ?? null, siteId ?? null]

/** A seat of the promise's own campaign: from another one nobody is given its calls. */
const deskOf = (
  person: string,
  campaign: string,
) => `(select tenant.desk_state(d.state, d.preview_id) from tenant.desks d
    where d.tenant_id = $1 and d.operator_id = ${person} and ${campaign} = any (array_append(d.chosen, d.campaign_id))
      and d.connection is not null and d.state <> 'gone')`

export interface OpenRow {
  readonly lead_id: LeadId
  readonly revision: number
  readonly campaign_id: CampaignId
  readonly campaign: string
  readonly due_at: Date
  readonly owner_id: PersonId | null
  readonly owner: string | null
  readonly desk: DeskState | null
}

/** Promises that nobody has dialled yet, by the index leads_promised of each campaign. */
export const openPromisesSql = `select l.lead_id, l.revision, l.campaign_id, k.name as campaign, l.due_at,
    l.promised_to as owner_id, p.display_name as owner, ${deskOf('l.promised_to', 'l.campaign_id')} as desk
  from tenant.campaigns k
    join tenant.leads l on l.tenant_id = k.tenant_id and l.campaign_id = k.campaign_id and l.state = 'promised'
    left join house.persons p on p.person_id = l.promised_to
  where k.tenant_id = $1 and ${isWanted}
  order by l.due_at, l.lead_id limit $4`

export async function readOpen(tx: Tx, filter: PromiseFilter, limit: number): Promise<OpenRow[]> {
  const { rows } = await tx.client.query<OpenRow>(openPromisesSql, [tenantOf(tx), ...filterValues(filter), limit])
  return rows
}

export interface DialledRow {
  readonly lead_id: LeadId
  readonly campaign_id: CampaignId
  readonly campaign: string
  readonly revision: number
  /** By which a time was asked for. */
  readonly disposition: string
  readonly promised_at: Date
  readonly called_at: Date
  readonly owner_id: PersonId | null
  readonly owner: string | null
}

/** Results of attempts that failed on our side before anything rang: they keep no promise. */
const unrung = DEFAULT_DISPOSITIONS.filter(({ isCounted, reached }) => !isCounted && reached === 'nobody').map(
  ({ code }) => code,
)

/** Times asked for in this span that were followed by a call: by the index attempts_callback, then lead by lead. */
export async function readDialled(
  tx: Tx,
  filter: PromiseFilter,
  span: { readonly fromMs: number; readonly untilMs: number },
  limit: number,
): Promise<DialledRow[]> {
  const { rows } = await tx.client.query<DialledRow>(
    `select a.lead_id, a.campaign_id, k.name as campaign, k.revision, a.disposition, a.callback_at as promised_at,
        n.intended_at as called_at, a.operator_id as owner_id, p.display_name as owner
      from tenant.attempts a
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join lateral (select m.intended_at from tenant.attempts m
          where m.tenant_id = a.tenant_id and m.lead_id = a.lead_id and m.intended_at > a.intended_at
            and (m.disposition is null or m.disposition <> all ($6))
          order by m.intended_at limit 1) n on true
        left join house.persons p on p.person_id = a.operator_id
      where a.tenant_id = $1 and ${isWanted} and a.callback_at >= $4 and a.callback_at < $5
      order by a.callback_at desc, a.lead_id limit $7`,
    [tenantOf(tx), ...filterValues(filter), new Date(span.fromMs), new Date(span.untilMs), unrung, limit],
  )
  return rows
}

export async function readSites(tx: Tx): Promise<{ siteId: SiteId; name: string }[]> {
  const { rows } = await tx.client.query<{ site_id: SiteId; name: string }>(
    `select h.site_id, h.name from house.sites h
      where h.site_id in (select s.site_id from tenant.job_sites s where s.tenant_id = $1) order by h.name, h.site_id`,
    [tenantOf(tx)],
  )
  return rows.map(({ site_id: siteId, name }) => ({ siteId, name }))
}

export async function countOverdue(tx: Tx, beforeMs: number): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from tenant.campaigns k
        join tenant.leads l on l.tenant_id = k.tenant_id and l.campaign_id = k.campaign_id and l.state = 'promised'
      where k.tenant_id = $1 and l.due_at < $2`,
    [tenantOf(tx), new Date(beforeMs)],
  )
  return rows[0]?.count ?? 0
}

/** How many are promised in each hour of a span, by the begin of the hour. Hours without any are left out. */
export async function countByHour(tx: Tx, filter: PromiseFilter, fromMs: number, untilMs: number) {
  const { rows } = await tx.client.query<{ at: Date; count: number }>(
    // hours of Japan begin with those of UTC
    `select date_trunc('hour', l.due_at, 'UTC') as at, count(*)::int as count from tenant.campaigns k
        join tenant.leads l on l.tenant_id = k.tenant_id and l.campaign_id = k.campaign_id and l.state = 'promised'
      where k.tenant_id = $1 and ${isWanted} and l.due_at >= $4 and l.due_at < $5 group by 1`,
    [tenantOf(tx), ...filterValues(filter), new Date(fromMs), new Date(untilMs)],
  )
  return new Map(rows.map(({ at, count }) => [at.getTime(), count]))
}

/** How many operators a call was dialled for in each hour of a span, by the index attempts_campaign_time. */
export async function countPeopleByHour(tx: Tx, filter: PromiseFilter, fromMs: number, untilMs: number) {
  const { rows } = await tx.client.query<{ at: Date; count: number }>(
    `select date_trunc('hour', a.intended_at, 'UTC') as at, count(distinct a.operator_id)::int as count
      from tenant.campaigns k
        join tenant.attempts a on a.tenant_id = k.tenant_id and a.campaign_id = k.campaign_id
      where k.tenant_id = $1 and ${isWanted} and a.intended_at >= $4 and a.intended_at < $5 group by 1`,
    [tenantOf(tx), ...filterValues(filter), new Date(fromMs), new Date(untilMs)],
  )
  return new Map(rows.map(({ at, count }) => [at.getTime(), count]))
}

export async function countPeopleNow(tx: Tx, filter: PromiseFilter): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(distinct d.operator_id)::int as count from tenant.desks d
        join tenant.campaigns k on k.tenant_id = d.tenant_id and k.campaign_id = any (array_append(d.chosen, d.campaign_id))
      where d.tenant_id = $1 and ${isWanted} and d.connection is not null and d.state <> 'gone'`,
    [tenantOf(tx), ...filterValues(filter)],
  )
  return rows[0]?.count ?? 0
}

export interface OwnerRow {
  readonly person_id: PersonId
  readonly display_name: string
  readonly desk: DeskState | null
}

/** Operators whose designation covers the campaign now, those at a desk there first; of all, or one of them. */
export async function readOwners(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
  personId: PersonId | null = null,
): Promise<OwnerRow[]> {
  const { rows } = await tx.client.query<OwnerRow>(
    `select * from (select p.person_id, p.display_name, ${deskOf('p.person_id', '$2')} as desk
      from house.persons p join tenant.campaigns k on k.tenant_id = $1 and k.campaign_id = $2
      where p.disabled_at is null and ($4::uuid is null or p.person_id = $4)
        and ${holdsSeat('operator', 'k', '$3')}) o
      order by o.desk is null, o.display_name, o.person_id limit 500`,
    [tenantOf(tx), campaignId, new Date(nowMs), personId],
  )
  return rows
}

/** A promise under its lock. */
export interface PromisedLead {
  readonly lead_id: LeadId
  readonly campaign_id: CampaignId
  readonly kind: 'production' | 'test'
  readonly list_id: ListId
  readonly contact_id: ContactId
  readonly state: string
  readonly revision: number
}

const leadColumns = `l.lead_id, l.campaign_id, k.kind, l.list_id, l.contact_id, l.state, l.revision
  from tenant.leads l join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id`

export async function lockPromise(tx: Tx, leadId: LeadId): Promise<PromisedLead | undefined> {
  const { rows } = await tx.client.query<PromisedLead>(
    `select ${leadColumns} where l.tenant_id = $1 and l.lead_id = $2 for update of l`,
    [tenantOf(tx), leadId],
  )
  return rows[0]
}

/** Promises whose time has come and whose owner sits at no desk of the campaign, for this transaction. */
export async function lockOfAbsent(tx: Tx, nowMs: number, limit: number): Promise<PromisedLead[]> {
  const { rows } = await tx.client.query<PromisedLead>(
    `select ${leadColumns} where l.tenant_id = $1 and l.state = 'promised' and l.due_at <= $2
        and l.promised_to is not null and ${deskOf('l.promised_to', 'l.campaign_id')} is null
      order by l.lead_id limit $3 for update of l skip locked`,
    [tenantOf(tx), new Date(nowMs), limit],
  )
  return rows
}

export async function setOwner(tx: Tx, leadIds: readonly LeadId[], ownerId: PersonId | null): Promise<void> {
  await tx.client.query(
    'update tenant.leads set promised_to = $3, revision = revision + 1 where tenant_id = $1 and lead_id = any ($2)',
    [tenantOf(tx), leadIds, ownerId],
  )
}
