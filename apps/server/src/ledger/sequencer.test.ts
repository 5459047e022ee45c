import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entry, type EntryId, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { type MonotonicClock, systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, type TestTenant, startSpine, untilAvailable } from '../test-spine.ts'
import { ledgerLimits } from './receipts.ts'
import { LedgerForkedError, LedgerRewoundError } from './recovery.ts'
import { leadDatabase, NotLeaderError } from './sequencer-database.ts'
import { startSequencer } from './sequencer.ts'
import { enterAndPlace, until } from './test-entries.ts'
import { expectWholeLog, keysOfLog, untilQuiet } from './test-ledger-state.ts'

const scheduler = systemActor('scheduler')
const watched = { type: 'floor.watched', purpose: 'supervision' } as const
let spine: Spine
let tenant: TestTenant
let folder: string
let jumpMs = 0
const clock: MonotonicClock = { ...systemClock, now: () => systemClock.now() + jumpMs }
const copies: string[] = []

beforeEach(async () => {
  jumpMs = 0
  spine = await startSpine({ clock, ledgerLimits })
  tenant = await spine.tenant()
  folder = join(spine.dataDir, 'ledger')
})
afterEach(async () => {
  await spine.stop()
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true })
})

async function enter(count = 1): Promise<EntryId[]> {
  const ids: EntryId[] = []
  for (let left = count; left > 0; left -= 1) ids.push((await enterAndPlace(spine, tenant.tenantId, watched)).entryId)
  return ids
}

function copyOf(path: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'sekisho-ledger-copy-'))
  cpSync(path, copy, { recursive: true })
  copies.push(copy)
  return copy
}

function restore(copy: string): void {
  rmSync(folder, { recursive: true, force: true })
  cpSync(copy, folder, { recursive: true })
}

async function queue(entryId: string, body: Buffer, tenantId: string = tenant.tenantId): Promise<void> {
  await spine.test.superuser.query('insert into tenant.entry_queue (tenant_id, entry_id, body) values ($1, $2, $3)', [
    tenantId,
    entryId,
    body,
  ])
}

async function typesInHeadOffice(): Promise<string[]> {
  const { rows } = await spine.test.superuser.query<{ type: string }>(
    'select type from tenant.entry_index where tenant_id = $1 order by position',
    [HEAD_OFFICE],
  )
  return rows.map((row) => row.type)
}

/** Sizes of a tenant's log that the head-office log has written down. */
async function headsInHeadOffice(log: string): Promise<number[]> {
  const { rows } = await spine.test.superuser.query<{ size: number }>(
    `select (convert_from(body, 'utf8')::jsonb #>> '{head,size}')::int as size from tenant.entry_index
      where tenant_id = $1 and type = 'ledger.checkpoint' and convert_from(body, 'utf8')::jsonb #>> '{head,log}' = $2
      order by position`,
    [HEAD_OFFICE, log],
  )
  return rows.map((row) => row.size)
}

async function sizeOf(tenantId: TenantId): Promise<number> {
  const { log } = await keysOfLog(spine, tenantId)
  return (await spine.keys.heads({ logs: [log] }))[0]?.size ?? 0
}

