import { join } from 'node:path'
import type { Entry } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ComposedServer, composeServer } from '../compose.ts'
import { readConfig } from '../platform/config/index.ts'
import { createLog } from '../platform/log/index.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { mayMount, smallDisk } from '../test-small-disk.ts'
import { people, tenantKeys, tenants } from './demo-content.ts'
import { fillDemo, type RunningDemo } from './fill-demo.ts'
import type { OperatorHabits } from './simulated-operators.ts'
import { enteredRows } from '../test-entered.ts'

const origin = 'http://localhost:4999'
let spine: Spine
let running: { server: ComposedServer; demo: RunningDemo; lines: string[] } | undefined

beforeAll(async () => {
  spine = await startSpine()
})
afterEach(() => stop())
afterAll(() => spine.stop())

async function stop(): Promise<void> {
  await running?.demo.stop()
  await running?.server.stop()
  running = undefined
}

/** People who lose no time, so that calls come to their results soon. */
const quickHabits: OperatorHabits = {
  wrapUp: { medianMs: 100, sigma: 0 },
  breakRate: 0,
  break: { medianMs: 100, sigma: 0 },
  recogniseMs: 500,
}

async function start(sealedFolder = join(spine.dataDir, 'sealed')) {
  const config = readConfig({ SEKISHO_PUBLIC_ORIGIN: origin, SEKISHO_TRIAL: 'yes', SEKISHO_DEMO: 'yes' })
  const surroundings = {
    database: spine.test.app,
    keyServiceSocket: join(spine.dataDir, 'keyservice', 'socket'),
    sequencerSocket: join(spine.dataDir, 'sequencer.sock'),
    sealedFolder,
  }
  const server = await composeServer(config, surroundings, createLog({ level: 'silent' }))
  const lines: string[] = []
  const demo = await fillDemo(server, ({ japanese }) => void lines.push(japanese), quickHabits)
  running = { server, demo, lines }
  return running
}

interface Counts {
  readonly companies: number
  readonly tenants: number
  readonly people: number
  readonly designations: number
  readonly campaigns: number
  readonly ready: number
  readonly contacts: number
  readonly clear: number
}

async function counts(): Promise<Counts> {
  const { rows } = await spine.test.superuser.query<Counts>(
    `select (select count(*)::int from house.companies) as companies, (select count(*)::int from house.tenants) as tenants,
      (select count(*)::int from house.persons) as people, (select count(*)::int from house.designations) as designations,
      (select count(*)::int from tenant.campaigns) as campaigns,
      (select count(*)::int from tenant.lists where state = 'ready') as ready,
      (select count(*)::int from tenant.contacts) as contacts,
      (select count(*)::int from tenant.contacts where position('佐藤'::bytea in sealed) > 0) as clear`,
  )
  const [found] = rows
  if (found === undefined) throw new Error('no counts')
  return found
}

async function rowsOf<Row extends object>(sql: string): Promise<Row[]> {
  return (await spine.test.superuser.query<Row>(sql)).rows
}

describe('the demo', () => {
  it.runIf(mayMount)(
    'says in words that the disk is too full for its lists, and goes on at the next start',
    async () => {
      const disk = smallDisk('64k')
      try {
        const { demo, lines } = await start(join(disk.path, 'sealed'))
        await demo.filled
        expect(lines.at(-1)).toMatch(/^デモの用意を途中でやめました。サーバーの空き容量がありません。/)
        expect((await counts()).ready).toBe(0)
        await stop()
      } finally {
        disk.remove()
      }
    },
  )

  it('gives links before the lists are there, survives a stop in the middle, and is filled once by the next start', async () => {
    const first = await start()
    expect(first.demo.links).toHaveLength(people.length + 1)
    expect((await counts()).ready).toBeLessThan(tenantKeys.length)
    await stop()

    const second = await start()
    await second.demo.filled
    const filled = await counts()
    expect(filled).toMatchObject({ companies: 5, tenants: 4, campaigns: 4, ready: 4, clear: 0 })
    expect(second.demo.links.map(({ url }) => url)).not.toEqual(first.demo.links.map(({ url }) => url))
    await stop()

    const third = await start()
    await third.demo.filled
    expect(await counts()).toEqual(filled)
    expect(third.lines.filter((line) => line.includes('取り込んで'))).toEqual([])
  })

  it('keeps test campaigns only, refuses spoilt rows with reasons, and starts what its plan says', async () => {
    await (await start()).demo.filled
    const campaigns = await rowsOf<{ name: string; kind: string; state: string }>(
      'select name, kind, state from tenant.campaigns',
    )
    for (const key of tenantKeys) {
      const { campaign, isStarted } = tenants[key]
      const expected = { name: campaign, kind: 'test', state: isStarted ? 'running' : 'draft' }
      expect(campaigns).toContainEqual(expected)
    }
    const lists = await rowsOf<{ total: number; accepted: number; refused: number; duplicate: number }>(
      `select rows_total as total, rows_accepted as accepted, rows_refused as refused, rows_duplicate as duplicate
        from tenant.lists where state = 'ready'`,
    )
    for (const { total, accepted, refused, duplicate } of lists) {
      expect(refused).toBeGreaterThan(0)
      expect(duplicate).toBeGreaterThan(0)
      expect(accepted + refused + duplicate).toBe(total)
    }
  })

  it('leaves a right withdrawn that somebody withdrew, and gives no link to who was disabled', async () => {
    await (await start()).demo.filled
    await stop()
    const { superuser } = spine.test
    await superuser.query(
      `update house.designations set withdrawn_at = now() where person_id =
        (select person_id from house.persons where login = 'demo-operator-2')`,
    )
    await superuser.query(`update house.persons set disabled_at = now() where login = 'demo-maintainer'`)
    const { demo } = await start()
    await demo.filled
    expect(demo.links.map(({ label }) => label).filter((label) => label.startsWith('運用保守'))).toEqual([])
    const live = await rowsOf(
      `select from house.designations join house.persons using (person_id)
        where login = 'demo-operator-2' and withdrawn_at is null`,
    )
    expect(live).toEqual([])
  })

  it('lets simulated operators open contacts only by entries of their own, each under a designation (promise 1)', async () => {
    await (await start()).demo.filled
    for (;;) {
      const recorded = await rowsOf(`select from tenant.attempts where recorded_at is not null limit 3`)
      if (recorded.length === 3) break
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    await stop()
    const opened = await rowsOf<{ body: Entry }>(
      `select convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e where type = 'contact.opened'`,
    )
    expect(opened.length).toBeGreaterThanOrEqual(3)
    for (const { body } of opened)
      expect(body).toMatchObject({ actor_kind: 'person', outcome: 'done', route: 'internal' })
    const without = await rowsOf(
      `select from tenant.attempts a where recorded_at is not null and not exists (select from ${enteredRows} e
        where e.tenant_id = a.tenant_id and e.type = 'contact.opened'
          and convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'attempt' = a.attempt_id::text)`,
    )
    expect(without).toEqual([])
    const seats = await rowsOf<{ login: string }>(
      `select distinct p.login from tenant.desks d join house.persons p on p.person_id = d.operator_id`,
    )
    expect(seats.every(({ login }) => login.startsWith('sim-'))).toBe(true)
    expect(seats.some(({ login }) => login.includes('city'))).toBe(false)
  }, 600_000)
})
