import type { z } from 'zod'
import type { ProblemCode } from '../errors.ts'
import type { Permission } from '../seats.ts'

/**
 * One HTTP route, declared once: the server registers it, the web client calls it, the generated access test calls it as
 * every seat. Undeclared input is refused, undeclared output is stripped (architecture rule 6).
 *
 * - `permission` `public` needs no session; every other needs a session and the permission at `scope`.
 * - `scope` `self`: the session's own things; `house`: the head office; `tenant`: the tenant in `params.tenantId`.
 * - `body: 'stream'` takes raw bytes (an upload) instead of JSON.
 */
export interface RouteDeclaration {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: `/api/${string}`
  readonly permission: Permission | 'public'
  readonly scope: 'none' | 'self' | 'house' | 'tenant'
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType | 'stream'
  readonly output: z.ZodType
  readonly problems: readonly ProblemCode[]
}

/** Keeps the literal types of a declaration. */
export function route<const Declaration extends RouteDeclaration>(declaration: Declaration): Declaration {
  return declaration
}
