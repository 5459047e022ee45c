import type { Readable } from 'node:stream'
import {
  maxUploadBytes,
  nothing,
  ProblemError,
  type RouteDeclaration,
  type RouteName,
  routeTable,
  type TenantId,
  tenantId as tenantIdSchema,
} from '@sekisho/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { wholeTenant } from '../database/index.ts'
import type { AllowedDecision, Authenticate, Authorise, Scope, SignedIn } from './access.ts'
import { checked } from './answer-problem.ts'
import { callerOf } from './caller.ts'
import { cappedStream } from './capped-stream.ts'
import { discardRest } from './discard-rest.ts'
import type { DenialLog } from './denial-key.ts'
import type { RouteContext, RouteHandler, RouteHandlers } from './handler.ts'
import { publicOriginOf, requireSameOrigin } from './require-origin.ts'
import { stripped } from './stripped.ts'

export interface RouteDependencies {
  readonly publicOrigin: string
  readonly authenticate: Authenticate
  readonly authorise: Authorise
  readonly denials: DenialLog
}

/** The way of one request through the door: set by `admit`, read by the handler. */
interface Admission {
  readonly signedIn: SignedIn | null
  readonly decision: AllowedDecision | null
  readonly params: unknown
}

/** A body has to arrive in this time; uploads have the whole request's. */
const jsonBodyMs = 30_000

/**
 * Registers handlers under their declarations. Each request goes one way: same origin, session, one decision, checked
 * input, handler, stripped output. The body is not read before the decision is made.
 *
 * @param handlers  by route name; call once for each slice
 * @throws Error    a handler without a declaration
 */
export function registerRoutes(app: FastifyInstance, handlers: RouteHandlers, dependencies: RouteDependencies): void {
  for (const name of Object.keys(handlers) as RouteName[]) {
    const declaration: RouteDeclaration | undefined = routeTable[name]
    if (declaration === undefined) throw new Error(`a handler for the undeclared route ${name}`)
    const handler = handlers[name]
    if (handler !== undefined) registerRoute(app, name, declaration, handler, dependencies)
  }
}

/** Declared routes that nobody handles yet; what is not built is absent, and the composition says so. */
export function routesWithoutHandler(...registered: readonly RouteHandlers[]): RouteName[] {
  const handled = new Set(registered.flatMap((handlers) => Object.keys(handlers)))
  return (Object.keys(routeTable) as RouteName[]).filter((name) => !handled.has(name))
}

function registerRoute(
  app: FastifyInstance,
  name: RouteName,
  declaration: RouteDeclaration,
  handler: RouteHandler<RouteName>,
  dependencies: RouteDependencies,
): void {
  const admissions = new WeakMap<FastifyRequest, Admission>()
  const isStream = declaration.body === 'stream'
  const output = stripped(declaration.output)

  void app.register(async (scope) => {
    if (isStream) {
      scope.removeAllContentTypeParsers()
      // the bytes are not touched here: the handler pulls them
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    }
    scope.route({
      method: declaration.method,
      url: declaration.path,
      config: { routeName: name },
      async onRequest(request, reply) {
        if (isStream) discardRest(request, reply)
        admissions.set(request, await admit(request, name, declaration, dependencies))
        if (isStream) refuseDeclaredOversize(request)
        else limitBodyTime(request, reply)
      },
      async handler(request, reply) {
        const admission = admissions.get(request)
        if (admission === undefined) throw new Error('a request that was not admitted')
        const context = {
          actor: admission.signedIn?.actor ?? null,
          decision: admission.decision,
          tenantId: declaration.scope === 'tenant' ? tenantOfParams(admission.params) : null,
          rowScope: admission.decision?.rowScope ?? wholeTenant,
          params: admission.params,
          query: checked('query', declaration.query ?? nothing, request.query),
          body: bodyOf(request, declaration),
          caller: callerOf(request, reply),
        }
        const result = await handler(context as unknown as RouteContext<RouteName>)
        const shaped = output.safeParse(result)
        if (!shaped.success) throw new WrongOutput(shaped.error)
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(shaped.data))
      },
    })
  })
}

/** A handler that gave back something else than it declared. Its places stand in the stack, its values nowhere. */
class WrongOutput extends Error {
  readonly code = 'WRONG_OUTPUT'
  constructor(error: z.ZodError) {
    super('a handler gave back another shape than its declaration')
    this.name = `WrongOutput at ${error.issues.map((issue) => issue.path.map(String).join('.')).join(', ')}`.slice(
      0,
      200,
    )
  }
}

async function admit(
  request: FastifyRequest,
  name: RouteName,
  declaration: RouteDeclaration,
  { publicOrigin, authenticate, authorise, denials }: RouteDependencies,
): Promise<Admission> {
  requireSameOrigin(request, publicOriginOf(publicOrigin), declaration.method !== 'GET')
  if (declaration.permission === 'public') {
    return { signedIn: null, decision: null, params: checked('params', declaration.params ?? nothing, request.params) }
  }
  const signedIn = await authenticate((cookie) => request.cookies[cookie])
  if (signedIn === null) throw new ProblemError('not_signed_in')
  const params = checked('params', declaration.params ?? nothing, request.params)
  const scope: Scope =
    declaration.scope === 'tenant'
      ? { kind: 'tenant', tenantId: tenantOfParams(params) }
      : { kind: declaration.scope === 'house' ? 'house' : 'self' }
  const decision = await authorise(signedIn.actor, declaration.permission, scope)
  if (!decision.allowed) {
    denials.add({
      actor: signedIn.actor,
      name,
      permission: declaration.permission,
      scope,
      reason: decision.reason,
    })
    throw new ProblemError('forbidden')
  }
  return { signedIn, decision, params }
}

function tenantOfParams(params: unknown): TenantId {
  return tenantIdSchema.parse((params as { tenantId?: unknown }).tenantId)
}

function bodyOf(request: FastifyRequest, declaration: RouteDeclaration): unknown {
  if (declaration.body === 'stream') return cappedStream((request.body as Readable | undefined) ?? request.raw)
  if (declaration.body === undefined) return undefined
  return checked('body', declaration.body, request.body ?? {})
}

function refuseDeclaredOversize(request: FastifyRequest): void {
  if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes) throw new ProblemError('too_large')
}

/** A sender who trickles a body keeps a connection and nothing else; after a while it loses that, too. */
function limitBodyTime(request: FastifyRequest, reply: FastifyReply): void {
  if (request.raw.readableEnded || request.headers['content-length'] === undefined) return
  const timer = setTimeout(() => request.raw.destroy(), jsonBodyMs)
  request.raw.once('end', () => clearTimeout(timer))
  reply.raw.once('close', () => clearTimeout(timer))
}
