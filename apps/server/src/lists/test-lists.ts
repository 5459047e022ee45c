import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CampaignId, Entry, Inspection, ListId, ListView, RouteName, TenantId, UploadId } from '@sekisho/contract'
import { createCallingCalendar } from '../calendar/index.ts'
import { campaignHandlers, createCampaigns } from '../campaigns/index.ts'
import { type CallEvents, createCallEvents } from '../dialling/index.ts'
import { listSheetHandlers } from '../list-sheets/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log/index.ts'
import { newId } from '../platform/new-id.ts'
import { openSealedObjects, type SealedObjects } from '../platform/sealed-objects/index.ts'
import {
  type CallParts,
  entriesOf,
  startProduct,
  type TestAnswer,
  type TestBrowser,
  type TestProduct,
} from '../test-product.ts'
import type { TestTenant } from '../test-spine.ts'
import type { ListsDependencies } from './dependencies.ts'
import { listHandlers } from './http.ts'
import { createListEvents, type ListEvents } from './list-events.ts'
import { createLists, type Lists } from './lists.ts'
import { mappingOf } from './mapping-of.ts'
import type { RefusedRowDependencies } from './refused/dependencies.ts'
import { refusedRowHandlers } from './refused/http.ts'

/** The product with lists and campaigns over real HTTP, for one test file. */
export interface TestLists {
  readonly product: TestProduct
  readonly lists: Lists
  readonly sealed: SealedObjects
  readonly sealedFolder: string
  readonly events: ListEvents
  readonly calls: CallEvents
  tenant(): Promise<TestTenant>
  /** Somebody signed in with seats in a tenant. */
  signedIn(tenant: TestTenant, ...seats: string[]): Promise<{ browser: TestBrowser; actor: PersonActor }>
  /** Entries of a tenant's ledger in order. */
  entries(tenantId: TenantId): Promise<Entry[]>
  stop(): Promise<void>
}

export async function startLists(
  options: {
    readonly storage?: (folder: string) => SealedObjects
    readonly refusals?: ListsDependencies['refusals']
    readonly corrections?: (given: RefusedRowDependencies) => RefusedRowDependencies
  } = {},
): Promise<TestLists> {
  let made: Pick<TestLists, 'lists' | 'sealed' | 'sealedFolder' | 'events' | 'calls'> | undefined
  const product = await startProduct({
    async handlers({ spine }) {
      const { database } = spine.test
      const { writer, receipts, keys } = spine
      const sealedFolder = join(spine.dataDir, 'sealed')
      const sealed = (options.storage ?? openSealedObjects)(sealedFolder)
      const log = { error: () => undefined, warn: () => undefined, info: () => undefined }
      const events = await createListEvents({ database, clock: systemClock, log: createLog({ level: 'silent' }) })
      const calls = await createCallEvents({ database, clock: systemClock, log: createLog({ level: 'silent' }) })
      const lists = createLists({
        ...{ database, writer, receipts, keys, sealed, events, calls, clock: systemClock, log },
        refusals: options.refusals ?? { announce: () => Promise.resolve() },
      })
      made = { lists, sealed, sealedFolder, events, calls }
      const sheets = listSheetHandlers({ database, writer, clock: systemClock, calendar: createCallingCalendar() })
      const campaigns = createCampaigns({ database, writer, clock: systemClock })
      const given = { database, writer, receipts, keys, events, clock: systemClock, gate: spine.gate }
      const corrected = refusedRowHandlers(options.corrections?.(given) ?? given)
      return { ...listHandlers(lists), ...sheets, ...corrected, ...campaignHandlers(campaigns) }
    },
  })
  if (made === undefined) throw new Error('the handlers were not asked for')
  const { spine } = product
  const { lists, events, calls } = made
  return {
    ...made,
    product,
    tenant: () => spine.tenant(),
    async signedIn(tenant, ...seats) {
      const actor = await spine.person(tenant, ...seats)
      const secret = randomBytes(32).toString('base64url')
      await spine.test.superuser.query('update house.sessions set token_hash = $1 where session_id = $2', [
        createHash('sha256').update(secret).digest(),
        actor.sessionId,
      ])
      const browser = product.browser()
      browser.cookies.set('__Host-sekisho', secret)
      return { browser, actor }
    },
    entries: (tenantId) => entriesOf(spine, tenantId),
    async stop() {
      await lists.stop()
      await events.close()
      await calls.close()
      await product.stop()
    },
  }
}

