import type { Permission } from '@sekisho/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { CallOutput } from './api/call.ts'
import { call } from './api/call.ts'
import { CallProblem } from './api/problem.ts'
import { queryClient } from './api/queries.ts'

export type Me = CallOutput<'me.read'>
export type MyTenant = Me['tenants'][number]

const meQuery = queryOptions<Me | null, CallProblem>({
  queryKey: ['me.read'],
  queryFn: async ({ signal }) => {
    try {
      return await call('me.read', { signal })
    } catch (error) {
      if (!isSignedOut(error)) throw error
      if (wasSignedIn()) forgetSession()
      return null
    }
  },
  staleTime: 30_000,
})

/** Who is signed in here; null when nobody is. */
export function useMe(): UseQueryResult<Me | null, CallProblem> {
  return useQuery({ ...meQuery, refetchInterval: 60_000 })
}

/** After a sign-in: who am I now. Done when it is known. */
export async function refreshMe(): Promise<void> {
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
}

/** When in doubt, e.g. after a refused socket: looks again, and says nothing of its own if that fails. */
export async function recheckMe(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
}

/** How a session of this page ended: by its own person here, or by time, an administrator or another page. */
export type SessionEnd = 'here' | 'elsewhere'
let lastEnd: SessionEnd = 'here'
let isLeaving = false

export function lastSessionEnd(): SessionEnd {
  return lastEnd
}

/** Somebody is signing out: a socket may tell that the session is over before the request is answered. */
export function noteLeaving(leaves: boolean): void {
  isLeaving = leaves
}

/** The session ended: everything it had fetched leaves the memory of this page. What anybody may know stays. */
export function forgetSession(end: SessionEnd = 'elsewhere'): void {
  if (wasSignedIn()) lastEnd = isLeaving ? 'here' : end
  isLeaving = false
  queryClient.removeQueries({ predicate: ({ queryKey: [name] }) => name !== 'me.read' && !isPublic(name) })
  queryClient.setQueryData(meQuery.queryKey, null)
}

// any request that finds the session over, or a right gone, tells the whole page at once
queryClient.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') heed(event.action.error)
})
queryClient.getMutationCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') heed(event.action.error)
})

function heed(error: unknown): void {
  if (isSignedOut(error) && wasSignedIn()) forgetSession()
  else if (error instanceof CallProblem && error.code === 'forbidden') void recheckMe()
}

function wasSignedIn(): boolean {
  return (queryClient.getQueryData(meQuery.queryKey) ?? null) !== null
}

function isPublic(name: unknown): boolean {
  return name === 'setUp.read' || name === 'health.read'
}

function isSignedOut(error: unknown): boolean {
  return error instanceof CallProblem && error.code === 'not_signed_in'
}

/** Whether the server would let this person try: it shapes the screens only, the server decides each request itself. */
export function may(me: Me, permission: Permission, tenantId: string | null): boolean {
  if (tenantId === null) return me.house.permissions.includes(permission)
  return me.tenants.find((tenant) => tenant.tenantId === tenantId)?.permissions.includes(permission) ?? false
}
