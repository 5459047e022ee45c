import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { ProblemError } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedInBrowser, startProduct, type TestProduct } from '../../test-product.ts'
import type { TestTenant } from '../../test-spine.ts'
import { cappedStream, registerRoutes, routesWithoutHandler } from './index.ts'

let product: TestProduct
let tenant: TestTenant
let supervisor: SignedInBrowser
let webRoot: string
/** An upload that announces so many bytes is refused before it is read. */
const refusedUnread = 77
const seen: { bytes: number; chunks: number } = { bytes: 0, chunks: 0 }

beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'sekisho-web-'))
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><style nonce="__CSP_NONCE__"></style><title>関所</title>')
  product = await startProduct({
    webRoot,
    handlers: () => ({
      // gives back more than it declared
      'lists.list': async () => ({ lists: [], secret: 'SEALED', nested: { secret: 'SEALED' } }) as never,
      // gives back something else
      'campaigns.list': async () => ({ campaigns: [{ name: 'canary-of-a-wrong-output' }] }) as never,
      'campaigns.read': async () => Promise.reject(new ProblemError('seat_taken')),
      'campaigns.stop': async () => Promise.reject(new Error('canary-of-an-error')),
      'campaigns.create': async () => Promise.reject(new ProblemError('not_found')),
      'uploads.create': async ({ body, query }) => {
        if (query.bytes === refusedUnread) throw new ProblemError('storage_full')
        for await (const chunk of body) {
          seen.bytes += (chunk as Uint8Array).byteLength
          seen.chunks += 1
        }
        return { uploadId: '00000000-0000-4000-8000-000000000001' }
      },
    }),
  })
  tenant = await product.spine.tenant()
  supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId: tenant.tenantId })
})
afterAll(async () => {
  await product.stop()
  rmSync(webRoot, { recursive: true })
})

const params = () => ({ tenantId: tenant.tenantId })

