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
/** A group at a time, so that neither hundreds of sockets are looked up at one moment nor each of them by itself. */
const recheckGroups = 20
/** A session lives for half an hour after its last use: talking need not be noted more often than this. */
const noteEveryMs = 30_000

interface Watched {
  readonly permission: SocketDeclaration['permission']
  readonly group: number
  cancel: () => void
}

interface Admission {
  readonly signedIn: SignedIn
  readonly tenantId: TenantId
  readonly decision: AllowedDecision
}

/**
 * WebSocket endpoints under the same rules as routes: same origin, session, one decision, every message checked. An open
 * socket ends within a second of its session or its right.
 */
export function registerSockets(
  app: FastifyInstance,
  handlers: SocketHandlers,
  dependencies: SocketDependencies,
): SocketHub {
  const { authorise, checkSession, events, clock, log } = dependencies
  /** With the permission that each needs and the group in which it is checked again. */
  const connections = new Map<ManagedConnection, Watched>()
  let opened = 0

  /** Ends it when its session or its right is over; otherwise says until when the right holds by itself. */
  async function recheck(connection: ManagedConnection): Promise<number | null> {
    const watched = connections.get(connection)
    if (!connection.isOpen || watched === undefined) return null
    const { actor, tenantId, rowScope } = connection
    // together, so that neither makes the other wait for the database
    const [session, decision] = await Promise.all([
      checkSession(actor.sessionId),
      authorise(actor, watched.permission, { kind: 'tenant', tenantId }),
    ])
    if (session === null) {
      connection.end(socketCloseCodes.sessionOver)
      return null
    }
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

  /** Checks one now, and again at the moment at which its right ends by itself, if that comes before its next turn. */
  async function look(connection: ManagedConnection): Promise<void> {
    const validUntil = await recheckOrGoOn(connection)
    const watched = connections.get(connection)
    if (validUntil === null || watched === undefined) return
    const untilEndMs = Math.max(validUntil - clock.now(), 0) + 1
    watched.cancel()
    if (untilEndMs < recheckMs) watched.cancel = clock.setTimer(untilEndMs, () => void look(connection))
  }

  function watch(connection: ManagedConnection, permission: Watched['permission']): void {
    connections.set(connection, { permission, group: opened++ % recheckGroups, cancel: () => undefined })
    connection.onEnd(() => {
      connections.get(connection)?.cancel()
      connections.delete(connection)
    })
    if (cancelTurn === undefined) waitForNextGroup()
    // at once: what ended between the decision and now was not seen by the subscription
    void look(connection)
  }

  let turn = 0
  /** Undefined while no socket is open. */
  let cancelTurn: (() => void) | undefined
  function waitForNextGroup(): void {
    cancelTurn = connections.size === 0 ? undefined : clock.setTimer(recheckMs / recheckGroups, lookAtNextGroup)
  }
  function lookAtNextGroup(): void {
    turn = (turn + 1) % recheckGroups
    for (const [connection, { group }] of connections) if (group === turn) void look(connection)
    waitForNextGroup()
  }

  const unsubscribe = events.subscribe((event) => {
    // after this round of listeners, so that remembered rights are forgotten first
    queueMicrotask(() => {
      for (const connection of connections.keys()) {
        if (event.kind === 'session_ended' && connection.actor.sessionId === event.sessionId) {
          connection.end(socketCloseCodes.sessionOver)
        }
        if (event.kind === 'rights_changed' && connection.actor.personId === event.personId)
          void recheckOrGoOn(connection)
      }
    })
  })
  app.addHook('onClose', async () => {
    unsubscribe()
    cancelTurn?.()
  })

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
        let notedAtMs = Number.NEGATIVE_INFINITY
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
            if (Math.abs(clock.now() - notedAtMs) < noteEveryMs) return
            notedAtMs = clock.now()
            dependencies.noteActivity(signedIn.actor.sessionId).catch(() => undefined)
          },
        })
        watch(connection, declaration.permission)
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
      for (const connection of connections.keys()) connection.end(1012)
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
