import { HEAD_OFFICE, type SocketName, seats, socketCloseCodes, socketTable } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from './platform/new-id.ts'
import { type AccessWorld, fillAccessWorld, type TestJob } from './test-access-world.ts'
import { type ComposedProduct, startComposedProduct } from './test-composed-product.ts'
import { expectedTenant, reachesEveryTenant, seatsOfTheHouse } from './test-expected-access.ts'
import type { SignedInBrowser, TestBrowser, TestDesignation } from './test-product.ts'

let product: ComposedProduct
let world: AccessWorld

beforeAll(async () => {
  product = await startComposedProduct()
  world = await fillAccessWorld(product)
})
afterAll(() => product.stop())

const names = Object.keys(socketTable) as SocketName[]

interface Page {
  send(message: object): void
  /** Resolves with the first message of this type, or with this `seq`, also when it is there already. */
  first(type: string, seq?: number): Promise<Record<string, unknown>>
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  close(): void
}

/** A page, or the status of the refused upgrade. */
function open(
  name: SocketName,
  browser: TestBrowser,
  tenantId: string,
  origin = product.origin,
): Promise<Page | number> {
  const { port } = new URL(product.origin)
  const socket = new WebSocket(`ws://localhost:${port}${socketTable[name].path}?tenantId=${tenantId}`, {
    origin,
    headers: { cookie: browser.cookieHeader() },
  })
  const messages: Record<string, unknown>[] = []
  const looks = new Set<() => void>()
  socket.on('message', (data) => {
    messages.push(JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>)
    for (const look of looks) look()
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const page: Page = {
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    first: (type, seq) =>
      new Promise((resolve) => {
        const look = () => {
          const found = messages.find((message) => message.type === type && (seq === undefined || message.seq === seq))
          if (found !== undefined) resolve(found)
        }
        looks.add(look)
        look()
      }),
    close: () => socket.close(),
  }
  return new Promise((resolve) => {
    socket.on('open', () => resolve(page))
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
}

async function opened(...parameters: Parameters<typeof open>): Promise<Page> {
  const page = await open(...parameters)
  if (typeof page === 'number') throw new Error(`answered ${page}`)
  return page
}

async function answerTo(...parameters: Parameters<typeof open>): Promise<number> {
  const page = await open(...parameters)
  if (typeof page === 'number') return page
  page.close()
  await page.closed
  return 101
}

const job = (seat: TestDesignation['seat'], { tenantId, jobId }: TestJob): TestDesignation => ({
  ...{ seat, scopeKind: 'job', tenantId, jobId },
})
const site = (seat: TestDesignation['seat'], { tenantId, siteId }: TestJob): TestDesignation => ({
  ...{ seat, scopeKind: 'site', tenantId, siteId },
})

describe.each(names)('the %s socket', (name) => {
  const { permission } = socketTable[name]
  const seatThatMay = name === 'desk' ? 'operator' : 'supervisor'

  it('opens for the seats of the reviewed table, in the tenants they reach, and for nobody else (rule 6, A-02)', async () => {
    const { own, foreign } = world
    const places = { own: own.tenantId, foreign: foreign.tenantId, headOffice: HEAD_OFFICE, nowhere: newId() }
    for (const seat of seats) {
      const isHouse = seatsOfTheHouse.includes(seat)
      const person = await product.signedIn(
        isHouse ? { seat, scopeKind: 'house' } : { seat, scopeKind: 'tenant', tenantId: own.tenantId },
      )
      const may = expectedTenant[seat].includes(permission)
      const expected = {
        own: may ? 101 : 403,
        foreign: may && reachesEveryTenant.includes(seat) ? 101 : 403,
        headOffice: 403,
        nowhere: 403,
      }
      for (const [place, tenantId] of Object.entries(places)) {
        expect([seat, place, await answerTo(name, person, tenantId)]).toEqual([
          seat,
          place,
          expected[place as keyof typeof expected],
        ])
      }
      for (const stranger of [job(seat, foreign), site(seat, foreign)]) {
        expect([
          seat,
          stranger.scopeKind,
          await answerTo(name, await product.signedIn(stranger), own.tenantId),
        ]).toEqual([seat, stranger.scopeKind, 403])
      }
    }
  })

  it('stays shut without a session, without a designation, for another origin and for what is no tenant', async () => {
    const { tenantId } = world.own
    const person = await product.signedIn({ seat: seatThatMay, scopeKind: 'tenant', tenantId })
    expect(await answerTo(name, product.browser(), tenantId)).toBe(401)
    expect(await answerTo(name, await product.signedIn(), tenantId)).toBe(403)
    expect(await answerTo(name, person, tenantId, 'https://evil.example')).toBe(403)
    expect(await answerTo(name, person, 'x')).toBe(400)
    expect(await answerTo(name, person, tenantId)).toBe(101)
  })

  it('ends with the session that is revoked, and with the designation that is withdrawn', async () => {
    const { tenantId } = world.own
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const someone = () => product.signedIn({ seat: seatThatMay, scopeKind: 'tenant', tenantId })
    const [revoked, withdrawn] = [await someone(), await someone()]
    const pages = [await opened(name, revoked, tenantId), await opened(name, withdrawn, tenantId)]
    const { personId } = revoked.actor
    expect((await manager.call('people.revokeSessions', { params: { personId } })).status).toBe(200)
    expect(await pages[0]?.closed).toBe(socketCloseCodes.sessionOver)
    await withdraw(manager, withdrawn)
    expect(await pages[1]?.closed).toBe(socketCloseCodes.forbidden)
    expect(await answerTo(name, revoked, tenantId)).toBe(401)
    expect(await answerTo(name, withdrawn, tenantId)).toBe(403)
  })

  it('ends when one of two jobs is taken away, so that what is left is asked for anew (A-05)', async () => {
    const { own, neighbour } = world
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const person = await product.signedIn(job(seatThatMay, own), job(seatThatMay, neighbour))
    const page = await opened(name, person, own.tenantId)
    await withdraw(manager, person, own.jobId)
    expect(await page.closed).toBe(socketCloseCodes.rightsChanged)
    expect(await answerTo(name, person, own.tenantId)).toBe(101)
  })
})

async function withdraw(manager: SignedInBrowser, from: SignedInBrowser, jobId: string | null = null): Promise<void> {
  const { designations } = (await manager.call('designations.list')).body as {
    designations: { designationId: string; personId: string; jobId: string | null }[]
  }
  const found = designations.find((one) => one.personId === from.actor.personId && one.jobId === jobId)
  const params = { designationId: found?.designationId ?? '' }
  expect((await manager.call('designations.withdraw', { params })).status).toBe(200)
}

describe('a floor', () => {
  it('shows the campaigns and operators of one’s own job or site, and none of another (A-04, A-05)', async () => {
    const { own, neighbour } = world
    const { tenantId } = own
    const operators = [await product.signedIn(job('operator', own)), await product.signedIn(job('operator', neighbour))]
    const desks = await Promise.all(operators.map((operator) => opened('desk', operator, tenantId)))
    for (const [index, { campaignId }] of [own, neighbour].entries()) {
      desks[index]?.send({ type: 'take_seat', seq: 1, campaignId, takeOver: false })
      expect(await desks[index]?.first('desk')).toMatchObject({ campaign: { campaignId } })
    }
    const personIds = operators.map(({ actor }) => actor.personId)
    for (const [index, mine] of [own, neighbour].entries()) {
      for (const designation of [job('supervisor', mine), site('supervisor', mine)]) {
        const page = await opened('floor', await product.signedIn(designation), tenantId)
        const floor = (await page.first('floor')) as {
          campaigns: { campaignId: string }[]
          operators: { personId: string }[]
        }
        expect(floor.campaigns.map(({ campaignId }) => campaignId)).toEqual([mine.campaignId])
        expect(floor.operators.map(({ personId }) => personId)).toEqual([personIds[index]])
        page.close()
      }
    }
    for (const desk of desks) desk.close()
  })
})

describe('a desk', () => {
  it('has no seat for a campaign of another job, site or tenant (A-02, A-04, A-05)', async () => {
    const { own, neighbour, foreign } = world
    for (const designation of [job('operator', neighbour), site('operator', neighbour)]) {
      const page = await opened('desk', await product.signedIn(designation), own.tenantId)
      for (const [seq, { campaignId }] of [own, foreign].entries()) {
        page.send({ type: 'take_seat', seq, campaignId, takeOver: true })
        expect(await page.first('problem', seq)).toMatchObject({ code: 'not_found' })
      }
      page.close()
    }
  })

  it('follows an operator who was moved to another job', async () => {
    const { own, neighbour } = world
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const operator = await product.signedIn(job('operator', own), job('operator', neighbour))
    const before = await opened('desk', operator, own.tenantId)
    before.send({ type: 'take_seat', seq: 1, campaignId: own.campaignId, takeOver: false })
    await before.first('desk')
    await withdraw(manager, operator, own.jobId)
    expect(await before.closed).toBe(socketCloseCodes.rightsChanged)
    const after = await opened('desk', operator, own.tenantId)
    after.send({ type: 'take_seat', seq: 1, campaignId: neighbour.campaignId, takeOver: true })
    const answer = await Promise.race([after.first('desk'), after.first('problem')])
    expect(answer).toMatchObject({ type: 'desk', campaign: { campaignId: neighbour.campaignId } })
    after.close()
  })
})
