import { routeTable } from '@sekisho/contract'
import type { RouteName } from '@sekisho/contract'
import type { z } from 'zod'
import { buildPath } from './path.ts'
import { CallProblem, problemFromBody } from './problem.ts'
import { noteReach } from './reach.ts'

type Table = typeof routeTable

/** Ids in addresses are plain text; the server checks them, so a query takes any text where an id or a code stands. */
type QueryOf<Output> = {
  [Key in keyof Output]?: (Output[Key] extends string | undefined ? string : Output[Key]) | undefined
}

type ParamsPart<Name extends RouteName> = Table[Name] extends { params: infer Schema extends z.ZodType }
  ? { readonly params: z.input<Schema> }
  : unknown
type QueryPart<Name extends RouteName> = Table[Name] extends { query: infer Schema extends z.ZodType }
  ? { readonly query?: QueryOf<z.output<Schema>> }
  : unknown
type BodyPart<Name extends RouteName> = Table[Name] extends { body: infer Schema extends z.ZodType }
  ? { readonly body: z.input<Schema> }
  : unknown

/** What a route of the table takes: `params`, `query` and `body` as declared, and nothing else. */
export type CallInput<Name extends RouteName> = ParamsPart<Name> &
  QueryPart<Name> &
  BodyPart<Name> & { readonly signal?: AbortSignal }

/** What a route of the table gives. */
export type CallOutput<Name extends RouteName> = z.output<Table[Name]['output']>

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/**
 * Calls one declared route with the session's cookie.
 *
 * @example  const { lists } = await call('lists.list', { params: { tenantId } })
 * @throws   CallProblem  the server's words, or `offline` when it was not reached
 */
export async function call<Name extends RouteName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const { method, path } = routeTable[name]
  const { params, query, body, signal } = input as AnyInput
  let response: Response
  try {
    response = await fetch(buildPath(path, params, query), {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    noteReach(false)
    throw new CallProblem('offline')
  }
  noteReach(true)
  let answer: unknown
  try {
    answer = await response.json()
  } catch {
    throw response.ok ? new CallProblem('unexpected') : problemFromBody(response.status, null)
  }
  if (!response.ok) throw problemFromBody(response.status, answer)
  return answer as CallOutput<Name>
}
