import type { CompanyId, Permission, PersonId, Purpose, Seat, SiteId, TenantId } from '@sekisho/contract'
import { createDesignate } from '../designations/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { AllowedDecision, Scope } from '../platform/http/index.ts'
import type { ComposedServer } from '../compose.ts'
import {
  accountManager,
  companies,
  type CompanyKey,
  type DemoPerson,
  operatorCompany,
  people,
  simulatedPeople,
  type SiteKey,
  sites,
  type TenantKey,
  tenantKeys,
  tenants,
} from './demo-content.ts'

/** Everybody and everything of the demo that stands before a list is imported. */
export interface DemoParties {
  readonly accountManagerId: PersonId
  readonly tenantIds: Readonly<Record<TenantKey, TenantId>>
  readonly siteIds: Readonly<Record<SiteKey, SiteId>>
  /** By login. */
  readonly personIds: ReadonlyMap<string, PersonId>
}

const rightMs = 365 * 24 * 60 * 60_000
const purposeOfSeat: Partial<Record<Seat, Purpose>> = { operator: 'call', supervisor: 'supervision' }

/**
 * Makes companies, sites, tenants, people and their designations, by the services that the pages use, as the demo's
 * account manager. What is there already is left as it is: a kill in the middle is made good by the next start, and a
 * right that somebody withdrew stays withdrawn.
 */
export async function ensureDemoParties(server: ComposedServer): Promise<DemoParties> {
  const { identity, parties, clock } = server.foundation
  const { demoPeople } = identity
  if (demoPeople === null) throw new Error('there is no demo here')
  const accountManagerId = await demoPeople.establish(operatorCompany, {
    login: accountManager.login,
    displayName: accountManager.name,
  })
  const actor = await demoPeople.beginSession(accountManagerId)
  try {
    const { policyHash } = await decisionOf(server, actor, 'parties.manage', { kind: 'house' })
    const author = { actor, policyHash }
    const known = await parties.list(actor)

    const companyIds = {} as Record<CompanyKey | 'operator', CompanyId>
    const companyNamed = (name: string): CompanyId | undefined =>
      known.companies.find((company) => company.name === name)?.companyId
    companyIds.operator = companyNamed(operatorCompany) ?? missing(operatorCompany)
    for (const [key, company] of entriesOf(companies))
      companyIds[key] = companyNamed(company.name) ?? (await parties.createCompany(author, company))

    const siteIds = {} as Record<SiteKey, SiteId>
    for (const [key, name] of entriesOf(sites))
      siteIds[key] = known.sites.find((site) => site.name === name)?.siteId ?? (await parties.createSite(author, name))

    const tenantIds = {} as Record<TenantKey, TenantId>
    for (const [key, { client, name }] of entriesOf(tenants)) {
      const clientId = companyIds[client]
      tenantIds[key] =
        known.tenants.find((tenant) => tenant.clientId === clientId && tenant.name === name)?.tenantId ??
        (await parties.createTenant(author, { clientId, name, isDemo: true }))
    }

    const personIds = new Map<string, PersonId>([[accountManager.login, accountManagerId]])
    const designate = createDesignate({
      ...{ database: server.foundation.database, clock, entries: server.foundation.writer },
      events: server.foundation.events,
      requireProof: server.foundation.identity.requireProof,
    })
    const written = await designate.list(actor)
    for (const person of [...people, ...tenantKeys.flatMap(simulatedPeople)]) {
      const { login, name: displayName, company, employment = 'employee', seat } = person
      const newPerson = { login, displayName, companyId: companyIds[company], employment }
      const personId = await demoPeople.ensure(author, newPerson)
      personIds.set(login, personId)
      for (const tenantId of reachOf(person, tenantIds)) {
        const isWritten = written.some(
          (right) => right.personId === personId && right.seat === seat && right.tenantId === tenantId,
        )
        if (isWritten) continue
        const now = clock.now()
        await designate.grant(actor, policyHash, {
          ...{ personId, seat, purpose: purposeOfSeat[seat] ?? 'oversight' },
          ...(tenantId === null ? { scopeKind: 'house' } : { scopeKind: 'tenant', tenantId }),
          basis: 'デモの権限指定書 (架空)',
          validFrom: now,
          validUntil: now + rightMs,
        })
      }
    }
    return { accountManagerId, tenantIds, siteIds, personIds }
  } finally {
    await demoPeople.endSession(actor)
  }
}

/** @throws Error when the person may not: what the demo does is decided like everything else */
export async function decisionOf(
  server: ComposedServer,
  actor: PersonActor,
  permission: Permission,
  scope: Scope,
): Promise<AllowedDecision> {
  const decision = await server.foundation.rights.authorise(actor, permission, scope)
  if (!decision.allowed) throw new Error(`the demo's person may not ${permission}`)
  return decision
}

function reachOf({ tenants: reach }: DemoPerson, tenantIds: Record<TenantKey, TenantId>): (TenantId | null)[] {
  return reach === 'house' ? [null] : reach.map((key) => tenantIds[key])
}

function missing(name: string): never {
  throw new Error(`${name} is missing`)
}

function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][]
}
