import { type ListId, type ListsToClient, socketTable, type TenantId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { fillAccessWorld, type AccessWorld, importable } from '../test-access-world.ts'
import { type ComposedProduct, startComposedProduct } from '../test-composed-product.ts'
import type { SignedInBrowser, TestBrowser } from '../test-product.ts'
import { mappingOf } from './mapping-of.ts'

let product: ComposedProduct
let world: AccessWorld

beforeAll(async () => {
  product = await startComposedProduct()
  world = await fillAccessWorld(product)
})
afterAll(() => product.stop())

const rows = 12_000

/** Starts the import of a file of several batches. */
async function startImport(browser: TestBrowser, tenantId: TenantId, campaignId: string, tag: string): Promise<ListId> {
  const lines = Array.from({ length: rows }, (_, i) => `${tag}${i},架空 ${i},0900${String(i).padStart(7, '0')}`)
  const body = Buffer.from(`顧客番号,氏名,電話番号\n${lines.join('\n')}\n`)
  const params = { tenantId }
  const created = await browser.call('uploads.create', { params, query: { bytes: String(body.length) }, body })
  const { uploadId } = created.body as { uploadId: string }
  const seen = await browser.call('uploads.inspect', { params: { ...params, uploadId } })
  const { inspection } = seen.body as { inspection: Parameters<typeof mappingOf>[0] }
  const wanted = { uploadId, campaignId, label: tag, encoding: inspection.encoding, mapping: mappingOf(inspection) }
  const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
  return ((await browser.call('lists.import', { params, body: { ...wanted, rules } })).body as { listId: ListId })
    .listId
}

interface Page {
  readonly heard: ListsToClient[]
  until(isThere: (message: ListsToClient) => boolean): Promise<void>
  close(): void
}

async function watch(person: SignedInBrowser, tenantId: TenantId): Promise<Page> {
  const { port } = new URL(product.origin)
  const socket = new WebSocket(`ws://localhost:${port}${socketTable.lists.path}?tenantId=${tenantId}`, {
    origin: product.origin,
    headers: { cookie: person.cookieHeader() },
  })
  const heard: ListsToClient[] = []
  const looks = new Set<() => void>()
  socket.on('message', (data) => {
    heard.push(JSON.parse((data as Buffer).toString('utf8')) as ListsToClient)
    for (const look of looks) look()
  })
  await new Promise((resolve) => socket.once('open', resolve))
  return {
    heard,
    until: (isThere) =>
      new Promise((resolve) => {
        const look = () => (heard.some(isThere) ? resolve() : undefined)
        looks.add(look)
        look()
      }),
    close: () => socket.close(),
  }
}

const readList = async (browser: TestBrowser, tenantId: TenantId, listId: ListId) =>
  (await browser.call('lists.read', { params: { tenantId, listId } })).body as {
    state: string
    mayUndo: boolean
    progress: { isWaiting: boolean; importsAhead: number; rowsDone: number } | null
  }

describe('an import under way', () => {
  it('tells the pages of its job how it goes and that it ended, and no other page (A-02, A-05)', async () => {
    const { own, neighbour, foreign } = world
    const { tenantId, campaignId, supervisor } = own
    const ofJob = ({ jobId }: typeof own) => product.signedIn({ seat: 'supervisor', scopeKind: 'job', tenantId, jobId })
    const page = await watch(await ofJob(own), tenantId)
    const others = [await watch(await ofJob(neighbour), tenantId), await watch(foreign.supervisor, foreign.tenantId)]
    const listId = await startImport(supervisor, tenantId, campaignId, 'p')
    await page.until((message) => message.type === 'progress' && message.progress.rowsDone > 0)
    expect(await readList(supervisor, tenantId, listId)).toMatchObject({ mayUndo: true })
    await product.slices.lists.idle()
    await page.until((message) => message.type === 'changed' && page.heard.indexOf(message) > 1)
    for (const message of page.heard) expect(message).toMatchObject({ listId })
    const [last] = page.heard.filter((message) => message.type === 'progress').slice(-1)
    expect(last).toMatchObject({ progress: { isWaiting: false, importsAhead: 0, rowsExpected: rows } })
    expect(others.map(({ heard }) => heard)).toEqual([[], []])
    for (const one of [page, ...others]) one.close()
  })

  it('is waited for by the next, which says so', async () => {
    const { tenantId, campaignId, supervisor } = world.own
    const first = await startImport(supervisor, tenantId, campaignId, 'q')
    const body = await importable(supervisor, world.own)
    const answer = await supervisor.call('lists.import', { params: { tenantId }, body })
    const second = (answer.body as { listId: ListId }).listId
    expect(await readList(supervisor, tenantId, second)).toMatchObject({
      state: 'importing',
      progress: { isWaiting: true, importsAhead: 1, rowsDone: 0 },
    })
    await product.slices.lists.idle()
    for (const listId of [first, second]) {
      expect(await readList(supervisor, tenantId, listId)).toMatchObject({ state: 'ready', progress: null })
    }
  })

  it.each(['waits', 'runs'])('is taken back while it %s: nothing stays, the ledger names who did it', async (when) => {
    const { tenantId, campaignId, supervisor } = world.own
    const page = await watch(supervisor, tenantId)
    const first = await startImport(supervisor, tenantId, campaignId, `r${when}`)
    const body = await importable(supervisor, world.own)
    const answer = await supervisor.call('lists.import', { params: { tenantId }, body })
    const second = (answer.body as { listId: ListId }).listId
    const taken = when === 'waits' ? second : first
    await page.until((m) => m.type === 'progress' && m.listId === first && m.progress.rowsDone > 0)
    const undone = await supervisor.call('lists.undo', { params: { tenantId, listId: taken } })
    expect(undone).toMatchObject({ status: 200 })
    await product.slices.lists.idle()
    const kept = taken === first ? second : first
    expect(await readList(supervisor, tenantId, taken)).toMatchObject({
      state: 'undone',
      mayUndo: false,
      progress: null,
    })
    expect(await readList(supervisor, tenantId, kept)).toMatchObject({ state: 'ready' })
    const { rows: left } = await product.spine.test.superuser.query(
      `select (select count(*)::int from tenant.contacts where list_id = $1) as contacts,
        (select count(*)::int from tenant.leads where list_id = $1) as leads`,
      [taken],
    )
    expect(left).toEqual([{ contacts: 0, leads: 0 }])
    const entries = (await product.entries(tenantId)).filter(({ refs }) => refs?.list === taken)
    expect(entries.map(({ type, actor_kind }) => [type, actor_kind])).toContainEqual(['list.import_undone', 'person'])
    expect(entries.map(({ type }) => type)).not.toContain('list.import_failed')
    page.close()
  })
})
