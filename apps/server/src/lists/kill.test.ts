import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ImportMode, ListId, UploadId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PersonActor } from '../platform/actor.ts'
import { programArguments } from '../test-program.ts'
import type { TestTenant } from '../test-spine.ts'
import type { ChildImport } from './import-in-a-child.ts'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

let test: TestLists
let tenant: TestTenant
let actor: PersonActor
let supervisor: TestSupervisor
const children = new Set<ChildProcess>()

beforeAll(async () => {
  test = await startLists()
  tenant = await test.tenant()
  const person = await test.signedIn(tenant, 'supervisor')
  actor = person.actor
  supervisor = supervisorOf(test, person.browser, tenant)
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})
afterAll(() => test.stop())

const rows = 16_000
const file = (tag: string) =>
  Buffer.from(
    `顧客番号,氏名,電話番号\n${Array.from({ length: rows }, (_, i) => `${tag}${i},架空 ${i},0900${String(i).padStart(7, '0')}`).join('\n')}\n`,
  )

async function uploadedAndSeen(tag: string): Promise<UploadId> {
  const uploadId = await supervisor.uploaded(file(tag))
  await supervisor.inspected(uploadId)
  return uploadId
}

/** Imports in a process of its own, until `isEnough`; then kills it as a power cut would. */
async function importAndKill(
  uploadId: UploadId,
  isEnough: (line: string) => boolean,
  mode: ImportMode = 'add',
  where: Partial<ChildImport> = {},
): Promise<ListId> {
  const { spine } = test.product
  const given: ChildImport = {
    ...{ app: spine.test.app, actor, tenantId: tenant.tenantId, jobId: tenant.jobId, campaignId: tenant.campaignId },
    ...{ uploadId, mode, sealedFolder: test.sealedFolder },
    keySocket: join(spine.dataDir, 'keyservice', 'socket'),
    sequencerSocket: join(spine.dataDir, 'sequencer.sock'),
    ...where,
  }
  const script = fileURLToPath(new URL('./import-in-a-child.ts', import.meta.url))
  const child = spawn(process.execPath, [...programArguments(script), JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let listId: ListId | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('list ')) listId = line.slice(5) as ListId
    if (line === 'finished') throw new Error('the import was over before it could be killed')
    if (isEnough(line)) break
  }
  child.kill('SIGKILL')
  await ended
  children.delete(child)
  if (listId === undefined) throw new Error('the import was not entered')
  // PostgreSQL notices the lost connection and rolls the open batch back
  for (;;) {
    const { rows: alive } = await spine.test.superuser.query(
      `select from pg_stat_activity where datname = current_database() and usename = 'sekisho_app' and state like '%transaction%'`,
    )
    if (alive.length === 0) return listId
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('a server that is killed', () => {
  it('in the middle of an import leaves rows of a list that is not ready; the next start removes them, enters the failure, and the file can be imported again', async () => {
    const uploadId = await uploadedAndSeen('a')
    const listId = await importAndKill(uploadId, (line) => /^rows 1\d{4}/.test(line))
    expect((await rowCounts(test, tenant.tenantId))?.leads).toBeGreaterThan(0)
    expect((await supervisor.read(listId)).state).toBe('importing')

    await test.lists.recover()
    const list = await supervisor.read(listId)
    expect(list).toMatchObject({ state: 'failed', rows: { accepted: 0 }, reasons: [{ code: 'interrupted' }] })
    expect(await rowCounts(test, tenant.tenantId)).toEqual({ contacts: 0, numbers: 0, leads: 0, refused: 0 })
    const entry = (await test.entries(tenant.tenantId)).at(-1)
    expect(entry).toMatchObject({ type: 'list.import_failed', outcome: 'failed', reason: 'interrupted' })

    const seen = await supervisor.inspected(uploadId)
    const again = await supervisor.import(uploadId, seen)
    expect(again.status).toBe(200)
    await test.lists.idle()
    expect(await supervisor.read((again.body as { listId: ListId }).listId)).toMatchObject({
      state: 'ready',
      rows: { accepted: rows },
    })
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: rows, numbers: rows, leads: rows })
  })

  it('right after it entered an import leaves a list that the next start fails', async () => {
    const before = await rowCounts(test, tenant.tenantId)
    const listId = await importAndKill(await uploadedAndSeen('b'), (line) => line.startsWith('list '))
    await test.lists.recover()
    expect(await supervisor.read(listId)).toMatchObject({ state: 'failed' })
    expect(await rowCounts(test, tenant.tenantId)).toEqual(before)
  })

  it('in the middle of an exclusion leaves stopped who was stopped; the next start enters the failure, and the file can be taken again', async () => {
    const { superuser } = test.product.spine.test
    const stopped = async () => {
      const { rows: found } = await superuser.query(
        `select count(*)::int as leads from tenant.leads where tenant_id = $1 and state = 'finished'`,
        [tenant.tenantId],
      )
      return found[0].leads as number
    }
    const uploadId = await uploadedAndSeen('a')
    const listId = await importAndKill(uploadId, (line) => /^rows [1-9]/.test(line), 'exclude')
    const before = await stopped()
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(rows)

    await test.lists.recover()
    expect(await supervisor.read(listId)).toMatchObject({ state: 'failed', exclusion: { stopped: before } })
    expect(await stopped()).toBe(before)
    const entries = await test.entries(tenant.tenantId)
    expect(entries.at(-1)).toMatchObject({ type: 'list.exclusion_failed', counts: { leads: before } })
    const entered = entries.filter((entry) => entry.type === 'list.leads_excluded' && entry.refs?.list === listId)
    expect(entered.reduce((sum, { counts }) => sum + (counts?.leads ?? 0), 0)).toBe(before)

    const again = await supervisor.import(uploadId, await supervisor.inspected(uploadId), { mode: 'exclude' })
    await test.lists.idle()
    expect(await supervisor.read((again.body as { listId: ListId }).listId)).toMatchObject({
      ...{ state: 'ready', exclusion: { known: rows, unknown: 0, stopped: rows - before } },
    })
    expect(await stopped()).toBe(rows)
  })

  it('in the middle of a difference leaves changed who was changed and nobody new; taken again it loses and doubles nobody', async () => {
    const own = await test.tenant()
    const person = await test.signedIn(own, 'supervisor')
    const its = supervisorOf(test, person.browser, own)
    const { superuser } = test.product.spine.test
    const versions = async () => {
      const { rows: found } = await superuser.query<{ version: number; contacts: number }>(
        `select row_version as version, count(*)::int as contacts from tenant.contacts where tenant_id = $1 group by 1 order by 1`,
        [own.tenantId],
      )
      return Object.fromEntries(found.map((row) => [row.version, row.contacts]))
    }
    await its.imported(file('f'))
    // everybody of the first half reads otherwise, and a third as many are new
    const changed = Array.from({ length: rows / 2 }, (_, i) => `f${i},新姓 ${i},0900${String(i).padStart(7, '0')}`)
    const added = Array.from({ length: 4_000 }, (_, i) => `n${i},新規 ${i},0700${String(i).padStart(7, '0')}`)
    const lines = changed.flatMap((line, i) => (added[i] === undefined ? [line] : [line, added[i]]))
    const uploadId = await its.uploaded(Buffer.from(`顧客番号,氏名,電話番号\n${lines.join('\n')}\n`))
    await its.inspected(uploadId)
    const listId = await importAndKill(uploadId, (line) => /^rows [4-9]\d{3}/.test(line), 'difference', {
      ...{ actor: person.actor, tenantId: own.tenantId, jobId: own.jobId, campaignId: own.campaignId },
    })
    const before = await versions()
    expect(before[2]).toBeGreaterThan(0)
    expect(before[2]).toBeLessThan(rows / 2)

    await test.lists.recover()
    expect(await its.read(listId)).toMatchObject({ state: 'failed', difference: { changed: before[2] } })
    expect(await versions()).toEqual({ 1: rows - (before[2] ?? 0), 2: before[2] })
    const entries = await test.entries(own.tenantId)
    expect(entries.at(-1)).toMatchObject({ type: 'list.difference_failed', counts: { contacts: before[2], leads: 0 } })
    const entered = entries.filter(({ type }) => type === 'list.contacts_changed')
    expect(entered.reduce((sum, { counts }) => sum + (counts?.contacts ?? 0), 0)).toBe(before[2])

    const again = await its.import(uploadId, await its.inspected(uploadId), { mode: 'difference' })
    await test.lists.idle()
    expect(await its.read((again.body as { listId: ListId }).listId)).toMatchObject({
      ...{ state: 'ready', rows: { accepted: 4_000 } },
      difference: { changed: rows / 2 - (before[2] ?? 0), same: before[2], missing: rows / 2 },
    })
    expect(await versions()).toEqual({ 1: rows / 2 + 4_000, 2: rows / 2 })
    expect(await rowCounts(test, own.tenantId)).toMatchObject({ leads: rows + 4_000, numbers: rows + 4_000 })
  })

  it('does not fail an import that another process is working on', async () => {
    const uploadId = await uploadedAndSeen('c')
    const started = await supervisor.import(uploadId, await supervisor.inspected(uploadId))
    const { listId } = started.body as { listId: ListId }
    while (((await supervisor.read(listId)).progress?.rowsDone ?? 0) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await test.lists.recover()
    await test.lists.idle()
    expect(await supervisor.read(listId)).toMatchObject({ state: 'ready' })
  })

  it('in the middle of a do-not-call file leaves on the list who was put there; the file can be taken again', async () => {
    const { superuser } = test.product.spine.test
    const listed = async () => {
      const { rows: found } = await superuser.query<{ count: number }>(
        'select count(distinct key_index)::int as count from house.do_not_call where tenant_id = $1',
        [tenant.tenantId],
      )
      return found[0]?.count ?? 0
    }
    const uploadId = await uploadedAndSeen('r')
    const listId = await importAndKill(uploadId, (line) => /^rows [1-9]/.test(line), 'do_not_call')
    const before = await listed()
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(rows)
    await test.lists.recover()
    expect(await listed()).toBe(before)
    expect(await supervisor.read(listId)).toMatchObject({ state: 'failed', rows: { accepted: before } })
    const entries = await test.entries(tenant.tenantId)
    expect(entries.at(-1)).toMatchObject({ type: 'do_not_call.file_failed', counts: { accepted: before } })
    // no row without its entry
    const entered = entries.filter((entry) => entry.type === 'do_not_call.recorded' && entry.refs?.list === listId)
    expect(entered.reduce((sum, { counts }) => sum + (counts?.rows ?? 0), 0)).toBe(before)

    const refusal = { scope: 'client', reason: 'told_client', source: 'client_register', asOf: '2026-11-20' }
    const choices = { mode: 'do_not_call', refusal }
    const again = await supervisor.import(uploadId, await supervisor.inspected(uploadId), choices)
    await test.lists.idle()
    expect(await supervisor.read((again.body as { listId: ListId }).listId)).toMatchObject({
      ...{ state: 'ready', rows: { accepted: rows - before }, refusal: { known: before } },
    })
  })

  it('while it received an upload leaves a row and chunks that the next start removes, with an entry', async () => {
    const { superuser } = test.product.spine.test
    const uploadId = await supervisor.uploaded(file('d'))
    // as a kill between two chunks leaves it
    await superuser.query(`update tenant.uploads set state = 'receiving', digest = null where upload_id = $1`, [
      uploadId,
    ])
    const stray = { tenantId: tenant.tenantId, objectId: '01a1fc5e-0000-7000-8000-000000000000' }
    await (await test.sealed.create(stray)).append(Buffer.from('of no upload'))
    await test.lists.recover()
    const answer = await supervisor.call('uploads.read', { params: { uploadId } })
    expect(answer.body).toMatchObject({ state: 'failed' })
    const objects = (await test.sealed.list()).map(({ objectId }) => objectId)
    expect(objects).not.toContain(uploadId)
    expect(objects).not.toContain(stray.objectId)
    expect((await test.entries(tenant.tenantId)).at(-1)).toMatchObject({
      type: 'upload.received',
      reason: 'interrupted',
    })
  })

  it('while it cleaned up an undone list goes on with it at the next start', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const list = await its.imported(Buffer.from('顧客番号,氏名,電話番号\n1,架空,090-0000-0001\n2,架空,壊れた番号\n'))
    // as a kill right after the undo's transaction leaves it
    const { superuser } = test.product.spine.test
    await superuser.query('delete from tenant.leads where list_id = $1', [list.listId])
    await superuser.query(`update tenant.lists set state = 'undone' where list_id = $1`, [list.listId])
    await test.lists.recover()
    expect(await rowCounts(test, own.tenantId)).toEqual({ contacts: 0, numbers: 0, leads: 0, refused: 0 })
  })
})

describe('a server that is stopped', () => {
  it('in the middle of an import ends it at once, and leaves nothing of it', async () => {
    const uploadId = await uploadedAndSeen('e')
    const before = await rowCounts(test, tenant.tenantId)
    const started = await supervisor.import(uploadId, await supervisor.inspected(uploadId))
    const { listId } = started.body as { listId: ListId }
    while (((await supervisor.read(listId)).progress?.rowsDone ?? 0) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await test.lists.stop()
    expect(await supervisor.read(listId)).toMatchObject({ state: 'failed', reasons: [{ code: 'interrupted' }] })
    expect(await rowCounts(test, tenant.tenantId)).toEqual(before)
  })
})
