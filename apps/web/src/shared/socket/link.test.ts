import { socketCloseCodes } from '@sekisho/contract'
import { afterEach, describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { WebSocket, WebSocketServer } from 'ws'
import { nextDelayMs } from './back-off.ts'
import { createLink } from './link.ts'
import type { Link, LinkPorts, LinkState } from './link.ts'

type FromClient = { type: 'hello'; seq: number } | { type: 'say'; seq: number; text: string }
type ToClient = { type: 'ok'; seq: number } | { type: 'no'; seq: number } | { type: 'over' }

/** A real server that the test can make deaf, rude or dead. */
async function startServer(answer: (message: FromClient) => ToClient | null) {
  const server = new WebSocketServer({ port: 0 })
  const heard: FromClient[] = []
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as FromClient
      heard.push(message)
      const said = answer(message)
      if (said !== null) socket.send(JSON.stringify(said))
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (typeof address === 'string' || address === null) throw new Error('no port')
  return { server, heard, url: `ws://127.0.0.1:${address.port}` }
}

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

interface Started {
  readonly link: Link<FromClient>
  readonly states: LinkState[]
  readonly messages: ToClient[]
  readonly probes: number[]
}

function startLink(
  url: string,
  more: { quietMs?: number; answerWithinMs?: number; isReachable?: boolean } = {},
): Started {
  const states: LinkState[] = []
  const messages: ToClient[] = []
  const probes: number[] = []
  const ports: LinkPorts = {
    open: () => new WebSocket(url),
    now: () => Date.now(),
    after: (ms, run) => {
      // the same waits, ten times faster
      const timer = setTimeout(run, ms / 10)
      return () => clearTimeout(timer)
    },
    random: () => 0.5,
    probe: async () => {
      probes.push(Date.now())
      return more.isReachable ?? true
    },
  }
  const link = createLink<FromClient, ToClient>({
    ports,
    read: (value) => (typeof value === 'object' && value !== null && 'type' in value ? (value as ToClient) : null),
    answers: (message) => (message.type === 'over' ? null : message.seq),
    greet: () => ({ type: 'hello' }),
    isWelcome: (message) => message.type === 'ok',
    isOver: (message) => message.type === 'over',
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    quietMs: more.quietMs ?? 60_000,
    answerWithinMs: more.answerWithinMs ?? 60_000,
  })
  open.push(() => link.close())
  return { link, states, messages, probes }
}

async function until(isTrue: () => boolean) {
  await expect.poll(isTrue, { timeout: 10_000, interval: 5 }).toBe(true)
}

describe('createLink', () => {
  it('greets first, then says what was waiting, and each message once', async () => {
    const { server, heard, url } = await startServer((message) => ({ type: 'ok', seq: message.seq }))
    open.push(() => server.close())
    const { link } = startLink(url)
    link.send({ type: 'say', text: 'a' })
    link.send({ type: 'say', text: 'b' })
    await until(() => heard.length === 3 && link.unanswered().length === 0)
    expect(heard.map((message) => (message.type === 'say' ? message.text : message.type))).toEqual(['hello', 'a', 'b'])
    expect(new Set(heard.map(({ seq }) => seq)).size).toBe(3)
  })

  it('sends an unanswered message again after a break, with the same seq', async () => {
    let isDeaf = true
    const { server, heard, url } = await startServer((message) =>
      message.type === 'say' && isDeaf ? null : { type: 'ok', seq: message.seq },
    )
    open.push(() => server.close())
    const { link, states } = startLink(url)
    const seq = link.send({ type: 'say', text: 'result' })
    await until(() => heard.some((message) => message.type === 'say'))
    isDeaf = false
    for (const client of server.clients) client.terminate()
    await until(() => link.unanswered().length === 0)
    const said = heard.filter((message) => message.type === 'say')
    expect(said.map((message) => message.seq)).toEqual([seq, seq])
    expect(states).toEqual(['open', 'lost', 'open'])
  })

  it('holds everything back while the greeting is refused, until it is greeted again', async () => {
    let isWelcome = false
    const { server, heard, url } = await startServer((message) =>
      message.type === 'hello' && !isWelcome ? { type: 'no', seq: message.seq } : { type: 'ok', seq: message.seq },
    )
    open.push(() => server.close())
    const { link, messages } = startLink(url)
    link.send({ type: 'say', text: 'mine' })
    await until(() => messages.some((message) => message.type === 'no'))
    expect(heard.every((message) => message.type === 'hello')).toBe(true)
    isWelcome = true
    link.greetAgain()
    await until(() => link.unanswered().length === 0)
    expect(heard.at(-1)).toMatchObject({ type: 'say', text: 'mine' })
  })

  it('gives a connection up that answers nothing, and tries anew', async () => {
    let isDeaf = true
    const { server, url } = await startServer((message) =>
      message.type === 'say' && isDeaf ? null : { type: 'ok', seq: message.seq },
    )
    open.push(() => server.close())
    const { link, states } = startLink(url, { answerWithinMs: 500 })
    link.send({ type: 'say', text: 'x' })
    await until(() => states.includes('lost'))
    isDeaf = false
    await until(() => link.unanswered().length === 0)
    expect(states.at(-1)).toBe('open')
  })

  it('gives a quiet connection up only when the server cannot be reached either', async () => {
    const { server, url } = await startServer((message) => ({ type: 'ok', seq: message.seq }))
    open.push(() => server.close())
    const silent = startLink(url, { quietMs: 200, isReachable: false })
    await until(() => silent.states.includes('lost'))
    const quiet = startLink(url, { quietMs: 200, isReachable: true })
    await until(() => quiet.probes.length >= 3)
    expect(quiet.states).toEqual(['open'])
  })

  it('ends for good when the server says so, and when it speaks another language', async () => {
    const said = await startServer(() => ({ type: 'over' }))
    open.push(() => said.server.close())
    const over = startLink(said.url)
    await until(() => over.states.includes('over'))
    expect(over.states).toEqual(['open', 'over'])

    const strange = new WebSocketServer({ port: 0 })
    open.push(() => strange.close())
    strange.on('connection', (socket) => socket.send('{"forged'))
    const address = strange.address()
    if (typeof address === 'string' || address === null) throw new Error('no port')
    const outdated = startLink(`ws://127.0.0.1:${address.port}`)
    await until(() => outdated.states.includes('outdated'))
  })
})

describe('the code a socket was closed with', () => {
  it.each([
    [socketCloseCodes.sessionOver, 'over'],
    [socketCloseCodes.forbidden, 'denied'],
  ] as const)('%i ends it as %s', async (code, state) => {
    const { server, url } = await startServer((message) => ({ type: 'ok', seq: message.seq }))
    open.push(() => server.close())
    const { states } = startLink(url)
    await until(() => states.includes('open'))
    for (const client of server.clients) client.close(code)
    await until(() => states.includes(state))
    expect(states).toEqual(['open', state])
  })
  it('of changed rights connects again', async () => {
    const { server, heard, url } = await startServer((message) => ({ type: 'ok', seq: message.seq }))
    open.push(() => server.close())
    const { states } = startLink(url)
    await until(() => heard.length === 1)
    for (const client of server.clients) client.close(socketCloseCodes.rightsChanged)
    await until(() => heard.length === 2)
    expect(states).toEqual(['open', 'lost', 'open'])
  })
})

describe('nextDelayMs', () => {
  it('never waits less than a quarter of a second or more than ten', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const delay = nextDelayMs(failures, random)
        expect(delay).toBeGreaterThanOrEqual(250)
        expect(delay).toBeLessThanOrEqual(10_000)
      }),
      { numRuns: 200 },
    )
  })
})