describe('what is published', () => {
  it('verifies with the keys alone, from nothing but the files (M-03, M-05)', async () => {
    const ids = await enter(3)
    // two full bundles and a third: more than one tile, and a tile of the second level
    const many = await spine.test.database.transaction(scheduler, tenant.tenantId, async (tx) => {
      const made: EntryId[] = []
      for (let count = 0; count < 600; count += 1) made.push(await spine.writer.enter(tx, watched))
      return made
    })
    await untilQuiet(spine, folder)
    const published = await expectWholeLog(spine, folder, tenant.tenantId, [...ids, ...many])
    expect(published.size).toBe(603)
    const { log } = await keysOfLog(spine, tenant.tenantId)
    await until(async () => (await headsInHeadOffice(log)).at(-1) === 603)
    await untilQuiet(spine, folder)
    await expectWholeLog(spine, folder, HEAD_OFFICE, [])
  })

  it('holds nothing of a transaction that was rolled back (M-02)', async () => {
    const [before = ''] = await enter()
    const rolledBack = await spine.test.database
      .transaction(scheduler, tenant.tenantId, async (tx) => {
        const entryId = await spine.writer.enter(tx, watched)
        throw Object.assign(new Error('changed my mind'), { entryId })
      })
      .catch((error: unknown) => (error as { entryId: EntryId }).entryId)
    await expect(spine.receipts.await(tenant.tenantId, rolledBack)).rejects.toMatchObject({
      code: 'ledger_unavailable',
    })
    const [after = ''] = await enter()
    await untilQuiet(spine, folder)
    await expectWholeLog(spine, folder, tenant.tenantId, [before as EntryId, after as EntryId])
    expect(spine.receipts.state().isAvailable).toBe(true)
  })
})

describe('somebody with the rights of a database administrator (M-02, M-03)', () => {
  it('stops the ledger with a row that is no entry of its log, and no entry beside it is lost', async () => {
    const other = await spine.tenant()
    const foreign = await enterAndPlace(spine, other.tenantId, watched)
    const { rows } = await spine.test.superuser.query<{ body: Buffer }>(
      'select body from tenant.entry_index where entry_id = $1',
      [foreign.entryId],
    )
    const foreignBody = rows[0]?.body ?? Buffer.alloc(0)
    const valid = JSON.parse(foreignBody.toString()) as Record<string, unknown>
    const { log } = await keysOfLog(spine, tenant.tenantId)
    const rowsOfSomebody: [string, Buffer, string?][] = [
      [newId(), Buffer.from('no json')],
      [newId(), Buffer.from(`{ "v": 1 }`)],
      [foreign.entryId, foreignBody],
      [newId(), canonicalBytes({ ...valid, log })],
      [String(valid.id), canonicalBytes({ ...valid, log, free_text: 'x' })],
      [String(valid.id), canonicalBytes({ ...valid, log, type: 'x'.repeat(65_500) })],
      [String(valid.id), foreignBody, newId()],
    ]
    for (const [entryId, body, tenantId] of rowsOfSomebody) {
      const good = await spine.test.database.transaction(scheduler, tenant.tenantId, async (tx) => {
        const made = await spine.writer.enter(tx, watched)
        await queue(entryId, body, tenantId)
        return made
      })
      await spine.receipts.await(tenant.tenantId, good)
      await until(() => spine.receipts.state().reason === 'malformed_entry')
      await spine.test.superuser.query('delete from tenant.entry_queue where entry_id = $1', [entryId])
      await untilAvailable(spine.receipts)
    }
  })

  it('places nothing twice by queueing it again, and stops the ledger by queueing other bytes under its id', async () => {
    const [entryId = ''] = await enter()
    const { rows } = await spine.test.superuser.query<{ body: Buffer }>(
      'select body from tenant.entry_index where entry_id = $1',
      [entryId],
    )
    const body = rows[0]?.body ?? Buffer.alloc(0)
    await queue(entryId, body)
    await until(async () => (await spine.test.superuser.query('select from tenant.entry_queue')).rowCount === 0)
    await untilQuiet(spine, folder)
    await expectWholeLog(spine, folder, tenant.tenantId, [entryId as EntryId])
    await queue(entryId, canonicalBytes({ ...(JSON.parse(body.toString()) as object), outcome: 'denied' }))
    await until(() => spine.receipts.state().reason === 'malformed_entry')
  })

  it('cannot hide entries by deleting rows of the index: they come back from the log', async () => {
    const ids = await enter(5)
    await untilQuiet(spine, folder)
    await spine.stopSequencer()
    const { superuser } = spine.test
    for (const positions of [[1], [3, 4], [0, 1, 2, 3, 4]]) {
      await superuser.query('delete from tenant.entry_index where tenant_id = $1 and position = any ($2)', [
        tenant.tenantId,
        positions,
      ])
      await spine.startSequencer()
      await expectWholeLog(spine, folder, tenant.tenantId, ids)
      await spine.stopSequencer()
    }
  })

  it('stops the ledger by holding locks on the index, and it comes back by itself', async () => {
    const { superuser } = spine.test
    await superuser.query('begin; lock table tenant.entry_index in share row exclusive mode')
    await spine.test.database.transaction(scheduler, tenant.tenantId, (tx) => spine.writer.enter(tx, watched))
    await until(() => spine.receipts.state().reason === 'database_blocked')
    await superuser.query('rollback')
    await untilAvailable(spine.receipts)
    await untilQuiet(spine, folder)
  })
})

