import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Entry, type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { type MonotonicClock, systemClock } from '../platform/clock.ts'
import { type Spine, type TestTenant, startSpine, untilAvailable } from '../test-spine.ts'
import { mayMount, smallDisk } from '../test-small-disk.ts'
import { ledgerLimits } from './receipts.ts'
import { enterAndPlace, until } from './test-entries.ts'
import { expectWholeLog, untilQuiet } from './test-ledger-state.ts'
import { type LedgerWatch, watchLedger } from './watch-ledger.ts'

const scheduler = systemActor('scheduler')
const watched = { type: 'floor.watched', purpose: 'supervision' } as const
let spine: Spine
let tenant: TestTenant
let watch: LedgerWatch
let aheadMs = 0
const errors: unknown[] = []
const clock: MonotonicClock = {
  ...systemClock,
  now: () => systemClock.now() + aheadMs,
  // the watch's own rounds ten times as often
  setTimer: (ms, callback) => systemClock.setTimer(ms / 10, callback),
}

beforeEach(async () => {
  aheadMs = 0
  errors.length = 0
  spine = await startSpine({ ledgerLimits })
  tenant = await spine.tenant()
  watch = startWatch()
})
afterEach(async () => {
  await watch.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

function startWatch(): LedgerWatch {
  const { keys, writer, receipts, test } = spine
  const onError = (error: unknown): void => void errors.push(error)
  return watchLedger({ database: test.database, keys, writer, receipts, clock, onError })
}

async function houseEntries(type: string): Promise<Entry[]> {
  const { rows } = await spine.test.superuser.query<{ entry: Entry }>(
    `select convert_from(body, 'utf8')::jsonb as entry from tenant.entry_index where tenant_id = $1 and type = $2
      order by position`,
    [HEAD_OFFICE, type],
  )
  return rows.map((row) => row.entry)
}

const enter = () => spine.test.database.transaction(scheduler, tenant.tenantId, (tx) => spine.writer.enter(tx, watched))

describe('refusals of the key service', () => {
  it('become entries of the head-office log, each once, also over a restart of the server (M-01)', async () => {
    const contact = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, watched)
    const { rows } = await spine.test.superuser.query('select sealed from tenant.contacts')
    const steal = () =>
      spine.keys.openContact({
        ...{ receipt, tenantId: tenant.tenantId, listId: contact.listId, contactId: contact.contactId },
        ...{ rowVersion: 1, sealed: rows[0].sealed, fields: ['name'] },
      })
    for (let times = 0; times < 3; times += 1)
      await expect(steal()).rejects.toMatchObject({ code: 'refused_wrong_type' })
    await until(async () => (await houseEntries('keyservice.refused')).length === 3)
    await watch.stop()
    watch = startWatch()
    await expect(steal()).rejects.toMatchObject({ code: 'refused_wrong_type' })
    await until(async () => (await houseEntries('keyservice.refused')).length === 4)
    const [first] = await houseEntries('keyservice.refused')
    expect(first).toMatchObject({
      outcome: 'denied',
      reason: 'key_service_refused',
      actor_kind: 'keyservice',
      refs: { log: receipt.log },
      counts: { from_position: receipt.position },
    })
  })
})

describe('openings that nobody used', () => {
  it('are counted once their time is over', async () => {
    const contact = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
    const opening = {
      type: 'contact.opened',
      purpose: 'call',
      fields: ['name' as const],
      subject: { contactId: contact.contactId, listId: contact.listId },
    } as const
    const used = await enterAndPlace(spine, tenant.tenantId, opening)
    await enterAndPlace(spine, tenant.tenantId, opening)
    await enterAndPlace(spine, tenant.tenantId, { ...opening, outcome: 'denied', reason: 'no_grant' })
    const { rows } = await spine.test.superuser.query('select sealed from tenant.contacts')
    await spine.keys.openContact({
      ...{ receipt: used.receipt, tenantId: tenant.tenantId, listId: contact.listId, contactId: contact.contactId },
      ...{ rowVersion: 1, sealed: rows[0].sealed, fields: ['name'] },
    })
    aheadMs = 61_000
    await until(() => watch.unusedOpenings(tenant.tenantId) > 0)
    expect(watch.unusedOpenings(tenant.tenantId)).toBe(1)
  })
})

describe('a stop of the ledger', () => {
  it('follows when committed entries vanish from the queue; they are queued again, and both are entered (M-02, M-03)', async () => {
    const { superuser } = spine.test
    await superuser.query(`
      create function public.swallow() returns trigger language plpgsql as 'begin return null; end';
      create trigger swallow before insert on tenant.entry_queue for each row execute function public.swallow()`)
    const ids: EntryId[] = [await enter(), await enter()]
    // both: one that is queued again before the other is overdue would end the stop between them
    await until(() => spine.receipts.state().reason === 'unplaced' && spine.receipts.overdue().length === 2)
    await expect(enter()).rejects.toMatchObject({ code: 'ledger_unavailable' })
    await superuser.query('drop trigger swallow on tenant.entry_queue')
    await untilAvailable(spine.receipts)
    await until(async () => (await houseEntries('ledger.resumed')).length === 1)
    const [stalled] = await houseEntries('ledger.stalled')
    const [resumed] = await houseEntries('ledger.resumed')
    expect(stalled).toMatchObject({ outcome: 'failed', reason: 'ledger_unavailable', counts: { rows: 2 } })
    expect(resumed?.counts?.duration_ms).toBe((resumed?.at ?? 0) - (stalled?.at ?? 0))
    await untilQuiet(spine, join(spine.dataDir, 'ledger'))
    await expectWholeLog(spine, join(spine.dataDir, 'ledger'), tenant.tenantId, ids)
  })

  it('follows when the sequencer is gone, and is entered when it is back', async () => {
    await enterAndPlace(spine, tenant.tenantId, watched)
    await spine.stopSequencer()
    await until(() => spine.receipts.state().reason === 'sequencer_gone')
    await expect(enter()).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(await houseEntries('ledger.stalled')).toEqual([])
    await spine.startSequencer()
    await until(async () => (await houseEntries('ledger.resumed')).length === 1)
    expect(await houseEntries('ledger.stalled')).toHaveLength(1)
  })

  it('follows when the key service is gone: nothing is promised that it has not cosigned', async () => {
    await enterAndPlace(spine, tenant.tenantId, watched)
    await spine.stopKeyService()
    const entryId = await enter()
    await until(() => spine.receipts.state().reason === 'key_service_unavailable')
    await spine.startKeyService()
    await untilAvailable(spine.receipts)
    expect((await spine.receipts.await(tenant.tenantId, entryId)).position).toBe(1)
    await until(async () => (await houseEntries('ledger.resumed')).length === 1)
  })

  it.runIf(mayMount)(
    'follows when the disk is full under journal and tiles, and ends when there is room (limits)',
    async () => {
      const folder = join(spine.dataDir, 'ledger')
      await spine.stopSequencer()
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
      const disk = smallDisk('1m', folder)
      try {
        await spine.startSequencer()
        const ids: EntryId[] = [(await enterAndPlace(spine, tenant.tenantId, watched)).entryId]
        await untilQuiet(spine, folder)
        const filler = join(folder, 'filler')
        // what is left after this is less than a batch needs
        expect(() => writeFileSync(filler, Buffer.alloc(2_000_000))).toThrow(
          expect.objectContaining({ code: 'ENOSPC' }),
        )
        const queued = await spine.test.database.transaction(scheduler, tenant.tenantId, async (tx) => {
          const made: EntryId[] = []
          for (let count = 0; count < 50; count += 1) made.push(await spine.writer.enter(tx, watched))
          return made
        })
        await until(() => spine.receipts.state().reason === 'storage_full')
        await expect(enter()).rejects.toMatchObject({ code: 'ledger_unavailable' })
        rmSync(filler)
        await untilAvailable(spine.receipts)
        await untilQuiet(spine, folder)
        await expectWholeLog(spine, folder, tenant.tenantId, [...ids, ...queued])
        await until(async () => (await houseEntries('ledger.stalled')).some(({ reason }) => reason === 'storage_full'))
      } finally {
        await spine.stopSequencer()
        disk.remove()
      }
    },
  )
})
