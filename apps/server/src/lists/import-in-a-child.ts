import {
  type CampaignId,
  type ImportMode,
  inspection,
  type JobId,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import { keyServiceClient } from '@sekisho/vault'
import { createRefusalEvents } from '../do-not-call/index.ts'
import { createCallEvents } from '../dialling/index.ts'
import { connectReceipts, entryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createLog } from '../platform/log/index.ts'
import { openSealedObjects } from '../platform/sealed-objects/index.ts'
import { createListEvents } from './list-events.ts'
import { createLists } from './lists.ts'
import { mappingOf } from './mapping-of.ts'

/** What a test hands to a process of its own that imports, and that it kills. */
export interface ChildImport {
  readonly app: { host: string; port: number; database: string; user: string; password: string }
  readonly keySocket: string
  readonly sequencerSocket: string
  readonly sealedFolder: string
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly campaignId: CampaignId
  readonly uploadId: UploadId
  readonly mode: ImportMode
}

const testRefusal = { scope: 'client', reason: 'told_client', source: 'client_register', asOf: '2026-11-20' } as const

/** Imports one upload, printing `list <id>` when it was entered and `rows <number>` as it goes on. */
async function main(): Promise<void> {
  const given = JSON.parse(process.argv[2] ?? '') as ChildImport
  const { actor, tenantId, uploadId, campaignId, mode } = given
  const database = await openDatabase(given.app)
  const keys = keyServiceClient({ connect: given.keySocket })
  const receipts = connectReceipts(given.sequencerSocket, systemClock)
  while (!receipts.state().isAvailable) await new Promise((resolve) => setTimeout(resolve, 10))
  const writer = entryWriter({ keys, receipts, clock: systemClock })
  const sealed = openSealedObjects(given.sealedFolder)
  const log = { error: () => undefined, warn: () => undefined, info: () => undefined }
  const events = await createListEvents({ database, clock: systemClock, log: createLog({ level: 'silent' }) })
  const calls = await createCallEvents({ database, clock: systemClock, log: createLog({ level: 'silent' }) })
  const refusals = await createRefusalEvents({ database, clock: systemClock, log: createLog({ level: 'silent' }) })
  const lists = createLists({
    ...{ database, writer, receipts, keys, sealed, events, calls, refusals, clock: systemClock, log },
  })
  const asking = { actor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) } as const
  const { inspection: found } = await lists.readUpload(asking, uploadId)
  const seen = inspection.parse(found)
  const listId = await lists.import(asking, {
    ...{ uploadId, campaignId, label: '名簿', encoding: seen.encoding, mapping: mappingOf(seen), mode },
    ...(mode === 'do_not_call' ? { refusal: testRefusal } : {}),
    rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
  })
  process.stdout.write(`list ${listId}\n`)
  const watch = setInterval(() => {
    void lists.read(asking, listId).then(({ progress }) => process.stdout.write(`rows ${progress?.rowsDone ?? 0}\n`))
  }, 10)
  await lists.idle()
  clearInterval(watch)
  process.stdout.write('finished\n')
}

await main()