/** A request with any headers, as no browser would send it. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(product.origin).port)
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('input', () => {
  it('with an undeclared field, query or type is refused by its place, without its value', async () => {
    const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    const extra = await manager.call('sites.create', { body: { name: '東京', colour: 'canary-value' } })
    expect(extra).toMatchObject({ status: 400, body: { code: 'invalid_input', detail: ['body.colour'] } })
    const wrong = await manager.call('sites.create', { body: { name: ['canary-value'] } })
    expect(wrong).toMatchObject({ status: 400, body: { detail: ['body.name'] } })
    const query = await manager.call('companies.list', { query: { all: 'canary-value' } })
    expect(query).toMatchObject({ status: 400, body: { detail: ['query.all'] } })
    for (const answer of [extra, wrong, query]) expect(JSON.stringify(answer.body)).not.toContain('canary-value')
  })

  it('that is no JSON, poisons a prototype or is too long is refused', async () => {
    const cookie = supervisor.cookieHeader()
    const headers = {
      host: new URL(product.origin).host,
      origin: product.origin,
      cookie,
      'content-type': 'application/json',
    }
    const path = '/api/me/passkeys/options'
    for (const body of ['{"a":', '{"__proto__":{"x":1}}', `{"a":"${'x'.repeat(600_000)}"}`]) {
      const answer = await raw(path, { ...headers, 'content-length': String(body.length) }, 'POST', body)
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'invalid_input' })
    }
  })

  it('is not read before the decision: a denied upload is not touched', async () => {
    const operator = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', ...params() })
    const call = { params: params(), query: { bytes: '5' }, body: new TextEncoder().encode('a,b,c') }
    expect((await operator.call('uploads.create', call)).status).toBe(403)
    expect(seen).toEqual({ bytes: 0, chunks: 0 })
    expect((await supervisor.call('uploads.create', call)).status).toBe(200)
    expect(seen.bytes).toBe(5)
  })

  it('of an upload ends at the cap', async () => {
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 4; count++) yield new Uint8Array(100)
    }
    const { Readable } = await import('node:stream')
    const read = async () => {
      let bytes = 0
      for await (const chunk of cappedStream(Readable.from(source()), 250)) bytes += (chunk as Uint8Array).byteLength
      return bytes
    }
    await expect(read()).rejects.toMatchObject({ code: 'too_large' })
  })

  it('of an upload that nobody reads is thrown away, and leaves its connection to the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const { host, port } = new URL(product.origin)
    const headers = { host, origin: product.origin, cookie: supervisor.cookieHeader() }
    const ports: (number | undefined)[] = []
    const ask = (method: string, path: string, body: Buffer): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = httpRequest({ agent, host: '127.0.0.1', port, path, method, headers }, (reply) => {
          ports.push(reply.socket.localPort)
          reply.resume().on('end', () => resolve(reply.statusCode ?? 0))
        })
        sent.on('error', reject)
        sent.end(body)
      })
    const uploads = `/api/tenants/${tenant.tenantId}/uploads?bytes=${refusedUnread}`
    expect(await ask('POST', uploads, Buffer.alloc(8_000_000))).toBe(507)
    expect(await ask('GET', `/api/tenants/${tenant.tenantId}/lists`, Buffer.alloc(0))).toBe(200)
    expect(new Set(ports).size).toBe(1)
    agent.destroy()
  })

  it('of an upload that breaks off when nobody reads any more does no harm', async () => {
    const source = new PassThrough()
    const read = cappedStream(source)
    source.destroy(new Error('reset'))
    await new Promise((resolve) => read.once('close', resolve))
    expect(read.errored).toMatchObject({ code: 'upload_incomplete' })
  })

  it('of a refused upload is thrown away while it still comes, so that its sender hears why', async () => {
    const { host, port } = new URL(product.origin)
    const path = `/api/tenants/${tenant.tenantId}/uploads?bytes=3000000000`
    const headers = { host, origin: product.origin, cookie: supervisor.cookieHeader(), 'content-length': '3000000000' }
    const answer = await new Promise<unknown>((resolve, reject) => {
      let answered: unknown
      let sentAfterwards = 0
      const sent = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }, (reply) => {
        let text = ''
        reply.on('data', (piece: Buffer) => (text += piece.toString('utf8')))
        reply.on('end', () => (answered = { status: reply.statusCode, body: JSON.parse(text) as unknown }))
      })
      sent.on('error', reject)
      // as a browser does: it goes on sending, whatever is answered; more than the kernel would take for nobody
      const piece = Buffer.alloc(256 * 1024)
      const send = (): void => {
        if (answered !== undefined) sentAfterwards += piece.length
        if (sentAfterwards > 64 * 1024 * 1024) {
          resolve(answered)
          sent.destroy()
        } else sent.write(piece, () => setImmediate(send))
      }
      send()
    })
    expect(answer).toMatchObject({
      status: 413,
      body: { code: 'too_large', ja: 'ファイルが大きすぎます (上限 2GB)。' },
    })
  })
})

describe('output', () => {
  it('loses what was not declared (rule 6)', async () => {
    const answer = await supervisor.call('lists.list', { params: params() })
    expect(answer).toMatchObject({ status: 200, body: { lists: [] } })
    expect(JSON.stringify(answer.body)).not.toContain('SEALED')
  })

  it('of another shape is not sent at all, nor logged', async () => {
    const answer = await supervisor.call('campaigns.list', { params: params() })
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(JSON.stringify(answer.body) + product.logLines.join('')).not.toContain('canary-of-a-wrong-output')
    expect(product.logLines.join('')).toContain('WRONG_OUTPUT')
  })

  it('of an error carries a code and words, never the error; undeclared problems stand out', async () => {
    const campaign = { ...params(), campaignId: tenant.campaignId }
    const unexpected = await supervisor.call('campaigns.stop', { params: campaign })
    expect(unexpected).toMatchObject({
      status: 500,
      body: { code: 'internal', ja: expect.any(String), en: expect.any(String) },
    })
    expect(JSON.stringify(unexpected.body) + product.logLines.join('')).not.toContain('canary-of-an-error')
    const undeclared = await supervisor.call('campaigns.read', { params: campaign })
    expect(undeclared).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(product.logLines.join('')).toContain('"problem":"seat_taken"')
  })
})

describe('the door', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://localhost:1' }],
    ['no origin at all', {}],
    ['another site by Fetch Metadata', { 'sec-fetch-site': 'cross-site' }],
    ['the same site but another origin', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a change from %s', async (_name, headers) => {
    const host = new URL(product.origin).host
    const all = { host, cookie: supervisor.cookieHeader(), 'content-type': 'application/json', ...headers }
    const answer = await raw('/api/sign-out', all, 'POST', '{}')
    expect(answer.status).toBe(403)
    expect((await supervisor.call('me.read')).status).toBe(200)
  })

  it('refuses a foreign name for this machine, and sends a bare address to the name', async () => {
    const port = new URL(product.origin).port
    expect((await raw('/api/health', { host: `evil.example:${port}` })).status).toBe(403)
    expect((await raw('/api/health', { host: `127.0.0.1:${port}` })).status).toBe(403)
    const page = await raw('/sign-in', { host: `127.0.0.1:${port}` })
    expect(page).toMatchObject({ status: 308, headers: { location: `${product.origin}/` } })
  })

  it('asks for a session before anything else', async () => {
    const answer = await product.browser().call('lists.list', { params: { tenantId: 'not an id' } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } })
    const forged = product.browser()
    forged.cookies.set('__Host-sekisho', 'A'.repeat(43))
    expect((await forged.call('me.read')).status).toBe(401)
  })

  it('enters a denial in the log of the tenant that was asked for, and a loop of them once with their number (M-01)', async () => {
    const operator = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', ...params() })
    for (let count = 0; count < 5; count++) {
      const answer = await operator.call('lists.list', { params: params() })
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    const nowhere = '11111111-1111-4111-8111-111111111111'
    expect((await operator.call('lists.list', { params: { tenantId: nowhere } })).status).toBe(403)
    await product.denials.flush()
    const own = (await product.entries(tenant.tenantId)).filter(
      ({ refs }) => refs?.session === operator.actor.sessionId,
    )
    expect(
      own.map(({ type, outcome, reason, counts, refs }) => ({
        type,
        outcome,
        reason,
        counts,
        asked: refs?.permission,
      })),
    ).toEqual([
      { type: 'access.denied', outcome: 'denied', reason: 'no_grant', counts: { attempts: 1 }, asked: 'lists.read' },
      { type: 'access.denied', outcome: 'denied', reason: 'no_grant', counts: { attempts: 4 }, asked: 'lists.read' },
    ])
    const house = (await product.entries()).filter(({ refs }) => refs?.session === operator.actor.sessionId)
    expect(house).toHaveLength(1)
  })
})

describe('answers', () => {
  it('carry a policy that lets no other site frame, embed or read them', async () => {
    const api = await product.browser().call('health.read')
    expect(api.headers.get('cache-control')).toBe('no-store')
    expect(api.headers.get('content-security-policy')).toContain("default-src 'none'; frame-ancestors 'none'")
    expect(api.headers.get('x-content-type-options')).toBe('nosniff')
    expect(api.headers.get('referrer-policy')).toBe('no-referrer')
    expect(api.headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })

  it('of pages are the built page with a nonce of their own, under any address that is not a file', async () => {
    const host = new URL(product.origin).host
    const nonces = new Set<string>()
    for (const path of ['/', '/floor/abc?x=1', '/sign-in']) {
      const page = await raw(path, { host })
      expect(page.status).toBe(200)
      const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1] ?? ''
      expect(String(page.headers['content-security-policy'])).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(String(page.headers['content-security-policy'])).not.toContain('unsafe')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
    for (const path of ['/api/nothing', '/ws/nothing', '/assets/none.js', '/.env']) {
      expect((await raw(path, { host })).status).toBe(404)
    }
    expect((await raw('/../../package.json', { host })).status).toBe(400)
  })

  it('describe the API from the declarations', async () => {
    const { status, body } = await supervisor.call('openApi.read')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/tenants/{tenantId}/uploads': {
          post: { operationId: 'uploads.create', 'x-permission': 'uploads.create', requestBody: { required: true } },
        },
      },
    })
  })
})

describe('the composition', () => {
  it('refuses a handler without a declaration and names declarations without a handler', () => {
    const undeclared = { 'contacts.exportAll': async () => ({}) }
    const doors = {
      publicOrigin: product.origin,
      authenticate: () => Promise.resolve(null),
      authorise: product.rights.authorise,
      denials: product.denials,
    }
    expect(() => registerRoutes(product.app, undeclared as never, doors)).toThrow(/undeclared route/)
    const missing = routesWithoutHandler(product.identity.handlers)
    expect(missing).toContain('lists.list')
    expect(missing).not.toContain('signOut')
  })
})
