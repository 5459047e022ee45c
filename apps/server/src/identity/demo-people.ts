import { type CompanyId, type DesignationId, type PersonId, ProblemError, type SessionId } from '@sekisho/contract'
import { enterRight } from '../designations/index.ts'
import { type Actor, type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { NewPerson } from './people.ts'
import { newSecret } from './secrets.ts'
import type { Sessions } from './sessions.ts'

/**
 * The fictitious people of a labelled demo. They hold no credentials: a real person comes in as one of them by a
 * one-click link, and the simulated operators by a session without a browser. Rights they get like anybody else.
 */
export interface DemoPeople {
  /**
   * The operator company and its first account manager, as the ceremony makes them: with a right that nobody wrote,
   * entered as such. Nothing when somebody has the login already.
   */
  establish(companyName: string, person: Pick<NewPerson, 'login' | 'displayName'>): Promise<PersonId>
  /** The person of a login, made when there is none. */
  ensure(author: { readonly actor: Actor; readonly policyHash?: string }, person: NewPerson): Promise<PersonId>
  /**
   * A session without a browser and a device, for what runs inside the server.
   *
   * @param options.endsOthers  ends the sessions that an earlier server left of this person
   * @throws ProblemError       `sign_in_refused`
   */
  beginSession(personId: PersonId, options?: { readonly endsOthers?: boolean }): Promise<PersonActor>
  endSession(actor: PersonActor): Promise<void>
}

const launcher = systemActor('launcher')
const rightMs = 365 * 24 * 60 * 60_000

export function createDemoPeople(dependencies: IdentityDependencies & { sessions: Sessions }): DemoPeople {
  const { database, clock, entries, sessions, config } = dependencies
  if (!config.isDemo) throw new Error('demo people exist in a labelled demo only')

  return {
    establish: (companyName, { login, displayName }) =>
      database.transaction(launcher, 'house', async (tx) => {
        const known = await personOf(tx, login)
        if (known !== null) return known
        const companyId = newId<CompanyId>()
        await tx.client.query(
          `insert into house.companies (company_id, name, kind) values ($1, $2, 'centre_operator')`,
          [companyId, companyName],
        )
        const personId = await insertPerson(tx, { login, displayName, companyId, employment: 'employee' })
        const [designationId, now] = [newId<DesignationId>(), clock.now()]
        await tx.client.query(
          `insert into house.designations
             (designation_id, person_id, seat, scope_kind, purpose, basis, designated_by, valid_from, valid_until)
           values ($1, $2, 'account_manager', 'house', 'account_work', 'ceremony', null, $3, $4)`,
          [designationId, personId, new Date(now), new Date(now + rightMs)],
        )
        const ofPerson = { purpose: 'set_up', commit: { person: personId } } as const
        await entries.enter(tx, { type: 'party.created', purpose: 'set_up', commit: { label: companyName } })
        await entries.enter(tx, { type: 'person.created', ...ofPerson })
        const right = { designationId, personId, seat: 'account_manager', scopeKind: 'house' } as const
        await enterRight(tx, entries, { ...right, validFrom: now, validUntil: now + rightMs }, { purpose: 'set_up' })
        return personId
      }),

    ensure: ({ actor, policyHash }, person) =>
      database.transaction(actor, 'house', async (tx) => {
        const known = await personOf(tx, person.login)
        if (known !== null) return known
        const personId = await insertPerson(tx, person)
        await entries.enter(tx, {
          type: 'person.created',
          purpose: 'account_work',
          ...(policyHash === undefined ? {} : { policyHash }),
          commit: { person: personId },
        })
        return personId
      }),

    async beginSession(personId, { endsOthers = false } = {}) {
      const sessionId = newId<SessionId>()
      const actor: PersonActor = { kind: 'person', personId, sessionId, deviceId: null, route: 'internal' }
      await database.transaction(actor, 'house', async (tx) => {
        const { rowCount } = await tx.client.query(
          'select from house.persons where person_id = $1 and is_demo and disabled_at is null for share',
          [personId],
        )
        if (rowCount !== 1) throw new ProblemError('sign_in_refused')
        const ended = endsOthers ? await sessions.endAllOf(tx, personId, 'replaced') : 0
        const ofPerson = { purpose: 'account_work', commit: { person: personId } } as const
        if (ended > 0) await entries.enter(tx, { type: 'session.revoked', ...ofPerson, counts: { sessions: ended } })
        // the secret is forgotten at once: no request can carry this session
        await sessions.start(tx, actor, newSecret(), clock.now())
        await entries.enter(tx, {
          type: 'session.signed_in',
          purpose: 'account_work',
          refs: { session: sessionId },
        })
      })
      return actor
    },

    endSession: (actor) =>
      database.transaction(actor, 'house', async (tx) => {
        const { personId, sessionId } = actor
        if (!(await sessions.endOne(tx, personId, sessionId, 'signed_out'))) return
        await entries.enter(tx, { type: 'session.signed_out', purpose: 'account_work', refs: { session: sessionId } })
      }),
  }
}

async function personOf(tx: Tx, login: string): Promise<PersonId | null> {
  const { rows } = await tx.client.query<{ person_id: PersonId }>(
    'select person_id from house.persons where login = $1',
    [login],
  )
  return rows[0]?.person_id ?? null
}

async function insertPerson(tx: Tx, { login, displayName, companyId, employment }: NewPerson): Promise<PersonId> {
  const personId = newId<PersonId>()
  await tx.client.query(
    `insert into house.persons (person_id, login, display_name, company_id, employment, is_demo)
     values ($1, $2, $3, $4, $5, true)`,
    [personId, login, displayName, companyId, employment],
  )
  return personId
}
