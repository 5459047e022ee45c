import {
  type JobId,
  type Permission,
  permissions,
  type ScopeKind,
  type SessionId,
  type SiteId,
  type TenantId,
} from '@sekisho/contract'
import { type Actor, type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, wholeTenant } from '../platform/database/index.ts'
import { type AccessEvents, createShortMemory } from '../platform/events/index.ts'
import type { Authorise, Decision, DecisionFacts, DeniedDecision, Scope } from '../platform/http/index.ts'
import {
  currentDesignations,
  type Designation,
  jobsOfSites,
  loadRights,
  type RightsOfSession,
  seatsOf,
} from './current-rights.ts'
import type { PolicyFacts, PolicySet } from './policy-set.ts'

export interface Rights {
  readonly authorise: Authorise
  /** Every permission of a session at one scope, for the page to show what may be done. Decides nothing. */
  permissionsAt(actor: PersonActor, scope: Scope): Promise<Permission[]>
  /** The designations that hold at this moment. */
  currentOf(actor: PersonActor): Promise<Designation[]>
  /** Call when events may have been missed. */
  forgetAll(): void
}

/** A change in another process reaches a decision after this time even when its announcement is lost. */
const memoryMs = 1_000

/** Permitted, with the wider reach first: the designation that is named in the decision. */
const breadth: readonly ScopeKind[] = ['house', 'tenant', 'job', 'site']

/**
 * The one place that decides who may (architecture rule 7): policies over current designations, default deny.
 *
 * Multi-factor sign-in needs no fact of its own: no session comes into being without it (identity slice).
 */
