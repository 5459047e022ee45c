import {
  type PasskeyId,
  ProblemError,
  type RouteName,
  type Seat,
  type SessionId,
  type TenantId,
} from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { RouteOutput } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { Devices } from './devices.ts'
import { proofMs, type Proofs } from './proofs.ts'
import { idleMs, type Sessions } from './sessions.ts'

type Me = RouteOutput<Extract<RouteName, 'me.read'>>
type OwnAccount = RouteOutput<Extract<RouteName, 'me.account'>>
type SessionViews = RouteOutput<Extract<RouteName, 'me.sessions'>>['sessions']

interface PersonRow {
  display_name: string
  company_name: string
  device_label: string | null
  expires_at: Date
}

interface AccountRow {
  login: string
  password_changed_at: Date | null
  totp_since: Date | null
  proved_at: Date | null
}

interface PasskeyRow {
  passkey_id: PasskeyId
  label: string
  created_at: Date
  last_used_at: Date | null
}

interface TenantRow {
  tenant_id: TenantId
  name: string
  client_name: string
  sector: 'company' | 'municipality'
}

/** What somebody sees and ends of his own. */
export function createOwnAccount(
  dependencies: IdentityDependencies & { sessions: Sessions; devices: Devices; proofs: Proofs },
) {
  const { database, clock, entries, rights, sessions, devices, proofs, config } = dependencies

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

    /** Credentials and devices, never a secret. */
    async account(actor: PersonActor): Promise<OwnAccount> {
      const now = clock.now()
      return database.transaction(actor, 'house', async (tx) => {
        const { rows } = await tx.client.query<AccountRow>(
          `select p.login, w.changed_at as password_changed_at, t.confirmed_at as totp_since, s.proved_at
           from house.sessions s join house.persons p using (person_id)
             left join house.password_credentials w using (person_id)
             left join house.totp_credentials t using (person_id)
           where s.session_id = $1`,
          [actor.sessionId],
        )
        const row = rows[0]
        if (row === undefined) throw new ProblemError('not_signed_in')
        const passkeys = await tx.client.query<PasskeyRow>(
          `select passkey_id, label, created_at, last_used_at from house.passkey_credentials
           where person_id = $1 order by created_at, passkey_id`,
          [actor.personId],
        )
        const provedUntil = (row.proved_at?.getTime() ?? 0) + proofMs
        return {
          login: row.login,
          passwordChangedAt: row.password_changed_at?.getTime() ?? null,
          totpSince: row.totp_since?.getTime() ?? null,
          passkeys: passkeys.rows.map((passkey) => ({
            passkeyId: passkey.passkey_id,
            label: passkey.label,
            createdAt: passkey.created_at.getTime(),
            lastUsedAt: passkey.last_used_at?.getTime() ?? null,
          })),
          devices: await devices.listOf(tx, actor.personId, actor.deviceId),
          provedUntil: provedUntil > now ? provedUntil : null,
        }
      })
    },

    async sessions(actor: PersonActor): Promise<SessionViews> {
      const now = clock.now()
      const { rows } = await database.transaction(actor, 'house', (tx) =>
        tx.client.query<{
          session_id: SessionId
          device_label: string | null
          route: PersonActor['route']
          created_at: Date
          last_seen_at: Date
          expires_at: Date
        }>(
          `select s.session_id, d.label as device_label, s.route, s.created_at, s.last_seen_at, s.expires_at
           from house.sessions s left join house.devices d using (device_id)
           where s.person_id = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3
           order by s.created_at desc`,
          [actor.personId, new Date(now), new Date(now - idleMs)],
        ),
      )
      return rows.map((row) => ({
        sessionId: row.session_id,
        isThis: row.session_id === actor.sessionId,
        deviceLabel: row.device_label,
        route: row.route,
        createdAt: row.created_at.getTime(),
        lastSeenAt: row.last_seen_at.getTime(),
        expiresAt: row.expires_at.getTime(),
      }))
    },

    /**
     * @throws ProblemError `proof_needed` but for signing out; `not_found` also for a live session of somebody else
     */
    async endSession(actor: PersonActor, sessionId: SessionId, isSignOut: boolean): Promise<void> {
      await database.transaction(actor, 'house', async (tx) => {
        if (!isSignOut) await proofs.require(tx, actor)
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
