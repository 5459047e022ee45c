import type { Readable } from 'node:stream'
import type { RouteName, routeTable, TenantId } from '@sekisho/contract'
import type { z } from 'zod'
import type { PersonActor } from '../actor.ts'
import type { RowScope } from '../database/index.ts'
import type { AllowedDecision } from './access.ts'
import type { Caller } from './caller.ts'

type Declared<Name extends RouteName> = (typeof routeTable)[Name]
type Parsed<Declaration, Part extends string, Otherwise> =
  Declaration extends Record<Part, infer Schema> ? (Schema extends z.ZodType ? z.output<Schema> : Otherwise) : Otherwise
type IsPublic<Name extends RouteName> = Declared<Name>['permission'] extends 'public' ? true : false

/** What a handler gets: a request that was signed in, decided and checked against the declaration. */
export interface RouteContext<Name extends RouteName> {
  readonly actor: IsPublic<Name> extends true ? null : PersonActor
  readonly decision: IsPublic<Name> extends true ? null : AllowedDecision
  /** The tenant of the path, which the decision covers. */
  readonly tenantId: Declared<Name>['scope'] extends 'tenant' ? TenantId : null
  /** Hand this to `database.transaction`. */
  readonly rowScope: RowScope
  readonly params: Parsed<Declared<Name>, 'params', Record<string, never>>
  readonly query: Parsed<Declared<Name>, 'query', Record<string, never>>
  /** A stream fails with ProblemError `too_large` past the cap. Content and length are up to the sender. */
  readonly body: Declared<Name> extends { body: 'stream' } ? Readable : Parsed<Declared<Name>, 'body', undefined>
  readonly caller: Caller
}

/** What a handler gives back: the declared output; anything beyond it is stripped before it is sent. */
export type RouteOutput<Name extends RouteName> = z.input<Declared<Name>['output']>

export type RouteHandler<Name extends RouteName> = (context: RouteContext<Name>) => Promise<RouteOutput<Name>>

/** Some handlers by route name; each slice exports its own. */
export type RouteHandlers = { readonly [Name in RouteName]?: RouteHandler<Name> }
