import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompanyId, type EntryId, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { startKeyService } from '@sekisho/keyservice'
import { keyServiceClient } from '@sekisho/vault'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase, provision } from '../platform/database/index.ts'
import { startPostgres } from '../platform/embedded-postgres/index.ts'
import { newId } from '../platform/new-id.ts'
import { untilAvailable } from '../test-spine.ts'
import { entryWriter } from './entry-writer.ts'
import { leadLedger } from './lead-ledger.ts'
import { connectReceipts } from './receipts.ts'
import { expectWholeLog, untilQuiet } from './test-ledger-state.ts'

const passwords = { owner: 'owner-of-a-test', app: 'app-of-a-test', sequencer: 'sequencer-of-a-test' }

describe('a PostgreSQL that is killed in mid-batch', () => {
  it('costs no committed entry and repeats none; the sequencer leads again by itself (M-02, M-05)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-database-kill-'))
    // PostgreSQL's own user passes through
    chmodSync(folder, 0o711)
    const options = { dataDir: join(folder, 'postgres') }
    let postgres = await startPostgres(options)
    await provision(postgres.superuser, 'sekisho', passwords)
    const address = { host: postgres.socketDir, port: postgres.port, database: 'sekisho' }
    const keySocket = join(folder, 'keys.sock')
    const sequencerSocketPath = join(folder, 'sequencer-keys.sock')
    const paths = { dataDir: join(folder, 'keys'), socketPath: keySocket, sequencerSocketPath }
    const keyService = await startKeyService(paths)
    const keys = keyServiceClient({ connect: keySocket, timeoutMs: 5_000 })
    const sequencerKeys = keyServiceClient({ connect: sequencerSocketPath, timeoutMs: 5_000 })
    const superuser = async (): Promise<Client> => {
      const client = new Client({ ...postgres.superuser, database: 'sekisho' })
      client.on('error', () => undefined)
      await client.connect()
      return client
    }
    const tenantId = newId<TenantId>()
    const first = await superuser()
    for (const id of [HEAD_OFFICE, tenantId]) {
      const logId = randomBytes(16).toString('hex')
      await keys.ensureClient({ clientId: id as string as CompanyId })
      await keys.ensureTenant({ tenantId: id, clientId: id as string as CompanyId })
      const { verifierKey } = await keys.ensureLog({ logId, tenantId: id, origin: `sekisho.test/${logId}` })
      await first.query('insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)', [
        logId,
        id,
        `sekisho.test/${logId}`,
        verifierKey,
      ])
    }
    await first.end()
    const socketPath = join(folder, 'sequencer.sock')
    const ledger = join(folder, 'ledger')
    const leader = leadLedger({
      ...{ keys: sequencerKeys, clock: systemClock, folder: ledger, socketPath, onChange: () => undefined },
      address: { ...address, user: 'sekisho_sequencer', password: passwords.sequencer },
    })
    const receipts = connectReceipts(socketPath, systemClock)
    const writer = entryWriter({ keys, receipts, clock: systemClock })
    const database = await openDatabase({ ...address, user: 'sekisho_app', password: passwords.app })

    const committed = new Set<EntryId>()
    const unsure = new Set<EntryId>()
    const enterMany = async (): Promise<void> => {
      const made: EntryId[] = []
      try {
        await database.transaction(systemActor('scheduler'), tenantId, async (tx) => {
          for (let count = 0; count < 20; count += 1)
            made.push(await writer.enter(tx, { type: 'floor.watched', purpose: 'supervision' }))
        })
        for (const id of made) committed.add(id)
      } catch {
        // the answer to the commit was lost: it may have been durable
        for (const id of made) unsure.add(id)
      }
    }
    for (let round = 0; round < 3; round += 1) {
      await untilAvailable(receipts)
      const busy = Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let count = 0; count < 15; count += 1) await enterMany()
        }),
      )
      for (let count = 0; count < 3; count += 1) await enterMany()
      await postgres.kill9()
      await busy
      postgres = await startPostgres(options)
    }
    await untilAvailable(receipts)
    await enterMany()
    const client = await superuser()
    const spine = { test: { superuser: client }, keys }
    await untilQuiet(spine, ledger)
    const { rows } = await client.query<{ entry_id: EntryId }>(
      'select entry_id from tenant.entry_index where tenant_id = $1',
      [tenantId],
    )
    const placed = rows.map((row) => row.entry_id)
    await expectWholeLog(spine, ledger, tenantId, placed)
    expect(placed.filter((id) => !committed.has(id) && !unsure.has(id))).toEqual([])
    expect([...committed].filter((id) => !placed.includes(id))).toEqual([])
    expect(new Set(placed).size).toBe(placed.length)
    expect(committed.size).toBeGreaterThan(60)

    await client.end()
    receipts.close()
    await leader.stop()
    await database.close()
    keys.close()
    sequencerKeys.close()
    await keyService.close()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 120_000)
})
