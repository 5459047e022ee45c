import { ProblemError, type RouteName, type Seat, type SessionId, type TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { RouteOutput } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { idleMs, type Sessions } from './sessions.ts'

type Me = RouteOutput<Extract<RouteName, 'me.read'>>
type SessionViews = RouteOutput<Extract<RouteName, 'me.sessions'>>['sessions']

interface PersonRow {
  display_name: string
  company_name: string
  device_label: string | null
  expires_at: Date
}

interface TenantRow {
  tenant_id: TenantId
  name: string
  client_name: string
  sector: 'company' | 'municipality'
}

/** What somebody sees and ends of his own. */
export function createOwnAccount(dependencies: IdentityDependencies & { sessions: Sessions }) {
  const { database, clock, entries, rights, sessions, config } = dependencies

  /** Tenants with at least one permission; a house designation shows those it reaches by policy. */
  async function tenantsOf(actor: PersonActor): Promise<Me['tenants']> {
    const current = await rights.currentOf(actor)
    const own = current.flatMap(({ tenantId }) => (tenantId === null ? [] : [tenantId]))
    const reachesAll = current.some(({ scopeKind }) => scopeKind === 'house')
    const { rows } = await database.transaction(actor, 'house', (tx) =>
      tx.client.query<TenantRow>(
        `select t.tenant_id, t.name, c.name as client_name, c.sector
         from house.tenants t join house.companies c on c.company_id = t.client_id
         where $1 or t.tenant_id = any ($2) order by c.name, t.name`,
        [reachesAll, own],
      ),
    )
    const views = rows.map(async (row) => {
      const seats = current.flatMap(({ seat, tenantId, scopeKind }) =>
        tenantId === row.tenant_id || scopeKind === 'house' ? [seat] : [],
      )
      return {
        tenantId: row.tenant_id,
        name: row.name,
        clientName: row.client_name,
        sector: row.sector,
        seats: [...new Set<Seat>(seats)],
        permissions: await rights.permissionsAt(actor, { kind: 'tenant', tenantId: row.tenant_id }),
      }
    })
    return (await Promise.all(views)).filter(({ permissions }) => permissions.length > 0)
  }

  return {
    async read(actor: PersonActor): Promise<Me> {
      const { rows } = await database.transaction(actor, 'house', (tx) =>
        tx.client.query<PersonRow>(
          `select p.display_name, c.name as company_name, d.label as device_label, s.expires_at
           from house.sessions s join house.persons p using (person_id) join house.companies c using (company_id)
             left join house.devices d on d.device_id = s.device_id
           where s.session_id = $1`,
          [actor.sessionId],
        ),
      )
      const row = rows[0]
      if (row === undefined) throw new ProblemError('not_signed_in')
      const current = await rights.currentOf(actor)
      const houseSeats = current.flatMap(({ seat, scopeKind }) => (scopeKind === 'house' ? [seat] : []))
      return {
        personId: actor.personId,
        displayName: row.display_name,
        companyName: row.company_name,
        route: actor.route,
        deviceLabel: row.device_label,
        sessionExpiresAt: row.expires_at.getTime(),
        isTrial: config.isTrial,
        isDemo: config.isDemo,
        house: { seats: [...new Set(houseSeats)], permissions: await rights.permissionsAt(actor, { kind: 'house' }) },
        tenants: await tenantsOf(actor),
      }
    },

    async sessions(actor: PersonActor): Promise<SessionViews> {
      const now = clock.now()
      const { rows } = await database.transaction(actor, 'house', (tx) =>
        tx.client.query<{
          session_id: SessionId
          route: PersonActor['route']
          created_at: Date
          last_seen_at: Date
          expires_at: Date
        }>(
          `select session_id, route, created_at, last_seen_at, expires_at from house.sessions
           where person_id = $1 and ended_at is null and expires_at > $2 and last_seen_at > $3 order by created_at desc`,
          [actor.personId, new Date(now), new Date(now - idleMs)],
        ),
      )
      return rows.map((row) => ({
        sessionId: row.session_id,
        isThis: row.session_id === actor.sessionId,
        route: row.route,
        createdAt: row.created_at.getTime(),
        lastSeenAt: row.last_seen_at.getTime(),
        expiresAt: row.expires_at.getTime(),
      }))
    },

    /** @throws ProblemError `not_found` also for a live session of somebody else */
    async endSession(actor: PersonActor, sessionId: SessionId, isSignOut: boolean): Promise<void> {
      await database.transaction(actor, 'house', async (tx) => {
        const isEnded = await sessions.endOne(tx, actor.personId, sessionId, isSignOut ? 'signed_out' : 'revoked')
        if (!isEnded) throw new ProblemError('not_found')
        await entries.enter(tx, {
          type: isSignOut ? 'session.signed_out' : 'session.revoked',
          purpose: 'account_work',
          refs: { session: sessionId },
          ...(isSignOut ? {} : { counts: { sessions: 1 }, commit: { person: actor.personId } }),
        })
      })
    },
  }
}
