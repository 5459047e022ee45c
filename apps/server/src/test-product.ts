import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import {
  type CompanyId,
  type Entry,
  entrySchema,
  HEAD_OFFICE,
  type JobId,
  type PersonId,
  type RouteDeclaration,
  type RouteName,
  routeTable,
  type ScopeKind,
  type Seat,
  type SessionId,
  type SiteId,
  type TenantId,
} from '@sekisho/contract'
import type { FastifyInstance } from 'fastify'
import { createDenialLog, createRights, designationHandlers, type Rights } from './designations/index.ts'
import { createIdentity, type Identity } from './identity/index.ts'
import { createParties, partyHandlers, type Parties } from './parties/index.ts'
import type { PersonActor } from './platform/actor.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { ServerConfig } from './platform/config/index.ts'
import type { TestDatabase } from './platform/database/test-database.ts'
import { accessEvent, type AccessEvents, createEvents } from './platform/events/index.ts'
import { createApp, type DenialLog, type RouteHandlers, registerRoutes } from './platform/http/index.ts'
import { createLog } from './platform/log/index.ts'
import { newId } from './platform/new-id.ts'
import { registerSockets, type SocketHandlers, type SocketHub } from './platform/sockets/index.ts'
import { testPolicies } from './test-policies.ts'
import { type Spine, startSpine } from './test-spine.ts'

/** The product's front door on a real port, over the real spine. Other slices add their handlers. */
export interface TestProduct {
  readonly spine: Spine
  readonly app: FastifyInstance
  readonly origin: string
  readonly identity: Identity
  readonly rights: Rights
  readonly parties: Parties
  readonly denials: DenialLog
  readonly events: AccessEvents
  readonly sockets: SocketHub
  /** Every line the server logged. */
  readonly logLines: string[]
  /** A browser without cookies. */
  browser(): TestBrowser
  /** A browser of a new person with a live session and these designations, valid now unless they say otherwise. */
  signedIn(...designations: TestDesignation[]): Promise<SignedInBrowser>
  /** Canonical entries waiting for their place, oldest first; of the head office unless a tenant is named. */
  entries(tenantId?: TenantId): Promise<Entry[]>
  stop(): Promise<void>
}

export interface TestDesignation {
  readonly seat: Seat
  readonly scopeKind: ScopeKind
  readonly tenantId?: TenantId
  readonly jobId?: JobId
  readonly siteId?: SiteId
  /** From now, negative for the past. */
  readonly validFromMs?: number
  readonly validUntilMs?: number
}

export interface SignedInBrowser extends TestBrowser {
  readonly actor: PersonActor
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  /** The JSON body. */
  readonly body: unknown
}

export interface CallParts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestBrowser {
  readonly cookies: Map<string, string>
  cookieHeader(): string
  /** Calls a declared route as a page of ours would. */
  call(name: RouteName, parts?: CallParts): Promise<TestAnswer>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export async function startProduct(
  options: {
    config?: Partial<Pick<ServerConfig, 'isTrial' | 'isDemo'>>
    clock?: Clock
    handlers?: (product: { spine: Spine; rights: Rights }) => RouteHandlers | Promise<RouteHandlers>
    sockets?: SocketHandlers
    webRoot?: string
    /** Sees whether the ledger stands; tests of outages say no. */
    ledgerStands?: () => boolean
  } = {},
): Promise<TestProduct> {
  const { clock = systemClock, ledgerStands = () => true } = options
  const spine = await startSpine({ keyServiceNow: () => clock.now() })
  const { database } = spine.test
  const origin = `http://localhost:${await freePort()}`
  const logLines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => void logLines.push(line) } })
  const onError = (error: unknown) => log.error({ err: error }, 'failed')
  const events = await createEvents({
    database,
    clock,
    log,
    channel: 'sekisho_access',
    schema: accessEvent,
    tells: 'with_commit',
  })
  const policies = testPolicies()
  const rights = createRights({ database, clock, events, policies })
  const entries = spine.writer
  const denials = createDenialLog({ database, entries, clock, policyHash: policies.hash, onError })
  const config = { publicOrigin: origin, relyingPartyId: 'localhost', isTrial: true, isDemo: false, ...options.config }
  const ledger = {
    state: () => ({ ...spine.receipts.state(), ...(ledgerStands() ? {} : { isAvailable: false }) }),
  }
  const identity = await createIdentity({
    ...{ database, clock, entries, ledger, keys: spine.keys, events, rights, config, onError },
    routeOf: () => 'centre',
  })
  const parties = createParties({ database, entries, keys: spine.keys, logOrigin: 'sekisho.test' })
  const app = await createApp({ publicOrigin: origin, webRoot: options.webRoot ?? null, log, isProduction: false })
  const { authenticate, check, noteActivity } = identity.sessions
  const doors = { publicOrigin: origin, authenticate, authorise: rights.authorise, denials }
  registerRoutes(app, identity.handlers, doors)
  registerRoutes(
    app,
    designationHandlers({ database, clock, entries, events, requireProof: identity.requireProof }),
    doors,
  )
  registerRoutes(app, partyHandlers(parties), doors)
  if (options.handlers !== undefined) registerRoutes(app, await options.handlers({ spine, rights }), doors)
  const sockets = registerSockets(app, options.sockets ?? {}, {
    ...doors,
    ...{ checkSession: check, noteActivity, events, clock, log },
  })
  await app.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })

  return {
    ...{ spine, app, origin, identity, rights, parties, denials, events, sockets, logLines },
    browser: () => testBrowser(origin),
    signedIn: (...designations) => addSignedIn(spine.test, origin, clock.now(), designations),
    entries: (tenantId = HEAD_OFFICE) => entriesOf(spine, tenantId),
    async stop() {
      sockets.closeAll()
      await app.close()
      await denials.flush()
      await identity.flush()
      await events.close()
      await spine.stop()
    },
  }
}

