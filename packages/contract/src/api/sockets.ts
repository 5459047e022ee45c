import { z } from 'zod'
import type { Permission } from '../seats.ts'
import { deskFromClient, deskToClient, floorToClient, socketQuery } from './desk.ts'
import { listsToClient } from './lists.ts'

/**
 * One WebSocket endpoint, declared like a route: the same session cookie, one permission at the tenant in the query, and
 * every message in both directions checked against its union.
 */
export interface SocketDeclaration {
  readonly path: `/ws/${string}`
  readonly permission: Permission
  readonly query: typeof socketQuery
  /** `z.never()` when the client has nothing to say: any message then ends the connection. */
  readonly fromClient: z.ZodType
  readonly toClient: z.ZodType
}

/**
 * Why the server closed a socket. Codes 4000-4999 are free for applications (RFC 6455, 7.4.2); the page decides by them
 * whether to sign in again, to say that a right is gone, or to connect again.
 */
export const socketCloseCodes = {
  sessionOver: 4401,
  forbidden: 4403,
  /** Rights or their reach changed: connect again to get the new ones. */
  rightsChanged: 4409,
  invalidMessage: 4400,
  tooSlow: 4408,
} as const

export const socketTable = {
  desk: {
    path: '/ws/desk',
    permission: 'desk.work',
    query: socketQuery,
    fromClient: deskFromClient,
    toClient: deskToClient,
  },
  floor: {
    path: '/ws/floor',
    permission: 'floor.watch',
    query: socketQuery,
    fromClient: z.never(),
    toClient: floorToClient,
  },
  /** How imports go, and which lists changed. */
  lists: {
    path: '/ws/lists',
    permission: 'lists.read',
    query: socketQuery,
    fromClient: z.never(),
    toClient: listsToClient,
  },
} as const satisfies Record<string, SocketDeclaration>
export type SocketName = keyof typeof socketTable
