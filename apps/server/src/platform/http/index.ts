export type {
  AllowedDecision,
  Authenticate,
  Authorise,
  CheckSession,
  Decision,
  DecisionFacts,
  DeniedDecision,
  Denial,
  Scope,
  SignedIn,
} from './access.ts'
export type { Caller } from './caller.ts'
export { cappedStream } from './capped-stream.ts'
export { type AppOptions, createApp } from './create-app.ts'
export { type CountedLog, createCountedLog } from './counted-log.ts'
export { type DenialLog, denialKey } from './denial-key.ts'
export type { RouteContext, RouteHandler, RouteHandlers, RouteOutput } from './handler.ts'
export { openApiDocument } from './open-api.ts'
export { registerRoutes, type RouteDependencies, routesWithoutHandler } from './register-routes.ts'
export { publicOriginOf, requireSameOrigin } from './require-origin.ts'
export { stripped } from './stripped.ts'
export { NONCE_PLACEHOLDER } from './web-files.ts'
