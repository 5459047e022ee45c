import { type CompanyId, type personView, type PersonId, ProblemError } from '@sekisho/contract'
import type { z } from 'zod'
import { withdrawAllOf } from '../designations/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { createInvitations } from './invitations.ts'
import { lockPerson, type Proofs } from './proofs.ts'
import { idleMs, type Sessions } from './sessions.ts'
import type { Tickets } from './tickets.ts'

export type PersonView = z.output<typeof personView>

export interface NewPerson {
  readonly login: string
  readonly displayName: string
  readonly companyId: CompanyId
  readonly employment: 'employee' | 'dispatched' | 'contractor'
}

interface Row {
  person_id: PersonId
  login: string
  display_name: string
  company_id: CompanyId
  company_name: string
  employment: NewPerson['employment']
  disabled_at: Date | null
  last_sign_in_at: Date | null
  live_sessions: number
  is_unconfirmed: boolean
  has_password: boolean
  has_totp: boolean
  passkeys: number
}

/** What account managers do with accounts (F-03). Every change is entered in the head-office log with its transaction. */
export function createPeople(
  dependencies: IdentityDependencies & {
    sessions: Sessions
    tickets: Tickets
    proofs: Proofs
    invitations: ReturnType<typeof createInvitations>
  },
) {
  const { database, clock, entries, events, sessions, tickets, proofs, invitations } = dependencies

  return {
    async list(actor: PersonActor): Promise<PersonView[]> {
      const now = clock.now()
      const { rows } = await database.transaction(actor, 'house', (tx) =>
        tx.client.query<Row>(
          `select p.person_id, p.login, p.display_name, p.company_id, c.name as company_name, p.employment, p.disabled_at,
             (select max(s.created_at) from house.sessions s where s.person_id = p.person_id) as last_sign_in_at,
             (select count(*)::int from house.sessions s where s.person_id = p.person_id and s.ended_at is null
                and s.expires_at > $1 and s.last_seen_at > $2) as live_sessions,
             exists (select from house.account_confirmations a where a.person_id = p.person_id and a.redeemed_at is not null
               and a.confirmed_at is null) as is_unconfirmed,
             exists (select from house.password_credentials w where w.person_id = p.person_id) as has_password,
             exists (select from house.totp_credentials t where t.person_id = p.person_id and t.confirmed_at is not null) as has_totp,
             (select count(*)::int from house.passkey_credentials k where k.person_id = p.person_id) as passkeys
           from house.persons p join house.companies c using (company_id)
           order by p.login`,
          [new Date(now), new Date(now - idleMs)],
        ),
      )
      return rows.map((row) => ({
        personId: row.person_id,
        login: row.login,
        displayName: row.display_name,
        companyId: row.company_id,
        companyName: row.company_name,
        employment: row.employment,
        disabledAt: row.disabled_at?.getTime() ?? null,
        lastSignInAt: row.last_sign_in_at?.getTime() ?? null,
        liveSessions: row.live_sessions,
        isUnconfirmed: row.is_unconfirmed,
        hasPassword: row.has_password,
        hasTotp: row.has_totp,
        passkeys: row.passkeys,
      }))
    },

    /**
     * @throws ProblemError `proof_needed`; `already_known` when the login is taken, `invalid_input` when the company does
     *                      not exist
     */
    async create(actor: PersonActor, policyHash: string, person: NewPerson) {
      return database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        const company = await tx.client.query('select from house.companies where company_id = $1', [person.companyId])
        if (company.rowCount !== 1) throw new ProblemError('invalid_input', 'body.companyId')
        const personId = newId<PersonId>()
        const { rowCount } = await tx.client.query(
          `insert into house.persons (person_id, login, display_name, company_id, employment) values ($1, $2, $3, $4, $5)
           on conflict (login) do nothing`,
          [personId, person.login, person.displayName, person.companyId, person.employment],
        )
        if (rowCount !== 1) throw new ProblemError('already_known')
        const invitation = await invitations.issue(tx, personId, actor.personId)
        await entries.enter(tx, {
          type: 'person.created',
          purpose: 'account_work',
          policyHash,
          commit: { person: personId },
        })
        return { personId, invitation }
      })
    },

    /**
     * Takes everything from an account at once: sessions with their sockets, designations, tickets in progress (F-05).
     * Nobody disables himself, so that the last account manager does not vanish by a slip.
     *
     * @throws ProblemError `proof_needed`, `not_found`
     */
    async disable(actor: PersonActor, policyHash: string, personId: PersonId): Promise<void> {
      if (actor.personId === personId) throw new ProblemError('invalid_input', 'params.personId')
      await database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        await lockPerson(tx, personId)
        const { rowCount } = await tx.client.query(
          'update house.persons set disabled_at = $1 where person_id = $2 and disabled_at is null',
          [new Date(clock.now()), personId],
        )
        if (rowCount !== 1) return
        const person = { purpose: 'account_work', policyHash, commit: { person: personId } } as const
        await entries.enter(tx, { type: 'person.disabled', ...person })
        const ended = await sessions.endAllOf(tx, personId, 'disabled')
        if (ended > 0) await entries.enter(tx, { type: 'session.revoked', ...person, counts: { sessions: ended } })
        await withdrawAllOf({ tx, entries, now: clock.now(), personId, policyHash })
        await tickets.spendAllOf(tx, personId)
        await events.announce(tx, { kind: 'rights_changed', personId })
      })
    },

    /**
     * For somebody who lost his credentials, or whose may be known to others: all of them go with all sessions, and a new
     * invitation begins anew. Nobody resets himself, because that would go round the proof of his own credentials.
     *
     * @throws ProblemError `proof_needed`; `conflict` for a disabled account
     */
    async resetCredentials(actor: PersonActor, policyHash: string, personId: PersonId): Promise<string> {
      if (actor.personId === personId) throw new ProblemError('invalid_input', 'params.personId')
      return database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        await lockPerson(tx, personId)
        if (await isDisabled(tx, personId)) throw new ProblemError('conflict')
        for (const table of ['password_credentials', 'totp_credentials', 'passkey_credentials'])
          await tx.client.query(`delete from house.${table} where person_id = $1`, [personId])
        const person = { purpose: 'account_work', policyHash, commit: { person: personId } } as const
        await entries.enter(tx, { type: 'credential.reset', ...person })
        const ended = await sessions.endAllOf(tx, personId, 'revoked')
        if (ended > 0) await entries.enter(tx, { type: 'session.revoked', ...person, counts: { sessions: ended } })
        await tickets.spendAllOf(tx, personId)
        return invitations.issue(tx, personId, actor.personId)
      })
    },

    /** @throws ProblemError `proof_needed`, `not_found` */
    async revokeSessions(actor: PersonActor, policyHash: string, personId: PersonId): Promise<number> {
      return database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        await lockPerson(tx, personId)
        const ended = await sessions.endAllOf(tx, personId, 'revoked')
        await tickets.spendAllOf(tx, personId)
        await entries.enter(tx, {
          type: 'session.revoked',
          purpose: 'account_work',
          policyHash,
          counts: { sessions: ended },
          commit: { person: personId },
        })
        return ended
      })
    },
  }
}

async function isDisabled(tx: Tx, personId: PersonId): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'select from house.persons where person_id = $1 and disabled_at is not null',
    [personId],
  )
  return rowCount === 1
}
