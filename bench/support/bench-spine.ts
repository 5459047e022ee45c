import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CampaignId,
  type CampaignSettings,
  type CompanyId,
  type ContactId,
  HEAD_OFFICE,
  type ListId,
  type TenantId,
} from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import { keyServiceClient } from '@sekisho/vault'
import pg from 'pg'
import { type DatabaseAddress, provision } from '../../apps/server/src/platform/database/index.ts'
import { startPostgres } from '../../apps/server/src/platform/embedded-postgres/index.ts'
import { nodeOptions } from '../../apps/server/src/trial/child-process.ts'

/** PostgreSQL, key service and sequencer as processes of their own, as in the trial, and one tenant. */
export interface BenchSpine {
  readonly tenantId: TenantId
  readonly app: DatabaseAddress & { user: string; password: string }
  readonly superuser: pg.Client
  readonly keySocket: string
  readonly sequencerSocket: string
  readonly sealedFolder: string
  /** Key service and sequencer. */
  readonly pids: readonly number[]
  readonly jobId: string
  addCampaign(changes?: Partial<CampaignSettings>): Promise<CampaignId>
  /** Sealed contacts with one fictitious number each, due now. */
  addLeads(campaignId: CampaignId, count: number, kind: 'mobile' | 'landline'): Promise<void>
  /** People with a session and a designation; gives their cookies. */
  addPeople(
    count: number,
    seat: 'operator' | 'supervisor',
  ): Promise<{ personId: string; cookie: string; sessionId: string }[]>
  /** Operators who are free for ever: lines are dialled for them, and nobody is there. */
  addFreeDesks(campaignId: CampaignId, count: number): Promise<void>
  stop(): Promise<void>
}

const always = { fromMinute: 0, untilMinute: 1440 }
const settings: CampaignSettings = {
  callerName: '架空商事の計測です',
  visibleFields: [
    { field: 'name', label: '氏名' },
    { field: 'kana', label: 'カナ' },
    { field: 'address', label: '住所' },
  ],
  script: [{ title: '名乗り', text: 'こちらは計測です。' }],
  dispositions: [
    { code: '11', label: '成約', next: 'final', isSuccess: true, isFast: false },
    { code: '21', label: '本人不在', next: 'retry', isSuccess: false, isFast: false },
  ],
  hours: { weekday: always, saturday: always, sundayAndHoliday: always },
  maxAttempts: 5,
  maxAttemptsPerDay: 2,
  minHoursBetween: 4,
  ringSeconds: 10,
  wrapUpSeconds: 60,
  mode: 'progressive',
  abandonCapPercent: 3,
  law: 'other',
  refusalScope: 'job',
  mayHoldCards: false,
  samePersonBy: null,
}

