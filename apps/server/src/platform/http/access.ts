import type { DesignationId, Permission, SessionId, TenantId } from '@sekisho/contract'
import type { Actor, PersonActor } from '../actor.ts'
import type { RowScope } from '../database/index.ts'

/** What a request is about: one's own things, the head office, or one tenant. */
export type Scope =
  | { readonly kind: 'self' }
  | { readonly kind: 'house' }
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }

/** Facts that only the asking slice knows and the policies ask for. What is not given counts as false. */
export interface DecisionFacts {
  /** The contact in question is on the actor's own live call. */
  readonly hasLiveCall?: boolean
}

export interface AllowedDecision {
  readonly allowed: true
  /** Which rows of the tenant; SQL applies it (rule 7). */
  readonly rowScope: RowScope
  /** The designation that carries the right; null for one's own things and for parts of the product. */
  readonly designationId: DesignationId | null
  readonly policyHash: string
  /** Milliseconds since 1970 at which the right ends by itself; null when it does not. */
  readonly validUntil: number | null
}

export interface DeniedDecision {
  readonly allowed: false
  readonly reason: 'no_grant' | 'no_live_call'
  /** No row. */
  readonly rowScope: RowScope
  readonly policyHash: string
}

export type Decision = AllowedDecision | DeniedDecision

/** The one place where it is decided who may (rule 7); given to http, sockets and the gate. */
export type Authorise = (actor: Actor, permission: Permission, scope: Scope, facts?: DecisionFacts) => Promise<Decision>

/** A live session. */
export interface SignedIn {
  readonly actor: PersonActor
  /** When it ends at the latest, milliseconds since 1970. */
  readonly expiresAt: number
}

/** Who sends this request, from its cookies; null when nobody is signed in. Marks the session as used. */
export type Authenticate = (cookie: (name: string) => string | undefined) => Promise<SignedIn | null>

/** Whether a session is still alive, without marking it as used. */
export type CheckSession = (sessionId: SessionId) => Promise<SignedIn | null>

/** A request or an upgrade that was refused to somebody who is signed in; entered as `access.denied`. */
export interface Denial {
  readonly actor: PersonActor
  /** Route or socket name. */
  readonly name: string
  readonly permission: Permission
  readonly scope: Scope
  readonly reason: DeniedDecision['reason']
}