export function createRights(dependencies: {
  database: Database
  clock: Clock
  events: AccessEvents
  policies: PolicySet
}): Rights {
  const { database, clock, events, policies } = dependencies
  const policyHash = policies.hash
  const rightsOf = createShortMemory<SessionId, RightsOfSession | null>({
    clock,
    maxAgeMs: memoryMs,
    loadAll: (sessionIds) => loadRights(database, sessionIds),
  })
  const siteJobs = createShortMemory<`${TenantId} ${SiteId}`, JobId[]>({
    clock,
    maxAgeMs: memoryMs,
    loadAll: (keys) =>
      Promise.all(keys.map((key) => jobsOfSites(database, key.slice(0, 36) as TenantId, [key.slice(37) as SiteId]))),
  })
  const knownTenants = new Set<TenantId>()

  events.subscribe((event) => {
    if (event.kind === 'session_ended') rightsOf.forget(event.sessionId)
    else rightsOf.forgetWhere((_key, rights) => rights === null || rights.personId === event.personId)
  })

  const denied = (reason: DeniedDecision['reason']): DeniedDecision => ({
    allowed: false,
    reason,
    rowScope: { jobs: [] },
    policyHash,
  })

  async function liveRights(actor: PersonActor): Promise<RightsOfSession | null> {
    const rights = await rightsOf.get(actor.sessionId)
    const isLive =
      rights !== null && rights.isLive && clock.now() < rights.expiresAt && rights.personId === actor.personId
    return isLive ? rights : null
  }

  /** Tenants are never removed, so a known one stays known. */
  async function tenantExists(tenantId: TenantId): Promise<boolean> {
    if (knownTenants.has(tenantId)) return true
    const row = await database.transaction(systemActor('identity'), 'house', (tx) =>
      tx.db.selectFrom('house.tenants').select('tenant_id').where('tenant_id', '=', tenantId).executeTakeFirst(),
    )
    if (row !== undefined) knownTenants.add(tenantId)
    return row !== undefined
  }

  async function rowsOf(tenantId: TenantId, permitted: readonly Designation[]) {
    if (permitted.some(({ scopeKind }) => scopeKind === 'house' || scopeKind === 'tenant')) return wholeTenant
    const jobs = new Set<JobId>()
    for (const { jobId, siteId } of permitted) {
      if (jobId !== null) jobs.add(jobId)
      if (siteId !== null) for (const job of await siteJobs.get(`${tenantId} ${siteId}`)) jobs.add(job)
    }
    return { jobs: [...jobs].sort() }
  }

  async function decideForPerson(
    actor: PersonActor,
    permission: Permission,
    scope: Scope,
    facts: DecisionFacts,
  ): Promise<Decision> {
    const rights = await liveRights(actor)
    if (rights === null) return denied('no_grant')
    const current = currentDesignations(rights, clock.now())
    const question = questionOf(permission, scope, current)
    if (scope.kind === 'self') {
      return policies.permits(question(null, false))
        ? { allowed: true, rowScope: wholeTenant, designationId: null, policyHash, validUntil: rights.expiresAt }
        : denied('no_grant')
    }
    const covering = coveringDesignations(current, scope)
    const hasLiveCall = facts.hasLiveCall ?? false
    const permitted = covering.filter((designation) => policies.permits(question(designation, hasLiveCall)))
    const first = permitted[0]
    if (first === undefined) {
      const wouldBeWithCall = covering.some((designation) => policies.permits(question(designation, true)))
      return denied(wouldBeWithCall ? 'no_live_call' : 'no_grant')
    }
    if (scope.kind === 'tenant' && !(await tenantExists(scope.tenantId))) return denied('no_grant')
    return {
      allowed: true,
      rowScope: scope.kind === 'tenant' ? await rowsOf(scope.tenantId, permitted) : wholeTenant,
      designationId: first.designationId,
      policyHash,
      validUntil: Math.min(rights.expiresAt, ...permitted.map(({ validUntil }) => validUntil)),
    }
  }

  function decideForPart(actor: Extract<Actor, { kind: 'system' }>, permission: Permission, scope: Scope): Decision {
    const permits = policies.permits({
      principal: 'Part',
      resource: resourceOf(scope),
      permission,
      seat: 'none',
      reach: 'none',
      seats: [],
      hasLiveCall: false,
      part: actor.name,
    })
    if (!permits) return denied('no_grant')
    return { allowed: true, rowScope: wholeTenant, designationId: null, policyHash, validUntil: null }
  }

  const authorise: Authorise = async (actor, permission, scope, facts = {}) =>
    actor.kind === 'system' ? decideForPart(actor, permission, scope) : decideForPerson(actor, permission, scope, facts)

  return {
    authorise,
    async permissionsAt(actor, scope) {
      const decisions = await Promise.all(permissions.map((permission) => authorise(actor, permission, scope)))
      return permissions.filter((_permission, index) => decisions[index]?.allowed === true)
    },
    async currentOf(actor) {
      const rights = await liveRights(actor)
      return rights === null ? [] : currentDesignations(rights, clock.now())
    },
    forgetAll() {
      rightsOf.forgetAll()
      siteJobs.forgetAll()
    },
  }
}

function resourceOf(scope: Scope): PolicyFacts['resource'] {
  return scope.kind === 'self' ? 'Self' : scope.kind === 'house' ? 'House' : 'Tenant'
}

/** Those that a decision about the scope may look at: the house's own for the house, and both kinds for a tenant. */
function coveringDesignations(current: readonly Designation[], scope: Scope): Designation[] {
  return current
    .filter(({ scopeKind, tenantId }) =>
      scope.kind === 'tenant' ? scopeKind === 'house' || tenantId === scope.tenantId : scopeKind === 'house',
    )
    .sort((a, b) => breadth.indexOf(a.scopeKind) - breadth.indexOf(b.scopeKind))
}

function questionOf(permission: Permission, scope: Scope, current: readonly Designation[]) {
  const seats = seatsOf(current)
  return (designation: Designation | null, hasLiveCall: boolean): PolicyFacts => ({
    principal: 'Person',
    resource: resourceOf(scope),
    permission,
    seat: designation?.seat ?? 'none',
    reach: designation?.scopeKind ?? 'none',
    seats,
    hasLiveCall,
    part: 'none',
  })
}
