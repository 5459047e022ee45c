import { spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CampaignSettings, CompanyId, TenantId } from '@sekisho/contract'
import { keyServiceClient } from '@sekisho/vault'
import pg from 'pg'
import { type HttpDoor, openDoor } from './http-door.ts'

export const projectDir = dirname(fileURLToPath(new URL('..', import.meta.url)))

/** The product as `npm start` runs it, empty, with one tenant and a supervisor made for a benchmark. */
export interface BenchProduct extends HttpDoor {
  readonly rootPid: number
  readonly tenantId: TenantId
  /** In the product's database, as its administrator. */
  readonly superuser: pg.Client
  readonly superuserAddress: pg.ClientConfig
  newCampaign(): Promise<string>
  stop(): Promise<void>
}

const settings: CampaignSettings = {
  callerName: '架空商事の計測です',
  visibleFields: [{ field: 'name', label: '氏名' }],
  script: [],
  dispositions: [{ code: '11', label: '成約', next: 'final', isSuccess: true, isFast: false }],
  hours: { weekday: { fromMinute: 540, untilMinute: 1200 }, saturday: null, sundayAndHoliday: null },
  maxAttempts: 5,
  maxAttemptsPerDay: 2,
  minHoursBetween: 4,
  ringSeconds: 25,
  wrapUpSeconds: 60,
  mode: 'progressive',
  abandonCapPercent: 3,
  law: 'other',
  refusalScope: 'job',
  mayHoldCards: false,
  samePersonBy: null,
}

export async function startBenchProduct(port: number): Promise<BenchProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
  const env = { ...process.env, SEKISHO_DATA: dataDir, SEKISHO_PORT: String(port), SEKISHO_EMPTY: '1' }
  const child = spawn(process.execPath, [join(projectDir, 'start.js')], {
    cwd: projectDir,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let hasEnded = false
  child.once('exit', () => {
    hasEnded = true
  })
  const origin = `http://localhost:${port}`
  await until(() => {
    if (hasEnded) throw new Error('the product could not be started')
    return fetch(`${origin}/api/health`).then(
      (response) => response.ok,
      () => false,
    )
  }, 'the product does not answer')
  const superuserAddress = {
    host: join(dataDir, 'postgres', 'run'),
    port: 5_432,
    user: 'postgres',
    database: 'sekisho',
    password: readFileSync(join(dataDir, 'postgres', 'superuser-password'), 'utf8').trim(),
  }
  const superuser = new pg.Client(superuserAddress)
  await superuser.connect()
  const keySocket = join(dataDir, 'run-keyservice', 'socket')
  await until(() => Promise.resolve(existsSync(keySocket)), 'no key service')
  const { tenantId, jobId, cookie } = await addTenant(superuser, keySocket)

  const { call, upload } = openDoor({ origin, tenantId, cookie })
  return {
    rootPid: child.pid ?? 0,
    tenantId,
    superuser,
    superuserAddress,
    call,
    upload,
    async newCampaign() {
      const made = await call('campaigns.create', { body: { jobId, name: '計測', kind: 'test', settings } })
      return (made as { campaignId: string }).campaignId
    },
    async stop() {
      await superuser.end()
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** By the database's administrator and the key service's own operations: a benchmark needs no ceremony. */
async function addTenant(superuser: pg.Client, keySocket: string) {
  const [clientId, tenantId, jobId, personId, sessionId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ]
  const keys = keyServiceClient({ connect: keySocket })
  const logId = randomBytes(16).toString('hex')
  const log = { logId, tenantId: tenantId as TenantId, origin: `localhost/${logId}` }
  await keys.ensureClient({ clientId: clientId as CompanyId })
  await keys.ensureTenant({ tenantId: tenantId as TenantId, clientId: clientId as CompanyId })
  const { verifierKey } = await keys.ensureLog(log)
  keys.close()
  const secret = randomBytes(32).toString('base64url')
  const statements: [string, unknown[]][] = [
    [`insert into house.companies (company_id, name, kind) values ($1, '架空商事', 'client')`, [clientId]],
    [`insert into house.tenants (tenant_id, client_id, name) values ($1, $2, '架空商事')`, [tenantId, clientId]],
    [
      `insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)`,
      [logId, tenantId, log.origin, verifierKey],
    ],
    [`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '計測')`, [tenantId, jobId]],
    [
      `insert into house.persons (person_id, login, display_name, company_id) values ($1, 'bench', '計測 係', $2)`,
      [personId, clientId],
    ],
    [
      `insert into house.sessions (session_id, person_id, token_hash, route, expires_at) values ($1, $2, $3, 'centre', now() + interval '8 hours')`,
      [sessionId, personId, createHash('sha256').update(secret).digest()],
    ],
    [
      `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
        values ($1, $2, 'supervisor', 'tenant', $3, 'supervision', '計測', now() - interval '1 day', now() + interval '1 day')`,
      [randomUUID(), personId, tenantId],
    ],
  ]
  for (const [sql, values] of statements) await superuser.query(sql, values)
  return { tenantId: tenantId as TenantId, jobId, cookie: `__Host-sekisho=${secret}` }
}

async function until(isTrue: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(otherwise)
}