describe('a second sequencer', () => {
  it('does not lead while the first one does', async () => {
    await expect(leadDatabase(spine.test.sequencer, () => undefined)).rejects.toThrow(NotLeaderError)
  })

  it('with a stolen lock: the key service refuses the fork, and the loser ends', async () => {
    const ids = await enter(2)
    await untilQuiet(spine, folder)
    await spine.stopSequencer()
    const stolen = copyOf(folder)
    // the first one has journaled a place and stands before the key service; there the other one overtakes it
    let overtake: (() => Promise<void>) | undefined
    const fatal = new Promise<Error>((resolve) => {
      void (async () => {
        const database = await leadDatabase(spine.test.sequencer, () => undefined)
        const first = await startSequencer({
          ...{ database, clock, folder, pseudonym: '0'.repeat(32), onFatal: resolve },
          witness: {
            ...spine.sequencerKeys,
            async cosign(question) {
              await overtake?.()
              return spine.sequencerKeys.cosign(question)
            },
          },
        })
        overtake = async () => {
          overtake = undefined
          await spine.test.superuser.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sekisho sequencer' and datname = current_database()`,
          )
          const winner = await startSequencer({
            ...{
              database: await leadAgain(),
              witness: spine.sequencerKeys,
              clock,
              folder: stolen,
              pseudonym: '0'.repeat(32),
            },
            onFatal: (error) => {
              throw error
            },
          })
          await until(async () => (await sizeOf(tenant.tenantId)) === 3)
          await winner.stop()
        }
        const { rows } = await spine.test.superuser.query<{ body: Buffer }>(
          'select body from tenant.entry_index where entry_id = $1',
          [ids[0]],
        )
        const entryId = newId<EntryId>()
        const body = canonicalBytes({ ...(JSON.parse(String(rows[0]?.body)) as object), id: entryId })
        ids.push(entryId)
        await queue(entryId, body)
        first.wake()
      })()
    })
    expect(await fatal).toBeInstanceOf(LedgerForkedError)
    expect(await sizeOf(tenant.tenantId)).toBe(3)
    await expectWholeLog(spine, stolen, tenant.tenantId, ids)
    // the loser's folder holds another history: nobody may go on with it
    const database = await leadAgain()
    await expect(
      startSequencer({
        ...{
          database,
          witness: spine.sequencerKeys,
          clock,
          folder,
          pseudonym: '0'.repeat(32),
          onFatal: () => undefined,
        },
      }),
    ).rejects.toThrow(LedgerForkedError)
    await database.close()
  })

  /** The lock of a connection that was just ended is freed a moment later. */
  async function leadAgain() {
    for (;;) {
      try {
        return await leadDatabase(spine.test.sequencer, () => undefined)
      } catch (error) {
        if (!(error instanceof NotLeaderError)) throw error
      }
    }
  }
})

