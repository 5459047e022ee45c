import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastifyWebsocket from '@fastify/websocket'
import { ProblemError, routeTable } from '@sekisho/contract'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify'
import type { Log } from '../log/index.ts'
import { answerProblem, universalProblems } from './answer-problem.ts'
import { hostVerdict, publicOriginOf } from './require-origin.ts'
import { setCommonHeaders } from './security-headers.ts'
import { serveWebFiles } from './web-files.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the declared route or socket, for the log. */
    readonly routeName?: string
  }
}

export interface AppOptions {
  /** Where people reach the product, e.g. `http://localhost:4700`. */
  readonly publicOrigin: string
  /** Folder of the built web client; null when this process serves none. */
  readonly webRoot: string | null
  readonly log: Log
  /**
   * Outside production a problem that a route throws without declaring it is answered as `internal`, so that tests and
   * developers stumble over it; in production the person gets the problem itself. Logged as an error in both.
   */
  readonly isProduction: boolean
}

export const socketMessageLimitBytes = 16 * 1024
const jsonLimitBytes = 512 * 1024
/** An upload of 2 GB over a slow line; JSON bodies have their own, shorter limit. */
const longestRequestMs = 2 * 60 * 60_000
const idleConnectionMs = 120_000

/**
 * The HTTP server with everything that holds for every answer: host check, headers, errors as problems, a log without
 * values, the web client's files. Routes are added by `registerRoutes`, sockets by `registerSockets`.
 */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { log } = options
  const publicOrigin = publicOriginOf(options.publicOrigin)
  // the plain type, so that plugins typed for any Fastify fit
  const loggerInstance: FastifyBaseLogger = log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: jsonLimitBytes,
    requestTimeout: longestRequestMs,
    connectionTimeout: idleConnectionMs,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    trustProxy: false,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 },
    http: { headersTimeout: 20_000, maxHeaderSize: 16 * 1024 },
    // headers that do not parse never reach a hook: say nothing that quotes them
    clientErrorHandler: (_error, socket) => socket.destroy(),
  })
  await app.register(fastifyCookie)
  await app.register(fastifyWebsocket, {
    options: { maxPayload: socketMessageLimitBytes, perMessageDeflate: false, clientTracking: true },
  })

  app.addHook('onRequest', async (request, reply) => {
    setCommonHeaders(reply, publicOrigin)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    const verdict = hostVerdict(request, publicOrigin)
    if (verdict === 'ours') return
    // passkeys never work on a bare address, and cookies of the two names would differ
    if (verdict === 'bare_loopback' && request.method === 'GET' && !/^\/(api|ws)\//.test(request.url)) {
      return reply.redirect(`${publicOrigin.origin}/`, 308)
    }
    return answerProblem(reply.code(421), 'forbidden')
  })
  app.addHook('onResponse', async (request, reply) => {
    const { routeName } = request.routeOptions.config
    const durationMs = Math.round(reply.elapsedTime)
    const line = { method: request.method, route: routeName ?? null, status: reply.statusCode, durationMs }
    log.info({ ...line, requestId: request.id }, 'answered')
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { routeName } = request.routeOptions.config
    return answerError(error, reply, { log, isProduction: options.isProduction, routeName, requestId: request.id })
  })
  await serveWebFiles(app, options.webRoot, publicOrigin)
  return app
}

interface ErrorPlace {
  readonly log: Log
  readonly isProduction: boolean
  readonly routeName: string | undefined
  readonly requestId: string
}

function answerError(error: FastifyError, reply: FastifyReply, place: ErrorPlace): FastifyReply {
  const { log, routeName, requestId } = place
  if (error instanceof ProblemError) {
    const declaration = Object.entries(routeTable).find(([name]) => name === routeName)?.[1]
    const declared: readonly string[] = declaration?.problems ?? []
    if (universalProblems.includes(error.code) || declared.includes(error.code)) {
      return answerProblem(reply, error.code, error.detail)
    }
    log.error({ route: routeName ?? null, requestId, problem: error.code }, 'undeclared problem')
    return place.isProduction ? answerProblem(reply, error.code, error.detail) : answerProblem(reply, 'internal')
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return answerProblem(reply, 'invalid_input')
  log.error({ route: routeName ?? null, requestId, err: error }, 'failed')
  return answerProblem(reply, 'internal')
}
