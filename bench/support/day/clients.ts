import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { CampaignId, CompanyId, PersonId, SessionId, TenantId } from '@sekisho/contract'
import { keyServiceClient } from '@sekisho/vault'
import { defaultCampaignSettings } from '../../../apps/server/src/campaigns/index.ts'
import type { PersonActor } from '../../../apps/server/src/platform/actor.ts'
import type { BenchSpine } from '../bench-spine.ts'
import type { DayPlan } from './plan.ts'

export interface DayClient {
  readonly tenantId: TenantId
  readonly jobId: string
  readonly companyId: CompanyId
}

export interface DayCampaign extends DayClient {
  readonly campaignId: CampaignId
}

export interface DayPerson {
  readonly actor: PersonActor
  readonly tenantId: TenantId
}

/** Clients, each with a tenant, a log and a job; by the database's administrator, for a benchmark needs no ceremony. */
export async function addClients(spine: BenchSpine, { clients }: DayPlan): Promise<DayClient[]> {
  const keys = keyServiceClient({ connect: spine.keySocket })
  const made: DayClient[] = []
  try {
    for (let index = 0; index < clients; index += 1) {
      const [companyId, tenantId, jobId] = [randomUUID() as CompanyId, randomUUID() as TenantId, randomUUID()]
      const logId = randomBytes(16).toString('hex')
      const log = { logId, tenantId, origin: `localhost/${logId}` }
      await keys.ensureClient({ clientId: companyId })
      await keys.ensureTenant({ tenantId, clientId: companyId })
      const { verifierKey } = await keys.ensureLog(log)
      const name = `架空商事 ${index + 1}`
      const statements: [string, unknown[]][] = [
        [`insert into house.companies (company_id, name, kind) values ($1, $2, 'client')`, [companyId, name]],
        ['insert into house.tenants (tenant_id, client_id, name) values ($1, $2, $3)', [tenantId, companyId, name]],
        [
          'insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)',
          [logId, tenantId, log.origin, verifierKey],
        ],
        [`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '計測')`, [tenantId, jobId]],
      ]
      for (const [sql, values] of statements) await spine.superuser.query(sql, values)
      made.push({ tenantId, jobId, companyId })
    }
  } finally {
    keys.close()
  }
  return made
}

/** Campaigns in turn among the clients, running; the last shows people before it calls them. */
export async function addCampaigns(
  spine: BenchSpine,
  clients: readonly DayClient[],
  { campaigns }: DayPlan,
): Promise<DayCampaign[]> {
  const made: DayCampaign[] = []
  for (let index = 0; index < campaigns; index += 1) {
    const client = clients[index % clients.length]
    if (client === undefined) throw new Error('no clients')
    const campaignId = randomUUID() as CampaignId
    const settings = { ...defaultCampaignSettings('test', 'company', '架空商事'), wrapUpSeconds: 60 }
    const mode = index === campaigns - 1 ? 'preview' : 'progressive'
    await spine.superuser.query(
      `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
        values ($1, $2, $3, $4, 'test', 'running', $5)`,
      [client.tenantId, campaignId, client.jobId, `計測 ${index + 1}`, JSON.stringify({ ...settings, mode })],
    )
    made.push({ ...client, campaignId })
  }
  return made
}

/** Somebody with a session and a designation in a tenant. */
export async function addPerson(
  { superuser }: BenchSpine,
  { tenantId, companyId }: DayClient,
  seat: 'operator' | 'supervisor',
): Promise<DayPerson> {
  const personId = randomUUID() as PersonId
  await superuser.query(
    `insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, '計測 係', $3)`,
    [personId, `bench-${personId}`, companyId],
  )
  await superuser.query(
    `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
      values (gen_random_uuid(), $1, $2, 'tenant', $3, $4, '計測', now() - interval '1 day', now() + interval '60 days')`,
    [personId, seat, tenantId, seat === 'operator' ? 'call' : 'supervision'],
  )
  const { sessionId } = await addSession(superuser, personId, Date.now())
  return { actor: { kind: 'person', personId, sessionId, deviceId: null, route: 'centre' }, tenantId }
}

/** A session that begins at an instant of whoever's clock will look at it. */
export async function addSession(
  superuser: BenchSpine['superuser'],
  personId: PersonId,
  atMs: number,
): Promise<{ sessionId: SessionId; cookie: string }> {
  const sessionId = randomUUID() as SessionId
  const secret = randomBytes(32).toString('base64url')
  await superuser.query(
    `insert into house.sessions (session_id, person_id, token_hash, route, created_at, last_seen_at, expires_at)
      values ($1, $2, $3, 'centre', $4, $4, $4::timestamptz + interval '8 hours')`,
    [sessionId, personId, createHash('sha256').update(secret).digest(), new Date(atMs)],
  )
  return { sessionId, cookie: `__Host-sekisho=${secret}` }
}