describe('a folder restored from a backup', () => {
  async function rewind(): Promise<{ ids: EntryId[]; backup: string }> {
    const ids = await enter(2)
    await spine.stopSequencer()
    const backup = copyOf(folder)
    await spine.startSequencer()
    ids.push(...(await enter(3)))
    await untilQuiet(spine, folder)
    await spine.stopSequencer()
    restore(backup)
    return { ids, backup }
  }

  it('is filled from the index where that leads to the cosigned head, and the fact is entered (M-05, T-05)', async () => {
    const { ids } = await rewind()
    await spine.startSequencer()
    ids.push(...(await enter(1)))
    await untilQuiet(spine, folder)
    await expectWholeLog(spine, folder, tenant.tenantId, ids)
    await expectWholeLog(spine, folder, HEAD_OFFICE, [])
    const { log } = await keysOfLog(spine, tenant.tenantId)
    const { rows } = await spine.test.superuser.query<{ entry: object }>(
      `select convert_from(body, 'utf8')::jsonb as entry from tenant.entry_index
        where tenant_id = $1 and type = 'ledger.rewound'`,
      [HEAD_OFFICE],
    )
    expect(rows.map((row) => row.entry)).toContainEqual(
      expect.objectContaining({ refs: { log }, counts: { from_position: 2, size: 5 } }),
    )
  })

  it('is refused where the index was changed or lost its rows, and nothing is written (M-03)', async () => {
    const { backup } = await rewind()
    const { superuser } = spine.test
    const size = await sizeOf(tenant.tenantId)
    const where = 'where tenant_id = $1 and position = 3'
    const { rows } = await superuser.query(`select body from tenant.entry_index ${where}`, [tenant.tenantId])
    const changed = Buffer.from(String(rows[0].body).replace('"supervision"', '"oversight"'))
    await superuser.query(`update tenant.entry_index set body = $2 ${where}`, [tenant.tenantId, changed])
    await expect(spine.startSequencer()).rejects.toThrow(LedgerRewoundError)
    await superuser.query(`delete from tenant.entry_index ${where}`, [tenant.tenantId])
    restore(backup)
    await expect(spine.startSequencer()).rejects.toThrow(LedgerRewoundError)
    expect(await sizeOf(tenant.tenantId)).toBe(size)
  })
})

describe('a database that is an earlier copy', () => {
  it('has its index filled again, and the fact is entered; what a crash takes of the index is none (M-03, T-05)', async () => {
    const ids = await enter(3)
    jumpMs = 20_000
    ids.push(...(await enter(2)))
    await untilQuiet(spine, folder)
    const { log } = await keysOfLog(spine, tenant.tenantId)
    const rewound = async () => {
      const { rows } = await spine.test.superuser.query<{ body: Buffer }>(
        `select body from tenant.entry_index where type = 'database.rewound' order by position`,
      )
      return rows.map(({ body }) => JSON.parse(body.toString('utf8')) as Entry)
    }
    const restartWithout = async (positions: number[]) => {
      await spine.stopSequencer()
      await spine.test.superuser.query('delete from tenant.entry_index where tenant_id = $1 and position = any ($2)', [
        tenant.tenantId,
        positions,
      ])
      await spine.startSequencer()
      await expectWholeLog(spine, folder, tenant.tenantId, ids)
    }
    await restartWithout([3, 4])
    expect(await rewound()).toEqual([])
    await restartWithout([2, 3, 4])
    expect(await rewound()).toMatchObject([{ actor_kind: 'sequencer', refs: { log }, counts: { rows: 3, size: 5 } }])
    // a hole is nothing that a crash leaves
    await restartWithout([3])
    expect((await rewound()).map(({ counts }) => counts)).toEqual([
      { rows: 3, size: 5 },
      { rows: 1, size: 5 },
    ])
    await untilQuiet(spine, folder)
  })
})

describe("a machine's clock that jumps", () => {
  it('is entered, forward and back, and entries go on getting their places', async () => {
    for (const [jump, count] of [
      [3_600_000, 1],
      [0, 2],
    ] as const) {
      jumpMs = jump
      await until(async () => (await typesInHeadOffice()).filter((type) => type === 'clock.jumped').length === count)
      await enter()
    }
    await untilQuiet(spine, folder)
    expect(spine.receipts.state().isAvailable).toBe(true)
  })
})
