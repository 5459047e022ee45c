import type {
  AttemptId,
  CampaignId,
  ContactId,
  EntryId,
  JobId,
  LeadId,
  ListId,
  SiteId,
  UploadId,
} from '@sekisho/contract'
import type { Inspection, ListView, RouteName, TenantId } from '@sekisho/contract'
import { mappingOf } from './lists/mapping-of.ts'
import { newId } from './platform/new-id.ts'
import type { ComposedProduct } from './test-composed-product.ts'
import type { CallParts, SignedInBrowser, TestBrowser } from './test-product.ts'
import type { TestTenant } from './test-spine.ts'

/** One job of a tenant with its site, its campaign, a list that was imported and a file that waits. */
export interface TestJob {
  readonly tenantId: TenantId
  readonly jobId: JobId
  /** Works on this job and no other. */
  readonly siteId: SiteId
  readonly campaignId: CampaignId
  readonly listId: ListId
  readonly uploadId: UploadId
  /** A call with a contact of the list, of which something was noted. */
  readonly attemptId: AttemptId
  readonly leadId: LeadId
  /** Of a contact on the list. */
  readonly phone: string
  /** Designated for the whole tenant; has worked on this job only. */
  readonly supervisor: SignedInBrowser
}

/** Two jobs of one tenant, and a job of another: who is designated for one must meet nothing of the others. */
export interface AccessWorld {
  readonly product: ComposedProduct
  readonly own: TestJob
  readonly neighbour: TestJob
  readonly foreign: TestJob
  /** Everything of every tenant, and the head office's register, as one word each: equal when nothing was changed. */
  fingerprint(): Promise<string>
}

export async function fillAccessWorld(product: ComposedProduct): Promise<AccessWorld> {
  const tenant = await product.spine.tenant()
  const neighbour = await secondJob(product, tenant)
  const foreign = await product.spine.tenant()
  return {
    product,
    own: await filled(product, tenant, '090-0000-0001'),
    neighbour: await filled(product, neighbour, '090-0000-0002'),
    foreign: await filled(product, foreign, '090-0000-0003'),
    fingerprint: () => fingerprint(product),
  }
}

async function secondJob({ spine }: ComposedProduct, tenant: TestTenant): Promise<TestTenant> {
  const { tenantId } = tenant
  const [jobId, campaignId] = [newId<JobId>(), newId<CampaignId>()]
  await spine.test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別業務')`, [
    tenantId,
    jobId,
  ])
  await spine.test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
      select $1, $2, $3, '冬', kind, state, settings from tenant.campaigns where tenant_id = $1`,
    [tenantId, campaignId, jobId],
  )
  return { ...tenant, jobId, campaignId }
}

async function filled(product: ComposedProduct, tenant: TestTenant, phone: string): Promise<TestJob> {
  const { tenantId, jobId, campaignId } = tenant
  const { superuser } = product.spine.test
  const siteId = newId<SiteId>()
  await superuser.query(`insert into house.sites (site_id, name) values ($1, '拠点')`, [siteId])
  await superuser.query('insert into tenant.job_sites (tenant_id, job_id, site_id) values ($1, $2, $3)', [
    tenantId,
    jobId,
    siteId,
  ])
  const supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId })
  const listId = await imported(product, supervisor, { tenantId, campaignId }, phone)
  const uploadId = await uploaded(supervisor, tenantId)
  const { attemptId, leadId } = await noted(product, tenant, listId, supervisor)
  // what reading a report brings up to date is up to date, so that any change by whoever is refused shows
  await ask(supervisor, 'reports.read', { params: { tenantId }, query: { kind: 'daily', date: '2026-11-20' } })
  return { tenantId, jobId, siteId, campaignId, listId, uploadId, attemptId, leadId, phone, supervisor }
}

export const notedText = '折り返し希望'

async function noted(
  { spine }: ComposedProduct,
  { tenantId, campaignId }: TestTenant,
  listId: ListId,
  { actor }: SignedInBrowser,
): Promise<{ attemptId: AttemptId; leadId: LeadId }> {
  const { superuser } = spine.test
  const { rows } = await superuser.query<{ contact_id: ContactId; lead_id: LeadId }>(
    'select contact_id, lead_id from tenant.leads where list_id = $1',
    [listId],
  )
  const lead = rows[0]
  if (lead === undefined) throw new Error('the list is empty')
  const attemptId = newId<AttemptId>()
  const sealed = await spine.keys.sealMemo({
    ...{ tenantId, listId, contactId: lead.contact_id, attemptId },
    text: notedText,
  })
  await superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
        operator_id, dialler, intended_at, ended_at, recorded_at, disposition, memo_sealed)
      values ($1, $2, $3, $4, $5, 1, now(), 'ended', $6, $2, now(), now(), now(), '11', $7)`,
    [tenantId, attemptId, campaignId, lead.lead_id, lead.contact_id, actor.personId, Buffer.from(sealed)],
  )
  return { attemptId, leadId: lead.lead_id }
}

