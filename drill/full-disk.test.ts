import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { problems } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk, takeSeat } from './support/desk-page.ts'
import {
  beginImport,
  type DrillPerson,
  type DrillTenant,
  importList,
  openTenant,
  putOnLine,
  readList,
  seatPerson,
} from './support/house.ts'
import { keysOf, readLogsInUse, untilPublished } from './support/ledger-on-disk.ts'
import { newTrial, type Trial, until } from './support/trial.ts'

// Disks of their own under the parts of the running product, filled to the last byte. Needs root for the mounts.

const disks = { ledger: '24m', keys: '4m', postgres: '260m' } as const
type Disk = keyof typeof disks

let trial: Trial
let tenant: DrillTenant
let operator: DrillPerson
const mounted: string[] = []

function mount(path: string, size: string): boolean {
  mkdirSync(path, { recursive: true })
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'tmpfs', path])
  if (status === 0) mounted.push(path)
  return status === 0
}

function unmountAll(): void {
  for (const path of mounted.splice(0)) spawnSync('umount', ['--lazy', path])
}

const mayMount =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
if (!mayMount) process.stdout.write('full-disk.test.ts: no right to mount, so no disk could be filled\n')

function filler(disk: Disk): string {
  return join(trial.dataDir, disk, 'filler')
}

/** Takes what is left; rarely a process frees a page at the same moment, so until nothing is. */
function fill(disk: Disk): void {
  const fd = openSync(filler(disk), 'a')
  for (const bytes of [1_048_576, 4_096, 1]) {
    try {
      while (statfsSync(filler(disk)).bavail > 0) writeSync(fd, Buffer.alloc(bytes))
    } catch {
      // full for pieces of this size
    }
  }
  fsyncSync(fd)
  closeSync(fd)
}

function makeRoom(disk: Disk): void {
  rmSync(filler(disk))
}

function file(rows: number, seed: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, row) => `D${seed}-${row},架空 一,カクウ,${fictitiousNumber(seed, row)},架空市`,
  )
  return Buffer.from(['顧客番号,氏名,フリガナ,電話番号,住所', ...lines, ''].join('\r\n'))
}

/** Something that has to be entered. */
async function newJob(): Promise<{ status: number; body: unknown }> {
  const { browser } = tenant.supervisor
  return browser.call('jobs.create', {
    params: { tenantId: tenant.tenantId },
    body: { name: '満杯の訓練', siteIds: [] },
  })
}

async function jobs(): Promise<number> {
  return (await trial.sql(`select from tenant.jobs where name = '満杯の訓練'`)).rowCount ?? 0
}

describe.runIf(mayMount)('a full disk under the running product', () => {
  beforeAll(async () => {
    trial = await newTrial()
    for (const [disk, size] of Object.entries(disks)) expect(mount(join(trial.dataDir, disk), size)).toBe(true)
    await trial.start()
    tenant = await openTenant(trial, await seatPerson(trial, 'account_manager'))
    expect((await importList(tenant, file(20, 1))).state).toBe('ready')
    operator = await seatPerson(trial, 'operator', tenant.tenantId)
  })
  afterAll(async () => {
    await trial.stop()
    unmountAll()
    await trial.end()
  })

  it.each(['ledger', 'keys'] as const)(
    'under %s opens and changes nothing, says so in the user’s words, and goes on when there is room again',
    async (disk) => {
      const before = await jobs()
      const { rows } = await trial.sql<{ contact_id: string }>(
        'select contact_id from tenant.leads where state = $1 limit 1',
        ['ready'],
      )
      await putOnLine(trial, tenant, rows[0]?.contact_id ?? '', operator.personId)
      fill(disk)
      // the first one may still be committed: its place is what it waits for
      let refused = await newJob()
      await until(async () => (refused = await newJob()).status !== 200, 30_000, 'a refusal')
      const words = refused.body as { code: keyof typeof problems; ja: string }
      expect(['ledger_unavailable', 'storage_full', 'key_service_unavailable']).toContain(words.code)
      expect(words.ja).toBe(problems[words.code].ja)
      const page = await openDesk(trial.origin, operator, tenant.tenantId)
      await takeSeat(page, tenant.campaignId)
      expect(page.last()?.call?.fields ?? []).toEqual([])
      page.close()
      const committed = await jobs()
      expect((await newJob()).status).not.toBe(200)
      expect(await jobs()).toBe(committed)

      makeRoom(disk)
      let made = refused
      await until(async () => (made = await newJob()).status === 200, 60_000, 'the ledger')
      expect(made.status).toBe(200)
      expect(await jobs()).toBeGreaterThan(before)
      const again = await openDesk(trial.origin, operator, tenant.tenantId)
      expect(await takeSeat(again, tenant.campaignId)).toBe('ok')
      await until(() => (again.last()?.call?.fields.length ?? 0) > 0, 20_000, 'the open contact')
      const attemptId = again.last()?.call?.attemptId
      if (attemptId === undefined) throw new Error('no call in hand')
      expect(await again.ask({ type: 'record', attemptId, disposition: '11', memo: '', then: 'break' })).toBe('ok')
      again.close()
    },
  )

  it('under PostgreSQL ends no import half, and everything comes back by itself when there is room again', async () => {
    fill('postgres')
    const listId = await beginImport(tenant, file(60_000, 2)).catch(() => undefined)
    await until(async () => (await newJob().catch(() => ({ status: 0 }))).status !== 200, 60_000, 'a refusal')
    makeRoom('postgres')
    await until(async () => (await newJob().catch(() => ({ status: 0 }))).status === 200, 120_000, 'the database')
    if (listId !== undefined) {
      await until(async () => (await readList(tenant, listId)).state !== 'importing', 60_000, 'the end of the import')
      const list = await readList(tenant, listId)
      const { rows } = await trial.sql<{ contacts: number }>(
        'select count(*)::int as contacts from tenant.contacts where list_id = $1',
        [listId],
      )
      expect(rows[0]?.contacts).toBe(list.state === 'ready' ? 60_000 : 0)
    }
    expect((await importList(tenant, file(50, 3))).state).toBe('ready')
  })

  it('loses no entry and leaves a log that verifies from its files alone', async () => {
    await untilPublished(trial)
    const keys = keysOf(trial)
    const logs = await readLogsInUse(trial, keys)
    keys.close()
    const own = logs.find(({ tenantId }) => tenantId === tenant.tenantId)
    const { rows } = await trial.sql<{ entry_id: string }>(
      'select entry_id from tenant.entry_index where tenant_id = $1 order by position',
      [tenant.tenantId],
    )
    expect(own?.entries.map(({ id }) => id)).toEqual(rows.map((row) => row.entry_id))
    expect(own?.entries.filter(({ type }) => type === 'contact.opened').length).toBeGreaterThan(1)
  })
})
