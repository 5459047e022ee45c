import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { EntryId } from '@sekisho/contract'
import { startKeyService } from '@sekisho/keyservice'
import { type KeyServiceClient, KeyServiceError } from '@sekisho/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothCallers } from '../apps/keyservice/src/test-support/both-callers.ts'
import { entryOf, memoryLog } from '../apps/keyservice/src/test-support/memory-log.ts'
import { newId } from '../apps/server/src/platform/new-id.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../apps/server/src/test-spine.ts'

// Somebody with a stolen copy of the data and all the source: he runs a key service of his own and writes any entry.

let spine: Spine
let tenant: TestTenant
let contact: TestContact
let sealed: Buffer
const folders: string[] = []

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  contact = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
  const { rows } = await spine.test.superuser.query<{ sealed: Buffer }>('select sealed from tenant.contacts')
  sealed = rows[0]?.sealed ?? Buffer.alloc(0)
  await spine.stopKeyService()
})
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  await spine.stop()
})

/** The thief's own key service, on a copy of the key folder as far as he has it. */
async function onCopy(without: readonly string[], work: (keys: KeyServiceClient) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-thief-'))
  folders.push(folder)
  cpSync(join(spine.dataDir, 'keys'), join(folder, 'keys'), { recursive: true })
  for (const name of without) rmSync(join(folder, 'keys', name))
  const sockets = { socketPath: join(folder, 'run', 'socket'), sequencerSocketPath: join(folder, 'run', 'witness') }
  const service = await startKeyService({ dataDir: join(folder, 'keys'), ...sockets })
  const keys = bothCallers(service)
  try {
    await work(keys)
  } finally {
    keys.close()
    await service.close()
  }
}

/** Opens the contact against an entry that the thief wrote, in a log that he grows from nothing. */
async function forge(keys: KeyServiceClient, log: string): Promise<unknown> {
  const { tenantId, listId, contactId } = contact
  const id = newId<EntryId>()
  const commitments = await keys.commit({
    tenantId,
    entryId: id,
    values: [{ name: 'subject', value: contactId, listId }],
  })
  const own = memoryLog(log)
  own.add(entryOf(log, { id, type: 'contact.opened', fields: ['name'], commitments }), Date.now())
  await keys.cosign({ heads: [own.growth(0)] })
  const receipt = own.receipt(0)
  return keys
    .openContact({ receipt, tenantId, listId, contactId, rowVersion: 1, sealed, fields: ['name'] })
    .catch((error: unknown) => (error instanceof KeyServiceError ? error.code : error))
}

describe('a thief of backups', () => {
  it('opens nothing with database, ledger and sealed objects but without the key folder', async () => {
    await onCopy(['root.key', 'keystore.json', 'heads.log', 'spent.log'], async (keys) => {
      expect(await keys.heads({})).toEqual([])
      const made = [
        await keys.ensureClient({ clientId: tenant.clientId }),
        await keys.ensureTenant({ tenantId: tenant.tenantId, clientId: tenant.clientId }),
      ]
      expect(made).toEqual([null, null])
      await keys.ensureList({ tenantId: contact.tenantId, listId: contact.listId })
      const log = randomBytes(16).toString('hex')
      await keys.ensureLog({ logId: log, tenantId: tenant.tenantId, origin: 'thief.test/log' })
      expect(await forge(keys, log)).toBe('sealed_data_damaged')
    })
  })

  it.each([
    ['the root key', 'root.key'],
    ['the keystore', 'keystore.json'],
  ])('starts no key service from a backup of the key folder that lacks %s', async (_what, name) => {
    await expect(onCopy([name], () => Promise.resolve())).rejects.toThrow(/root|keystore/i)
  })

  it('opens everything with the whole key folder and the database: whoever has the root key has the data', async () => {
    await onCopy(['heads.log', 'spent.log'], async (keys) => {
      const { rows } = await spine.test.superuser.query<{ log_id: string }>(
        'select log_id from house.logs where tenant_id = $1',
        [tenant.tenantId],
      )
      expect(await forge(keys, rows[0]?.log_id ?? '')).toEqual({ name: '架空 花子' })
    })
  })
})