/** No stop stands in the tenant any more. */
export async function liftedStops({ spine }: ComposedProduct, { tenantId }: TestJob): Promise<void> {
  for (const table of ['stop_lifts', 'stops'])
    await spine.test.superuser.query(`delete from house.${table} where tenant_id = $1`, [tenantId])
}

/** A stop of the job's campaign, the only one of its tenant, that any supervisor may lift. */
export async function stoppedCampaign(product: ComposedProduct, job: TestJob): Promise<EntryId> {
  await liftedStops(product, job)
  const stopId = newId<EntryId>()
  await product.spine.test.superuser.query(
    `insert into house.stops (entry_id, tenant_id, job_id, campaign_id, ground, lift_by, set_by, set_at)
      values ($1, $2, $3, $4, 'disaster', 'supervisors', $5, now())`,
    [stopId, job.tenantId, job.jobId, job.campaignId, job.supervisor.actor.personId],
  )
  return stopId
}

let files = 0

/** Two rows, one of which is refused: no telephone number. Each file is another, because one may be imported once. */
export function smallFile(phone: string): Uint8Array {
  files += 1
  return Buffer.from(`顧客番号,氏名,携帯電話番号\n${files}-1,架空 花子,${phone}\n${files}-2,電話 無,\n`)
}

async function ask<Answer>(browser: TestBrowser, name: RouteName, parts: CallParts): Promise<Answer> {
  const { status, body } = await browser.call(name, parts)
  if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  return body as Answer
}

export async function uploaded(browser: TestBrowser, tenantId: TenantId, phone = '090-0000-0009'): Promise<UploadId> {
  const bytes = smallFile(phone)
  const parts = { params: { tenantId }, query: { bytes: String(bytes.length) }, body: bytes }
  return (await ask<{ uploadId: UploadId }>(browser, 'uploads.create', parts)).uploadId
}

/** The body of an import of a new file, inspected and ready. */
export async function importable(
  browser: TestBrowser,
  { tenantId, campaignId }: Pick<TestJob, 'tenantId' | 'campaignId'>,
  phone?: string,
) {
  const uploadId = await uploaded(browser, tenantId, phone)
  const view = await ask<{ inspection: Inspection }>(browser, 'uploads.inspect', { params: { tenantId, uploadId } })
  return {
    ...{ uploadId, campaignId, label: '名簿', encoding: view.inspection.encoding, mapping: mappingOf(view.inspection) },
    rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
  }
}

/** A list that is ready. */
export async function imported(
  { slices }: ComposedProduct,
  browser: TestBrowser,
  job: Pick<TestJob, 'tenantId' | 'campaignId'>,
  phone?: string,
): Promise<ListId> {
  const params = { tenantId: job.tenantId }
  const body = await importable(browser, job, phone)
  const { listId } = await ask<{ listId: ListId }>(browser, 'lists.import', { params, body })
  await slices.lists.idle()
  const list = await ask<ListView>(browser, 'lists.read', { params: { ...params, listId } })
  if (list.state !== 'ready' || list.rows.accepted !== 1 || list.rows.refused !== 1) {
    throw new Error(`the import did not go as it should: ${JSON.stringify(list)}`)
  }
  return listId
}

/**
 * Not the ledgers, which grow by every refusal, nor what the dialler keeps for itself (of an attempt, which process follows
 * it), nor when a session was last seen, nor what tenants are told of stops of the house.
 */
const leftOut = [
  ...['house_stop_entries', 'entry_queue', 'entry_index', 'entry_subjects', 'campaign_leases', 'desks'],
  // who plays them and how far is written by the server itself
  'shadows',
]
const register = ['persons', 'companies', 'sites', 'tenants', 'designations']

async function fingerprint({ spine, slices }: ComposedProduct): Promise<string> {
  await slices.lists.idle()
  const { superuser } = spine.test
  const tables = await superuser.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
      where (schemaname = 'tenant' and tablename <> all ($1)) or (schemaname = 'house' and tablename = any ($2)) order by 1`,
    [leftOut, register],
  )
  const lineOf = (name: string) => (name === 'tenant.attempts' ? `(to_jsonb(t) - 'dialler')::text` : 't::text')
  const parts = [...tables.rows.map(({ name }) => `select '${name}' as name, ${lineOf(name)} as line from ${name} t`)]
  parts.push(`select 'house.sessions', session_id::text || coalesce(ended_at::text, '') from house.sessions`)
  const { rows } = await superuser.query<{ print: string }>(
    `select string_agg(p, ' ' order by p) as print from
      (select name || '=' || md5(string_agg(line, '' order by line)) as p from (${parts.join(' union all ')}) l group by name) x`,
  )
  return rows[0]?.print ?? ''
}
