import {
  ProblemError,
  socketCloseCodes,
  type SocketDeclaration,
  type SocketName,
  socketTable,
  type TenantId,
} from '@sekisho/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { AccessEvents } from '../events/index.ts'
import {
  type AllowedDecision,
  type Authenticate,
  type Authorise,
  type CheckSession,
  type DenialLog,
  publicOriginOf,
  type SignedIn,
  stripped,
} from '../http/index.ts'
import type { Log } from '../log/index.ts'
import { type Connection, type ConnectionListener, type ManagedConnection, manageConnection } from './connection.ts'

type Declared<Name extends SocketName> = (typeof socketTable)[Name]
export type SocketConnection<Name extends SocketName> = Connection<z.input<Declared<Name>['toClient']>>
export type SocketListener<Name extends SocketName> = ConnectionListener<z.output<Declared<Name>['fromClient']>>
/** Called for each connection that was let in; messages that arrive before it is ready wait. */
export type SocketHandler<Name extends SocketName> = (
  connection: SocketConnection<Name>,
) => SocketListener<Name> | Promise<SocketListener<Name>>
export type SocketHandlers = { readonly [Name in SocketName]?: SocketHandler<Name> }

export interface SocketDependencies {
  readonly publicOrigin: string
  readonly authenticate: Authenticate
  readonly authorise: Authorise
  /** From identity: without marking the session as used. */
  readonly checkSession: CheckSession
  readonly noteActivity: (sessionId: SignedIn['actor']['sessionId']) => Promise<void>
  readonly denials: DenialLog
  readonly events: AccessEvents
  readonly clock: Clock
  readonly log: Log
}

export interface SocketHub {
  open(): number
  /** Before the process ends: pages connect again elsewhere. */
  closeAll(): void
}

/** Events say at once that something ended; this finds what no event said, e.g. while PostgreSQL was away. */
const recheckMs = 5_000

interface Admission {
  readonly signedIn: SignedIn
  readonly tenantId: TenantId
  readonly decision: AllowedDecision
}

/**
 * WebSocket endpoints under the same rules as routes: same origin, session, one decision, every message checked. An open
 * socket ends within a second of its session or its right (issue, HTTP).
 */
export function registerSockets(
  app: FastifyInstance,
  handlers: SocketHandlers,
  dependencies: SocketDependencies,
): SocketHub {
  const { authorise, checkSession, events, clock, log } = dependencies
  const connections = new Set<ManagedConnection>()
  const permissionOf = new WeakMap<ManagedConnection, SocketDeclaration['permission']>()

  /** Ends it when its session or its right is over; otherwise says until when the right holds by itself. */
  async function recheck(connection: ManagedConnection): Promise<number | null> {
    const permission = permissionOf.get(connection)
    if (!connection.isOpen || permission === undefined) return null
    const { actor, tenantId, rowScope } = connection
    if ((await checkSession(actor.sessionId)) === null) {
      connection.end(socketCloseCodes.sessionOver)
      return null
    }
    const decision = await authorise(actor, permission, { kind: 'tenant', tenantId })
    if (!decision.allowed) {
      connection.end(socketCloseCodes.forbidden)
      return null
    }
    const isSame = JSON.stringify(decision.rowScope) === JSON.stringify(rowScope)
    if (!isSame) connection.end(socketCloseCodes.rightsChanged)
    return decision.validUntil
  }

  /** What cannot be checked (the database is away) ends nothing: a call in hand goes on, and opens nothing new. */
  async function recheckOrGoOn(connection: ManagedConnection): Promise<number | null> {
    try {
      return await recheck(connection)
    } catch (error) {
      log.warn({ err: error }, 'a socket could not be checked again')
      return null
    }
  }

  function keepChecking(connection: ManagedConnection): void {
    let cancel: () => void = () => undefined
    connection.onEnd(() => cancel())
    async function look(): Promise<void> {
      const validUntil = await recheckOrGoOn(connection)
      if (!connection.isOpen) return
      const untilEndMs = validUntil === null ? recheckMs : Math.max(validUntil - clock.now(), 0) + 1
      cancel = clock.setTimer(Math.min(recheckMs, untilEndMs), () => void look())
    }
    // at once: what ended between the decision and now was not seen by the subscription
    void look()
  }

  const unsubscribe = events.subscribe((event) => {
    // after this round of listeners, so that remembered rights are forgotten first
    queueMicrotask(() => {
      for (const connection of connections) {
        if (event.kind === 'session_ended' && connection.actor.sessionId === event.sessionId) {
          connection.end(socketCloseCodes.sessionOver)
        }
        if (event.kind === 'rights_changed' && connection.actor.personId === event.personId)
          void recheckOrGoOn(connection)
      }
    })
  })
  app.addHook('onClose', async () => unsubscribe())

  for (const name of Object.keys(handlers) as SocketName[]) {
    const declaration: SocketDeclaration = socketTable[name]
    const toClient = stripped(declaration.toClient)
    const handler = handlers[name]
    if (handler === undefined) continue
    const admissions = new WeakMap<FastifyRequest, Admission>()
    app.route({
      method: 'GET',
      url: declaration.path,
      config: { routeName: name },
      websocket: true,
      async onRequest(request) {
        admissions.set(request, await admit(request, name, declaration, dependencies))
      },
      handler(socket, request) {
        const admission = admissions.get(request)
        if (admission === undefined) return socket.terminate()
        const { signedIn, tenantId, decision } = admission
        const connection = manageConnection({
          socket,
          name,
          actor: signedIn.actor,
          tenantId,
          decision,
          fromClient: declaration.fromClient,
          toClient,
          clock,
          log,
          noteActivity() {
            dependencies.noteActivity(signedIn.actor.sessionId).catch(() => undefined)
          },
        })
        connections.add(connection)
        connection.onEnd(() => connections.delete(connection))
        permissionOf.set(connection, declaration.permission)
        keepChecking(connection)
        Promise.resolve(handler(connection as unknown as SocketConnection<SocketName>)).then(
          (listener) => connection.listen(listener as ConnectionListener<unknown>),
          (error: unknown) => {
            log.error({ socket: name, err: error }, 'failed')
            connection.end(1011)
          },
        )
      },
    })
  }

  return {
    open: () => connections.size,
    closeAll() {
      for (const connection of connections) connection.end(1012)
    },
  }
}

async function admit(
  request: FastifyRequest,
  name: SocketName,
  declaration: SocketDeclaration,
  { publicOrigin, authenticate, authorise, denials }: SocketDependencies,
): Promise<Admission> {
  // browsers always say the origin of a page that opens a socket (RFC 6455, 10.2)
  if (request.headers.origin !== publicOriginOf(publicOrigin).origin) throw new ProblemError('forbidden')
  const signedIn = await authenticate((cookie) => request.cookies[cookie])
  if (signedIn === null) throw new ProblemError('not_signed_in')
  const query = declaration.query.safeParse(request.query)
  if (!query.success) throw new ProblemError('invalid_input', 'query.tenantId')
  const { tenantId } = query.data
  const scope = { kind: 'tenant', tenantId } as const
  const decision = await authorise(signedIn.actor, declaration.permission, scope)
  if (!decision.allowed) {
    denials.add({ actor: signedIn.actor, name, permission: declaration.permission, scope, reason: decision.reason })
    throw new ProblemError('forbidden')
  }
  return { signedIn, tenantId, decision }
}
