import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import {
  type AttemptId,
  type CampaignId,
  type CampaignSettings,
  type CompanyId,
  type ContactId,
  type FieldCode,
  HEAD_OFFICE,
  type JobId,
  type LeadId,
  type ListId,
  type PersonId,
  type SessionId,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import { type KeyService, startKeyService, systemClock as keyServiceClock } from '@sekisho/keyservice'
import { type KeyServiceClient, keyServiceClient } from '@sekisho/vault'
import { createRights } from './designations/index.ts'
import { type Gate, createGate } from './gate/index.ts'
import {
  type EntryWriter,
  type LedgerLimits,
  type Receipts,
  type Sequencer,
  type SequencerStep,
  connectReceipts,
  entryWriter,
  leadDatabase,
  serveSequencer,
  startSequencer,
} from './ledger/index.ts'
import type { PersonActor } from './platform/actor.ts'
import { type MonotonicClock, systemClock } from './platform/clock.ts'
import { type TestDatabase, testDatabase } from './platform/database/test-database.ts'
import type { Authorise } from './platform/http/index.ts'
import { newId } from './platform/new-id.ts'
import { testPolicies } from './test-policies.ts'

/** A tenant of a fictitious client with one job and one campaign. */
export interface TestTenant {
  readonly clientId: CompanyId
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly campaignId: CampaignId
}

/** One sealed contact with its lead, as an import would leave it. */
export interface TestContact {
  readonly tenantId: TenantId
  readonly listId: ListId
  readonly contactId: ContactId
  readonly leadId: LeadId
}

/** The real parts of the spine, started for one test file: PostgreSQL, key service, sequencer, gate. */
export interface Spine {
  readonly test: TestDatabase
  readonly dataDir: string
  /** Over the key service's socket for servers. */
  readonly keys: KeyServiceClient
  /** Over its socket for the sequencer. */
  readonly sequencerKeys: KeyServiceClient
  readonly receipts: Receipts
  readonly writer: EntryWriter
  readonly gate: Gate
  readonly authorise: Authorise
  sequencer(): Sequencer
  startKeyService(): Promise<void>
  stopKeyService(): Promise<void>
  startSequencer(): Promise<void>
  stopSequencer(): Promise<void>
  tenant(settings?: Partial<CampaignSettings>): Promise<TestTenant>
  contact(tenant: TestTenant, values: Partial<Record<FieldCode, string>>, e164: string): Promise<TestContact>
  /** A person with a live session and, where seats are given, designations in the tenant. */
  person(tenant: TestTenant, ...seats: string[]): Promise<PersonActor>
  /** Puts a contact on an operator's line: an attempt in state `connected`. */
  connect(contact: TestContact, campaignId: CampaignId, operator: PersonActor): Promise<AttemptId>
  stop(): Promise<void>
}

export const testSettings: CampaignSettings = {
  callerName: '架空市けんこう課の試験です',
  visibleFields: [
    { field: 'name', label: '氏名' },
    { field: 'kana', label: 'カナ' },
  ],
  script: [{ title: '名乗り', text: 'こちらは試験です。' }],
  dispositions: [
    { code: '11', label: '成約・承諾', next: 'final', isSuccess: true, isFast: false },
    { code: '14', label: '再コール', next: 'callback', isSuccess: false, isFast: false },
    { code: '21', label: '本人不在', next: 'retry', retryMinutes: 240, isSuccess: false, isFast: false },
    { code: '23', label: '留守電', next: 'retry', retryMinutes: 1440, isSuccess: false, isFast: true },
  ],
  hours: {
    weekday: { fromMinute: 0, untilMinute: 1440 },
    saturday: { fromMinute: 0, untilMinute: 1440 },
    sundayAndHoliday: { fromMinute: 0, untilMinute: 1440 },
  },
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

/** What is not about the ledger's limits must not fail by them while browsers and another run keep both cores. */
const patientLimits: LedgerLimits = { receiptMs: 4_000, unplacedMs: 8_000, beatMs: 5_000 }

/** Starts everything. Options change the parts that attack and kill tests need to reach. */
export async function startSpine(
  options: {
    atStep?: (step: SequencerStep) => void
    clock?: MonotonicClock
    /** What the key service takes the time for. Default: the machine's. */
    keyServiceNow?: () => number
    /** How long the ledger may take. Default: longer than in the product, because tests share the machine. */
    ledgerLimits?: LedgerLimits
  } = {},
): Promise<Spine> {
  const { clock = systemClock, ledgerLimits = patientLimits } = options
  const test = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-spine-'))
  const keySocket = join(dataDir, 'keyservice', 'socket')
  const sequencerKeySocket = join(dataDir, 'witness', 'socket')
  const sequencerSocket = join(dataDir, 'sequencer.sock')
  let keyService: KeyService | undefined
  let running: { sequencer: Sequencer; close(): Promise<void> } | undefined
  const keys = keyServiceClient({ connect: keySocket, timeoutMs: 5_000 })
  const sequencerKeys = keyServiceClient({ connect: sequencerKeySocket, timeoutMs: 5_000 })

  async function startKeys(): Promise<void> {
    const { keyServiceNow: nowMs } = options
    keyService = await startKeyService({
      dataDir: join(dataDir, 'keys'),
      socketPath: keySocket,
      sequencerSocketPath: sequencerKeySocket,
      ...(nowMs === undefined ? {} : { clock: { ...keyServiceClock(), nowMs } }),
    })
  }

  async function startSequencing(): Promise<void> {
    const database = await leadDatabase(test.sequencer, () => undefined)
    const [pseudonym = ''] = await sequencerKeys.pseudonyms({
      tenantId: HEAD_OFFICE,
      of: [{ kind: 'system', id: 'sequencer' }],
    })
    const sequencer = await startSequencer({
      database,
      witness: sequencerKeys,
      clock,
      folder: join(dataDir, 'ledger'),
      pseudonym,
      turnLimitMs: ledgerLimits.unplacedMs,
      onFatal: (error) => {
        // a test that expects it looks at the state; any other sees its receipts time out
        fatal.push(error)
      },
      ...(options.atStep === undefined ? {} : { atStep: options.atStep }),
    }).catch(async (error: unknown) => {
      await database.close()
      throw error
    })
    const server = await serveSequencer(sequencer, sequencerSocket, clock)
    running = {
      sequencer,
      async close() {
        await server.close()
        await sequencer.stop()
      },
    }
  }

  const fatal: Error[] = []
  await startKeys()
  await addLog(test, keys, HEAD_OFFICE as string as CompanyId, HEAD_OFFICE)
  await startSequencing()
  const receipts = connectReceipts(sequencerSocket, clock, ledgerLimits)
  await untilAvailable(receipts)
  const writer = entryWriter({ keys, receipts, clock })
  const rights = createRights({
    database: test.database,
    clock,
    events: { announce: () => Promise.resolve(), subscribe: () => () => undefined, close: () => Promise.resolve() },
    policies: testPolicies(),
  })
  const gate = createGate({ database: test.database, writer, receipts, keys, authorise: rights.authorise })

  return {
    test,
    dataDir,
    keys,
    sequencerKeys,
    receipts,
    writer,
    gate,
    authorise: rights.authorise,
    sequencer() {
      if (running === undefined) throw new Error('the sequencer is not running')
      return running.sequencer
    },
    startKeyService: startKeys,
    async stopKeyService() {
      await keyService?.close()
      keyService = undefined
    },
    async startSequencer() {
      await startSequencing()
      await untilAvailable(receipts)
    },
    async stopSequencer() {
      await running?.close()
      running = undefined
    },
    tenant: (settings) => addTenant(test, keys, { ...testSettings, ...settings }),
    contact: (tenant, values, e164) => addContact(test, keys, tenant, values, e164),
    person: (tenant, ...seats) => addPerson(test, tenant, seats),
    connect: (contact, campaignId, operator) => addLiveAttempt(test, contact, campaignId, operator),
    async stop() {
      receipts.close()
      await running?.close()
      await keyService?.close()
      keys.close()
      sequencerKeys.close()
      await test.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function untilAvailable(receipts: Receipts): Promise<void> {
  if (receipts.state().isAvailable) return
  await new Promise<void>((resolve) => {
    const end = receipts.onChange((state) => {
      if (!state.isAvailable) return
      end()
      resolve()
    })
  })
}

async function addLog(
  test: TestDatabase,
  keys: KeyServiceClient,
  clientId: CompanyId,
  tenantId: TenantId,
): Promise<void> {
  const logId = randomBytes(16).toString('hex')
  const origin = `sekisho.test/${logId}`
  await keys.ensureClient({ clientId })
  await keys.ensureTenant({ tenantId, clientId })
  const { verifierKey } = await keys.ensureLog({ logId, tenantId, origin })
  await test.superuser.query(
    'insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)',
    [logId, tenantId, origin, verifierKey],
  )
}

async function addTenant(test: TestDatabase, keys: KeyServiceClient, settings: CampaignSettings): Promise<TestTenant> {
  const [clientId, tenantId, jobId, campaignId] = [
    newId<CompanyId>(),
    newId<TenantId>(),
    newId<JobId>(),
    newId<CampaignId>(),
  ]
  await test.superuser.query(`insert into house.companies (company_id, name, kind) values ($1, '架空商事', 'client')`, [
    clientId,
  ])
  await test.superuser.query(`insert into house.tenants (tenant_id, client_id, name) values ($1, $2, '架空商事')`, [
    tenantId,
    clientId,
  ])
  await test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '業務')`, [
    tenantId,
    jobId,
  ])
  await test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings) values ($1, $2, $3, '秋', 'test', 'running', $4)`,
    [tenantId, campaignId, jobId, JSON.stringify(settings)],
  )
  await addLog(test, keys, clientId, tenantId)
  return { clientId, tenantId, jobId, campaignId }
}

async function addContact(
  test: TestDatabase,
  keys: KeyServiceClient,
  { tenantId, campaignId }: TestTenant,
  values: Partial<Record<FieldCode, string>>,
  e164: string,
): Promise<TestContact> {
  const [listId, uploadId, contactId, leadId] = [
    newId<ListId>(),
    newId<UploadId>(),
    newId<ContactId>(),
    newId<LeadId>(),
  ]
  const importer = newId<PersonId>()
  await test.superuser.query(
    `insert into house.persons (person_id, login, display_name, company_id) select $1, $2, '取込係', company_id from house.companies limit 1`,
    [importer, `importer-${importer}`],
  )
  await keys.ensureList({ tenantId, listId })
  const contact = await keys.sealContact({ tenantId, listId, contactId, rowVersion: 1, values })
  const number = await keys.sealNumber({
    tenantId,
    listId,
    contactId,
    ordinal: 1,
    rowVersion: 1,
    number: { e164, asReceived: e164 },
  })
  await test.superuser.query(
    `insert into tenant.uploads (tenant_id, upload_id, uploaded_by, state) values ($1, $2, $3, 'imported')`,
    [tenantId, uploadId, importer],
  )
  await test.superuser.query(
    `insert into tenant.lists (tenant_id, list_id, campaign_id, upload_id, label, state, digest, mapping, rules, imported_by)
      values ($1, $2, $3, $4, '名簿', 'ready', $5, '{}', '{}', $6)`,
    [tenantId, listId, campaignId, uploadId, randomBytes(32), importer],
  )
  await test.superuser.query(
    `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed) values ($1, $2, $3, 2, $4)`,
    [tenantId, contactId, listId, Buffer.from(contact)],
  )
  await test.superuser.query(
    `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index) values ($1, $2, 1, 'mobile', $3, $4)`,
    [tenantId, contactId, Buffer.from(number), randomBytes(16)],
  )
  await test.superuser.query(
    `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at) values ($1, $2, $3, $4, $5, now())`,
    [tenantId, leadId, campaignId, listId, contactId],
  )
  return { tenantId, listId, contactId, leadId }
}

/** Designated for as long as any clock of a test goes, the machine's and the virtual ones. */
async function addPerson(test: TestDatabase, { tenantId }: TestTenant, seats: string[]): Promise<PersonActor> {
  const [personId, sessionId] = [newId<PersonId>(), newId<SessionId>()]
  await test.superuser.query(
    `insert into house.persons (person_id, login, display_name, company_id) select $1, $2, '試験 太郎', company_id from house.companies limit 1`,
    [personId, `person-${personId}`],
  )
  await test.superuser.query(
    `insert into house.sessions (session_id, person_id, token_hash, route, expires_at) values ($1, $2, $3, 'centre', now() + interval '1 hour')`,
    [sessionId, personId, randomBytes(32)],
  )
  for (const seat of seats) {
    await test.superuser.query(
      `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
        values ($1, $2, $3, 'tenant', $4, 'call', '試験', '2026-01-01', '2126-01-01')`,
      [newId(), personId, seat, tenantId],
    )
  }
  return { kind: 'person', personId, sessionId, deviceId: null, route: 'centre' }
}

async function addLiveAttempt(
  test: TestDatabase,
  { tenantId, contactId, leadId }: TestContact,
  campaignId: CampaignId,
  operator: PersonActor,
): Promise<AttemptId> {
  const attemptId = newId<AttemptId>()
  await test.superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, operator_id, dialler, intended_at, connected_at)
      values ($1, $2, $3, $4, $5, 1, clock_timestamp(), 'connected', $6, $7, now(), now())`,
    [tenantId, attemptId, campaignId, leadId, contactId, operator.personId, newId()],
  )
  return attemptId
}
