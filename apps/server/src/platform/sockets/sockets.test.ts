import { ProblemError, socketCloseCodes } from '@sekisho/contract'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '../../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestDesignation, type TestProduct } from '../../test-product.ts'
import type { TestTenant } from '../../test-spine.ts'
import { createAnsweredOnce, type SocketConnection } from './index.ts'

let product: TestProduct
let tenant: TestTenant
const desks: SocketConnection<'desk'>[] = []
const received: unknown[] = []

beforeAll(async () => {
  product = await startProduct({
    sockets: {
      desk(connection) {
        desks.push(connection)
        return {
          message(message) {
            received.push(message)
            if (message.type === 'hang_up') throw new ProblemError('call_over')
            connection.send({ type: 'ok', seq: message.seq })
          },
        }
      },
      floor: () => ({}),
    },
  })
  tenant = await product.spine.tenant()
})
afterAll(() => product.stop())

interface Page {
  readonly socket: WebSocket
  /** Resolves with the next message. */
  next(): Promise<unknown>
  readonly closed: Promise<number>
}

function open(
  name: 'desk' | 'floor',
  browser: { cookieHeader(): string } | null,
  options: { origin?: string; tenantId?: string } = {},
): Promise<Page | number> {
  const { origin = product.origin, tenantId = tenant.tenantId } = options
  const { port } = new URL(product.origin)
  const socket = new WebSocket(`ws://localhost:${port}/ws/${name}?tenantId=${tenantId}`, {
    origin,
    headers: browser === null ? {} : { cookie: browser.cookieHeader() },
  })
  const messages: unknown[] = []
  const waiting: ((message: unknown) => void)[] = []
  socket.on('message', (data) => {
    const message: unknown = JSON.parse((data as Buffer).toString('utf8'))
    const first = waiting.shift()
    if (first === undefined) messages.push(message)
    else first(message)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const page: Page = {
    socket,
    closed,
    next: () =>
      messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve)),
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

const seat = (seat: TestDesignation['seat'], rest: Partial<TestDesignation> = {}) =>
  product.signedIn({ seat, scopeKind: 'tenant', tenantId: tenant.tenantId, ...rest })

describe('an upgrade', () => {
  it('needs a session, our own origin and the right at that tenant', async () => {
    const operator = await seat('operator')
    const supervisor = await seat('supervisor')
    const other = await product.spine.tenant()
    expect(await open('desk', null)).toBe(401)
    expect(await open('desk', operator, { origin: 'https://evil.example' })).toBe(403)
    expect(await open('desk', supervisor)).toBe(403)
    expect(await open('floor', operator)).toBe(403)
    expect(await open('desk', operator, { tenantId: other.tenantId })).toBe(403)
    expect(await open('desk', operator, { tenantId: 'x' })).toBe(400)
    const page = await opened('desk', operator)
    page.socket.close()
    await page.closed
  })
})

describe('messages', () => {
  it('of the declared union arrive in order, others are answered with a problem and change nothing', async () => {
    const page = await opened('desk', await seat('operator'))
    const before = received.length
    page.socket.send('not json')
    expect(await page.next()).toMatchObject({ type: 'problem', seq: null, code: 'invalid_input' })
    page.socket.send(JSON.stringify({ type: 'available', seq: 7, extra: true }))
    expect(await page.next()).toMatchObject({ type: 'problem', seq: 7, code: 'invalid_input' })
    page.socket.send(JSON.stringify({ type: 'open_contact', seq: 8 }))
    expect(await page.next()).toMatchObject({ type: 'problem', seq: 8 })
    page.socket.send(Buffer.from([1, 2, 3]))
    expect(await page.next()).toMatchObject({ type: 'problem', seq: null })
    expect(received.length).toBe(before)
    page.socket.send(JSON.stringify({ type: 'available', seq: 9 }))
    page.socket.send(JSON.stringify({ type: 'hang_up', seq: 10, attemptId: newId() }))
    page.socket.send(JSON.stringify({ type: 'away', seq: 11, reason: 'lunch' }))
    expect([await page.next(), await page.next(), await page.next()]).toMatchObject([
      { type: 'ok', seq: 9 },
      { type: 'problem', seq: 10, code: 'call_over' },
      { type: 'ok', seq: 11 },
    ])
    page.socket.close()
  })

  it('that are too long, or too many bad ones, end the connection', async () => {
    const operator = await seat('operator')
    const long = await opened('desk', operator)
    long.socket.send(JSON.stringify({ type: 'available', seq: 1, padding: 'x'.repeat(17_000) }))
    expect(await long.closed).toBe(1009)
    const many = await opened('desk', operator)
    for (let count = 0; count < 20; count++) many.socket.send('?')
    expect(await many.closed).toBe(socketCloseCodes.invalidMessage)
    const floor = await opened('floor', await seat('supervisor'))
    floor.socket.send('{}')
    expect(await floor.closed).toBe(socketCloseCodes.invalidMessage)
  })

  it('to the page lose what was not declared; one of another shape is never sent', async () => {
    const page = await opened('desk', await seat('operator'))
    await expect.poll(() => desks.length).toBeGreaterThan(0)
    const connection = desks.at(-1)
    connection?.send({ type: 'ok', seq: 1, secret: 'SEALED' } as never)
    expect(await page.next()).toEqual({ type: 'ok', seq: 1 })
    connection?.send({ type: 'ok', seq: 'canary' } as never)
    expect(await page.closed).toBe(1011)
    expect(product.logLines.join('')).not.toContain('canary')
  })
})

describe('an open socket', () => {
  const ends = async (browser: SignedInBrowser, change: () => Promise<unknown>) => {
    const page = await opened('desk', browser)
    await change()
    const last = await page.next()
    return { code: await page.closed, last }
  }

  it('ends when its session is revoked', async () => {
    const operator = await seat('operator')
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const { personId } = operator.actor
    const result = await ends(operator, () => manager.call('people.revokeSessions', { params: { personId } }))
    expect(result).toEqual({ code: socketCloseCodes.sessionOver, last: { type: 'session_over' } })
  })

  it('ends when its person is disabled, or signs out elsewhere in the same browser', async () => {
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const disabled = await seat('operator')
    const { personId } = disabled.actor
    const gone = await ends(disabled, () => manager.call('people.disable', { params: { personId } }))
    expect(gone.code).toBe(socketCloseCodes.sessionOver)
    const leaving = await seat('operator')
    expect((await ends(leaving, () => leaving.call('signOut'))).code).toBe(socketCloseCodes.sessionOver)
  })

  it('ends when its right is withdrawn, while others stay open', async () => {
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const [operator, colleague] = [await seat('operator'), await seat('operator')]
    const other = await opened('desk', colleague)
    const { designations } = (await manager.call('designations.list')).body as {
      designations: { designationId: string; personId: string }[]
    }
    const own = designations.find(({ personId }) => personId === operator.actor.personId)
    const designationId = own?.designationId ?? ''
    const page = await opened('desk', operator)
    await manager.call('designations.withdraw', { params: { designationId } })
    // without a word that the session is over: it is not
    expect(await Promise.race([page.next(), page.closed])).toBe(socketCloseCodes.forbidden)
    other.socket.send(JSON.stringify({ type: 'available', seq: 1 }))
    expect(await other.next()).toEqual({ type: 'ok', seq: 1 })
    other.socket.close()
  })

  it('ends when its right ends by time', async () => {
    const operator = await seat('operator', { validUntilMs: 1_500 })
    const page = await opened('desk', operator)
    expect(await page.closed).toBe(socketCloseCodes.forbidden)
  })

  it('ends when another process announces it (NOTIFY)', async () => {
    const operator = await seat('operator')
    const { sessionId } = operator.actor
    const result = await ends(operator, async () => {
      await product.spine.test.superuser.query(
        `update house.sessions set ended_at = now(), end_reason = 'revoked' where session_id = $1`,
        [sessionId],
      )
      const event = { from: 'another process', event: { kind: 'session_ended', sessionId } }
      await product.spine.test.superuser.query('select pg_notify($1, $2)', ['sekisho_access', JSON.stringify(event)])
    })
    expect(result.code).toBe(socketCloseCodes.sessionOver)
  })
})

describe('answers by sequence number', () => {
  it('do every message once, however often it is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (sequence) => {
        const done: number[] = []
        const once = createAnsweredOnce<string>()
        const answers = await Promise.all(
          sequence.map((seq) =>
            once.answer(seq, async () => {
              done.push(seq)
              return `answer ${seq}`
            }),
          ),
        )
        expect(done).toEqual([...new Set(sequence)])
        expect(answers).toEqual(sequence.map((seq) => `answer ${seq}`))
      }),
      { numRuns: 50 },
    )
  })
})