/** A browser of a new person with a live session and designations, written past the product. */
export async function addSignedIn(
  { superuser }: TestDatabase,
  origin: string,
  now: number,
  designations: readonly TestDesignation[],
): Promise<SignedInBrowser> {
  const [companyId, personId, sessionId] = [newId<CompanyId>(), newId<PersonId>(), newId<SessionId>()]
  const secret = randomBytes(32).toString('base64url')
  await superuser.query(
    `insert into house.companies (company_id, name, kind) values ($1, '架空センター', 'centre_operator')`,
    [companyId],
  )
  await superuser.query(
    `insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, '試験 花子', $3)`,
    [personId, `person-${personId}`, companyId],
  )
  await superuser.query(
    `insert into house.sessions (session_id, person_id, token_hash, route, last_seen_at, proved_at, expires_at)
     values ($1, $2, $3, 'centre', $4, $4, $5)`,
    [sessionId, personId, createHash('sha256').update(secret).digest(), new Date(now), new Date(now + 3_600_000)],
  )
  for (const { seat, scopeKind, tenantId, jobId, siteId, validFromMs, validUntilMs } of designations) {
    await superuser.query(
      `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, job_id, site_id, purpose,
         basis, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6, $7, 'call', '試験', $8, $9)`,
      [
        newId(),
        personId,
        seat,
        scopeKind,
        tenantId ?? null,
        jobId ?? null,
        siteId ?? null,
        new Date(now + (validFromMs ?? -60_000)),
        new Date(now + (validUntilMs ?? 3_600_000)),
      ],
    )
  }
  const browser = testBrowser(origin)
  browser.cookies.set('__Host-sekisho', secret)
  return { ...browser, actor: { kind: 'person', personId, sessionId, deviceId: null, route: 'centre' } }
}

/** Placed by the sequencer or still waiting: both, in the order of their ids, which is that of their making. */
export async function entriesOf({ test }: Spine, tenantId: TenantId): Promise<Entry[]> {
  const { rows } = await test.superuser.query<{ body: Buffer }>(
    `select entry_id, body from tenant.entry_queue where tenant_id = $1
     union select entry_id, body from tenant.entry_index where tenant_id = $1 order by entry_id`,
    [tenantId],
  )
  return rows.map(({ body }) => entrySchema.parse(JSON.parse(body.toString('utf8'))))
}

export function testBrowser(origin: string): TestBrowser {
  const cookies = new Map<string, string>()
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    cookies,
    cookieHeader,
    async call(name, { params = {}, query = {}, body, headers = {} } = {}) {
      const declaration: RouteDeclaration = routeTable[name]
      const path = declaration.path.replaceAll(/:([A-Za-z]+)/g, (_all, key: string) => params[key] ?? 'missing')
      const search = new URLSearchParams(query).toString()
      const isChanging = declaration.method !== 'GET'
      const isStream = body instanceof Uint8Array
      const answer = await fetch(`${origin}${path}${search === '' ? '' : `?${search}`}`, {
        method: declaration.method,
        headers: {
          // a kept connection may be closed by the server in the moment in which it is used again; browsers then ask anew
          connection: 'close',
          ...(isChanging ? { origin } : {}),
          ...(isChanging && !isStream ? { 'content-type': 'application/json' } : {}),
          ...(cookies.size === 0 ? {} : { cookie: cookieHeader() }),
          ...headers,
        },
        ...(isChanging ? { body: isStream ? Buffer.from(body) : JSON.stringify(body ?? {}) } : {}),
        redirect: 'manual',
      })
      for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line)
      const text = await answer.text()
      return {
        status: answer.status,
        headers: answer.headers,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      }
    },
  }
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const [name = '', value = ''] = pair.split('=')
  const isGone = attributes.some((attribute) => /^\s*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i.test(attribute))
  if (isGone) cookies.delete(name)
  else cookies.set(name, decodeURIComponent(value))
}