/** What one supervisor does with files, by declared routes only. */
export function supervisorOf({ lists }: TestLists, browser: TestBrowser, tenant: TestTenant) {
  const { tenantId } = tenant
  const call = (name: RouteName, { params = {}, ...parts }: CallParts = {}): Promise<TestAnswer> =>
    browser.call(name, { params: { tenantId, ...params }, ...parts })

  const supervisor = {
    call,
    upload: (bytes: Uint8Array, declaredBytes = bytes.length) =>
      call('uploads.create', { query: { bytes: String(declaredBytes) }, body: bytes }),
    async uploaded(bytes: Uint8Array): Promise<UploadId> {
      const answer = await supervisor.upload(bytes)
      if (answer.status !== 200) throw new Error(`upload: ${JSON.stringify(answer.body)}`)
      return (answer.body as { uploadId: UploadId }).uploadId
    },
    inspect: (uploadId: UploadId, encoding?: string, how: object = {}) =>
      call('uploads.inspect', { params: { uploadId }, body: encoding === undefined ? how : { encoding, ...how } }),
    async inspected(uploadId: UploadId): Promise<Inspection> {
      const answer = await supervisor.inspect(uploadId)
      if (answer.status !== 200) throw new Error(`inspect: ${JSON.stringify(answer.body)}`)
      return (answer.body as { inspection: Inspection }).inspection
    },
    import: (uploadId: UploadId, seen: Inspection, changes: Record<string, unknown> = {}, campaignId?: CampaignId) =>
      call('lists.import', {
        body: {
          uploadId,
          campaignId: campaignId ?? tenant.campaignId,
          label: '秋の名簿',
          encoding: seen.encoding,
          mapping: mappingOf(seen),
          rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
          ...changes,
        },
      }),
    /** What an import would do. */
    async preview(uploadId: UploadId, seen: Inspection, changes: Record<string, unknown> = {}): Promise<TestAnswer> {
      const choices = { campaignId: tenant.campaignId, encoding: seen.encoding, mapping: mappingOf(seen) }
      const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
      return call('uploads.preview', { params: { uploadId }, body: { ...choices, rules, ...changes } })
    },
    /** Upload, inspection, import and its end. */
    async imported(
      bytes: Uint8Array,
      campaignId?: CampaignId,
      changes: Record<string, unknown> = {},
    ): Promise<ListView> {
      const uploadId = await supervisor.uploaded(bytes)
      const answer = await supervisor.import(uploadId, await supervisor.inspected(uploadId), changes, campaignId)
      if (answer.status !== 200) throw new Error(`import: ${JSON.stringify(answer.body)}`)
      await lists.idle()
      return supervisor.read((answer.body as { listId: ListId }).listId)
    },
    async read(listId: ListId): Promise<ListView> {
      return (await call('lists.read', { params: { listId } })).body as ListView
    },
    undo: (listId: ListId) => call('lists.undo', { params: { listId } }),
  }
  return supervisor
}
export type TestSupervisor = ReturnType<typeof supervisorOf>

/** How many rows of each table a tenant has. */
export async function rowCounts({ product }: TestLists, tenantId: TenantId) {
  const { rows } = await product.spine.test.superuser.query<Record<string, number>>(
    `select (select count(*)::int from tenant.contacts where tenant_id = $1) as contacts,
      (select count(*)::int from tenant.contact_numbers where tenant_id = $1) as numbers,
      (select count(*)::int from tenant.leads where tenant_id = $1) as leads,
      (select count(*)::int from tenant.refused_rows where tenant_id = $1) as refused`,
    [tenantId],
  )
  return rows[0]
}

/** A second campaign in the tenant. */
export async function addCampaign({ product }: TestLists, { tenantId, jobId }: TestTenant, kind = 'test') {
  const campaignId = newId<CampaignId>()
  await product.spine.test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
      select $1, $2, $3, '冬', $4, 'running', settings from tenant.campaigns where tenant_id = $1 limit 1`,
    [tenantId, campaignId, jobId, kind],
  )
  return campaignId
}