export async function startBenchSpine(): Promise<BenchSpine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-bench-spine-'))
  chmodSync(dataDir, 0o711)
  const sealedFolder = join(dataDir, 'sealed')
  mkdirSync(sealedFolder)
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres') })
  const passwords = { owner: 'bench-owner', app: 'bench-app', sequencer: 'bench-sequencer' }
  await provision(postgres.superuser, 'sekisho', passwords)
  const address = { host: postgres.socketDir, port: postgres.port, database: 'sekisho' }
  const app = { ...address, user: 'sekisho_app', password: passwords.app }
  const superuser = new pg.Client({ ...postgres.superuser, database: 'sekisho' })
  await superuser.connect()
  const keySocket = join(dataDir, 'run-keyservice', 'socket')
  const witnessSocket = join(dataDir, 'run-witness', 'socket')
  const sequencerSocket = join(dataDir, 'sequencer.sock')
  const keyService = startScript(fileURLToPath(import.meta.resolve('@sekisho/keyservice/main')), {
    SEKISHO_KEYSERVICE_DATA: join(dataDir, 'keys'),
    SEKISHO_KEYSERVICE_SOCKET: keySocket,
    SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: witnessSocket,
  })
  await until(() => existsSync(keySocket), 'no key service')
  const keys = keyServiceClient({ connect: keySocket })
  await addLog(HEAD_OFFICE as string as CompanyId, HEAD_OFFICE)
  const sequencer = startScript(fileURLToPath(new URL('../../apps/server/src/sequencer-main.ts', import.meta.url)), {
    SEKISHO_DB: JSON.stringify({ ...address, user: 'sekisho_sequencer', password: passwords.sequencer }),
    SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: witnessSocket,
    SEKISHO_SEQUENCER_SOCKET: sequencerSocket,
    SEKISHO_LEDGER_FOLDER: join(dataDir, 'ledger'),
  })
  await until(() => existsSync(sequencerSocket), 'no sequencer')

  async function addLog(clientId: CompanyId, tenantId: TenantId): Promise<void> {
    const logId = randomBytes(16).toString('hex')
    const origin = `localhost/${logId}`
    await keys.ensureClient({ clientId })
    await keys.ensureTenant({ tenantId, clientId })
    const { verifierKey } = await keys.ensureLog({ logId, tenantId, origin })
    await superuser.query('insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)', [
      logId,
      tenantId,
      origin,
      verifierKey,
    ])
  }

  const [clientId, tenantId, jobId] = [randomUUID() as CompanyId, randomUUID() as TenantId, randomUUID()]
  await superuser.query(`insert into house.companies (company_id, name, kind) values ($1, '架空商事', 'client')`, [
    clientId,
  ])
  await superuser.query(`insert into house.tenants (tenant_id, client_id, name) values ($1, $2, '架空商事')`, [
    tenantId,
    clientId,
  ])
  await superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '計測')`, [tenantId, jobId])
  await addLog(clientId, tenantId)

  const spine: BenchSpine = {
    ...{ tenantId, jobId, app, superuser, keySocket, sequencerSocket, sealedFolder },
    pids: [keyService.pid ?? 0, sequencer.pid ?? 0],
    async addCampaign(changes = {}) {
      const campaignId = randomUUID() as CampaignId
      await superuser.query(
        `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings) values ($1, $2, $3, '計測', 'test', 'stopped', $4)`,
        [tenantId, campaignId, jobId, JSON.stringify({ ...settings, ...changes })],
      )
      return campaignId
    },
    async addLeads(campaignId, count, kind) {
      const [listId, uploadId] = [randomUUID() as ListId, randomUUID()]
      const [importer] = await spine.addPeople(1, 'supervisor')
      await keys.ensureList({ tenantId, listId })
      await superuser.query(
        `insert into tenant.uploads (tenant_id, upload_id, uploaded_by, state) values ($1, $2, $3, 'imported')`,
        [tenantId, uploadId, importer?.personId],
      )
      await superuser.query(
        `insert into tenant.lists (tenant_id, list_id, campaign_id, upload_id, label, state, digest, mapping, rules, imported_by, rows_accepted)
          values ($1, $2, $3, $4, '名簿', 'ready', $5, '{}', '{}', $6, $7)`,
        [tenantId, listId, campaignId, uploadId, randomBytes(32), importer?.personId, count],
      )
      for (let from = 0; from < count; from += 500) {
        const indexes = Array.from({ length: Math.min(500, count - from) }, (_, offset) => from + offset)
        const rows = await Promise.all(indexes.map((index) => sealedRow(listId, index, kind)))
        await superuser.query(
          `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed)
            select $1, c, $2, n, s from unnest($3::uuid[], $4::int[], $5::bytea[]) as t (c, n, s)`,
          [
            tenantId,
            listId,
            rows.map((row) => row.contactId),
            indexes.map((index) => index + 2),
            rows.map((row) => row.contact),
          ],
        )
        await superuser.query(
          `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
            select $1, c, 1, $2, s, p from unnest($3::uuid[], $4::bytea[], $5::bytea[]) as t (c, s, p)`,
          [
            tenantId,
            kind,
            rows.map((row) => row.contactId),
            rows.map((row) => row.number),
            rows.map(() => randomBytes(16)),
          ],
        )
        await superuser.query(
          `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
            select $1, gen_random_uuid(), $2, $3, c, now() from unnest($4::uuid[]) as c`,
          [tenantId, campaignId, listId, rows.map((row) => row.contactId)],
        )
      }
      // only what was filled: a plan made for an empty table is one of another product
      await superuser.query('analyze tenant.contacts, tenant.contact_numbers, tenant.leads')
    },
    async addPeople(count, seat) {
      const people = Array.from({ length: count }, () => ({
        ...{ personId: randomUUID(), sessionId: randomUUID() },
        secret: randomBytes(32).toString('base64url'),
      }))
      for (const { personId, sessionId, secret } of people) {
        await superuser.query(
          `insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, '計測 係', $3)`,
          [personId, `bench-${personId}`, clientId],
        )
        await superuser.query(
          `insert into house.sessions (session_id, person_id, token_hash, route, expires_at) values ($1, $2, $3, 'centre', now() + interval '8 hours')`,
          [sessionId, personId, createHash('sha256').update(secret).digest()],
        )
        await superuser.query(
          `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
            values (gen_random_uuid(), $1, $2, 'tenant', $3, 'call', '計測', now() - interval '1 day', now() + interval '1 day')`,
          [personId, seat, tenantId],
        )
      }
      return people.map(({ personId, sessionId, secret }) => ({
        personId,
        sessionId,
        cookie: `__Host-sekisho=${secret}`,
      }))
    },
    async addFreeDesks(campaignId, count) {
      const people = await spine.addPeople(count, 'operator')
      await superuser.query(
        `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
          select $1, p, $2, gen_random_uuid(), s, 'available', now() from unnest($3::uuid[], $4::uuid[]) as t (p, s)`,
        [tenantId, campaignId, people.map(({ personId }) => personId), people.map(({ sessionId }) => sessionId)],
      )
    },
    async stop() {
      keys.close()
      await superuser.end()
      for (const child of [sequencer, keyService]) await stopChild(child)
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }

  async function sealedRow(listId: ListId, index: number, kind: 'mobile' | 'landline') {
    const contactId = randomUUID() as ContactId
    const asReceived = fictitiousNumber(5, index, kind)
    const values = { name: `架空 ${index}`, kana: 'カクウ', address: '架空県架空市1-2-3' }
    const [contact, number] = await Promise.all([
      keys.sealContact({ tenantId, listId, contactId, rowVersion: 1, values }),
      keys.sealNumber({
        ...{ tenantId, listId, contactId, ordinal: 1, rowVersion: 1 },
        number: { e164: `+81${asReceived.slice(1)}`, asReceived },
      }),
    ])
    return { contactId, contact: Buffer.from(contact), number: Buffer.from(number) }
  }

  return spine
}

/** Runs a program of the product from source, in a process of its own. */
export function startScript(path: string, env: Record<string, string>, args: readonly string[] = []): ChildProcess {
  const fromSource = ['--conditions=source', '--import', import.meta.resolve('tsx')]
  return spawn(process.execPath, [...nodeOptions, ...fromSource, path, ...args], {
    // it ends with this process: its standard input is a pipe that only we hold
    stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env, SEKISHO_PARENT_PIPE: '1' },
    // a session of its own, as the product's processes have: Linux shares a busy core out among sessions
    detached: true,
  })
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(otherwise)
}
