import { createHash, randomBytes } from 'node:crypto'
import {
  type CampaignId,
  type CampaignSettings,
  type CompanyId,
  type Inspection,
  type JobId,
  type ListId,
  type ListView,
  type PersonId,
  type RouteName,
  type Seat,
  type SessionId,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import { mappingOf } from '../../apps/server/src/lists/mapping-of.ts'
import { newId } from '../../apps/server/src/platform/new-id.ts'
import { type CallParts, type TestBrowser, testBrowser } from '../../apps/server/src/test-product.ts'
import { testSettings } from '../../apps/server/src/test-spine.ts'
import { type Trial, until } from './trial.ts'

/** A person with a live session, and a browser that has it. */
export interface DrillPerson {
  readonly personId: PersonId
  readonly sessionId: SessionId
  readonly browser: TestBrowser
}

/** A client with one tenant, one job, one campaign and its supervisor. */
export interface DrillTenant {
  readonly clientId: CompanyId
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly campaignId: CampaignId
  readonly supervisor: DrillPerson
}

/** Somebody in a seat. Who is in which seat is not what a drill is about, so it is written by the administrator. */
export async function seatPerson(trial: Trial, seat: Seat, tenantId?: TenantId): Promise<DrillPerson> {
  const [companyId, personId, sessionId] = [newId<CompanyId>(), newId<PersonId>(), newId<SessionId>()]
  const secret = randomBytes(32).toString('base64url')
  await trial.sql(
    `insert into house.companies (company_id, name, kind) values ($1, '架空センター', 'centre_operator')`,
    [companyId],
  )
  await trial.sql(
    `insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, '訓練 太郎', $3)`,
    [personId, `drill-${personId}`, companyId],
  )
  await trial.sql(
    `insert into house.sessions (session_id, person_id, token_hash, route, proved_at, expires_at)
      values ($1, $2, $3, 'centre', now(), now() + interval '8 hours')`,
    [sessionId, personId, createHash('sha256').update(secret).digest()],
  )
  await trial.sql(
    `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
      values ($1, $2, $3, $4, $5, 'call', '訓練', now() - interval '1 minute', now() + interval '8 hours')`,
    [newId(), personId, seat, tenantId === undefined ? 'house' : 'tenant', tenantId ?? null],
  )
  const browser = testBrowser(trial.origin)
  browser.cookies.set('__Host-sekisho', secret)
  return { personId, sessionId, browser }
}

/** Calls a route and gives the body; anything but 200 ends the drill. */
export async function ok<Body>(browser: TestBrowser, name: RouteName, parts?: CallParts): Promise<Body> {
  const { status, body } = await browser.call(name, parts)
  if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  return body as Body
}

/** Everything through the product's own routes: company, tenant with its keys and its ledger, job, campaign. */
export async function openTenant(
  trial: Trial,
  manager: DrillPerson,
  settings: Partial<CampaignSettings> = {},
): Promise<DrillTenant> {
  const company = { name: '架空商事', kind: 'client', sector: 'company' }
  // a machine under load may be a moment late with its ledger after a start
  let answer = await manager.browser.call('companies.create', { body: company })
  await until(
    async () =>
      answer.status !== 503 ||
      (answer = await manager.browser.call('companies.create', { body: company })).status === 200,
    60_000,
    'the ledger',
  )
  const clientId = (answer.body as { companyId: CompanyId }).companyId
  const { tenantId } = await ok<{ tenantId: TenantId }>(manager.browser, 'tenants.create', {
    body: { clientId, name: '架空商事' },
  })
  const supervisor = await seatPerson(trial, 'supervisor', tenantId)
  const params = { tenantId }
  const { jobId } = await ok<{ jobId: JobId }>(supervisor.browser, 'jobs.create', {
    params,
    body: { name: '訓練の業務', siteIds: [] },
  })
  const { campaignId } = await ok<{ campaignId: CampaignId }>(supervisor.browser, 'campaigns.create', {
    params,
    body: { jobId, name: '訓練', kind: 'test', settings: { ...testSettings, ...settings } },
  })
  return { clientId, tenantId, jobId, campaignId, supervisor }
}

/** Uploads a file, confirms what was understood of it, and begins its import. */
export async function beginImport(tenant: DrillTenant, bytes: Uint8Array, label = '訓練の名簿'): Promise<ListId> {
  const { tenantId, campaignId, supervisor } = tenant
  const params = { tenantId }
  const { uploadId } = await ok<{ uploadId: UploadId }>(supervisor.browser, 'uploads.create', {
    params,
    query: { bytes: String(bytes.length) },
    body: bytes,
  })
  const { inspection } = await ok<{ inspection: Inspection }>(supervisor.browser, 'uploads.inspect', {
    params: { tenantId, uploadId },
    body: {},
  })
  const { listId } = await ok<{ listId: ListId }>(supervisor.browser, 'lists.import', {
    params,
    body: {
      ...{ uploadId, campaignId, label, encoding: inspection.encoding, mapping: mappingOf(inspection) },
      rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
    },
  })
  return listId
}

export function readList({ tenantId, supervisor }: DrillTenant, listId: ListId): Promise<ListView> {
  return ok<ListView>(supervisor.browser, 'lists.read', { params: { tenantId, listId } })
}

export async function importList(tenant: DrillTenant, bytes: Uint8Array, label?: string): Promise<ListView> {
  const listId = await beginImport(tenant, bytes, label)
  let list = await readList(tenant, listId)
  await until(async () => (list = await readList(tenant, listId)).state !== 'importing', 120_000, 'the import')
  return list
}

/** Puts a contact of the tenant on an operator's line, as if a call to it had just been connected. */
export async function putOnLine(
  trial: Trial,
  { tenantId, campaignId }: DrillTenant,
  contactId: string,
  operatorId: PersonId,
): Promise<string> {
  const attemptId = newId<string>()
  await trial.sql(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
       operator_id, dialler, intended_at, answered_at, connected_at)
     select tenant_id, $2, campaign_id, lead_id, contact_id, 1, clock_timestamp(), 'connected', $5, $6, now(), now(), now()
     from tenant.leads where tenant_id = $1 and campaign_id = $3 and contact_id = $4`,
    [tenantId, attemptId, campaignId, contactId, operatorId, newId()],
  )
  await trial.sql(`update tenant.leads set state = 'connected' where tenant_id = $1 and contact_id = $2`, [
    tenantId,
    contactId,
  ])
  return attemptId
}
