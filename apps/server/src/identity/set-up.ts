import { randomBytes } from 'node:crypto'
import {
  type CompanyId,
  type DesignationId,
  personId as personIdSchema,
  type PersonId,
  ProblemError,
} from '@sekisho/contract'
import { enterRight } from '../designations/index.ts'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { newId } from '../platform/new-id.ts'
import type { IdentityDependencies } from './dependencies.ts'
import {
  type ConfirmedCredentials,
  type NewCredentialForScreen,
  type NewCredentialProof,
  type NewCredentials,
  type NewCredentialWish,
  pendingCredentials,
} from './new-credentials.ts'
import { deviceLabel } from './begin-session.ts'
import { refusalOf } from './refusals.ts'
import type { SignInParts } from './sign-in.ts'
import { browserBinding } from './tickets.ts'

const identity = systemActor('identity')
const codeLifeMs = 24 * 60 * 60_000
const confirmationMs = 15 * 60_000
const ceremonyRightMs = 365 * 24 * 60 * 60_000

const noData = z.strictObject({ stage: z.literal('code') })
const pendingSetUp = z.strictObject({
  stage: z.literal('confirm'),
  companyName: z.string(),
  login: z.string(),
  displayName: z.string(),
  personId: personIdSchema,
  credentials: pendingCredentials,
})

export interface SetUpInput {
  readonly code: string
  readonly companyName: string
  readonly login: string
  readonly displayName: string
  readonly credential: NewCredentialWish
}

/**
 * The ceremony of the first administrator: no default password exists. A code is printed on the machine's own console;
 * whoever reads it there names the operator company and himself, and becomes its first account manager.
 *
 * That is all he can do alone. His designation is written by nobody (`designated_by` is null, basis `ceremony`) and
 * entered as such; the database refuses a designation of oneself by oneself, so every further right of his needs a
 * second account manager, whom he has to invite first.
 */
export function createSetUp(
  dependencies: IdentityDependencies &
    Pick<SignInParts, 'tickets' | 'refusals' | 'tries' | 'startSession'> & { newCredentials: NewCredentials },
) {
  const { database, clock, entries, config, tickets, refusals, tries, startSession, newCredentials } = dependencies

  async function hasPeople(tx: Tx): Promise<boolean> {
    return (await tx.client.query('select from house.persons limit 1')).rowCount === 1
  }

  return {
    async isNeeded(): Promise<boolean> {
      if (config.isDemo) return false
      return database.transaction(identity, 'house', async (tx) => !(await hasPeople(tx)))
    },

    /**
     * A new code for the console; earlier ones end. Null when somebody exists already.
     *
     * @returns 100 random bits in five groups
     */
    async newCode(): Promise<string | null> {
      return database.transaction(systemActor('launcher'), 'house', async (tx) => {
        if (await hasPeople(tx)) return null
        await tx.db.deleteFrom('house.tickets').where('kind', '=', 'set_up').execute()
        const code = newCodeText()
        const secret = secretOfCode(code)
        await tickets.issue(tx, { kind: 'set_up', personId: null, data: { stage: 'code' }, lifeMs: codeLifeMs, secret })
        return code
      })
    },

    async begin(input: SetUpInput, caller: Caller): Promise<{ ticket: string; credential: NewCredentialForScreen }> {
      await refusals.requireRecord()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const isCode = await database.transaction(identity, 'house', async (tx) => {
        if (await hasPeople(tx)) throw new ProblemError('conflict')
        return (await tickets.find(tx, 'set_up', secretOfCode(input.code), null, noData)) !== null
      })
      if (!isCode) {
        await tries.add('address', caller.address)
        throw refusals.countedFailure({ reason: 'wrong_code', address: caller.address })
      }
      const personId = newId<PersonId>()
      const { companyName, login, displayName } = input
      const { pending, forScreen } = await newCredentials.prepare({ personId, login, displayName }, input.credential)
      const data = { stage: 'confirm', companyName, login, displayName, personId, credentials: pending }
      const browser = browserBinding(caller)
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.issue(tx, { kind: 'set_up', personId: null, data, browser, lifeMs: confirmationMs }),
      )
      return { ticket, credential: forScreen }
    },

    /** Establishes the first administrator and signs him in. */
    async finish(ticketSecret: string, proof: NewCredentialProof, caller: Caller): Promise<void> {
      await refusals.requireRecord()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'set_up', ticketSecret, caller, pendingSetUp),
      )
      const confirmed =
        ticket === null ? null : await newCredentials.confirm(ticket.data.personId, ticket.data.credentials, proof)
      if (ticket === null || confirmed === null) {
        await tries.add('address', caller.address)
        throw refusals.countedFailure({ reason: 'wrong_code', address: caller.address })
      }
      const passkeyLabel = deviceLabel(caller.userAgent)
      await database.transaction(identity, 'house', (tx) => establish(tx, ticket.data, confirmed, passkeyLabel))
      const { personId } = ticket.data
      const refusal = await refusalOf(() => startSession(personId, caller, () => Promise.resolve()))
      if (refusal !== null) await refusals.failed({ reason: refusal, address: caller.address, personId })
    },
  }

  async function establish(
    tx: Tx,
    data: z.output<typeof pendingSetUp>,
    confirmed: ConfirmedCredentials,
    passkeyLabel: string,
  ): Promise<void> {
    // two ceremonies at once: the second waits here and then finds somebody
    await tx.client.query(`select pg_advisory_xact_lock(hashtext('sekisho first administrator'))`)
    if (await hasPeople(tx)) throw new ProblemError('conflict')
    const { personId, login, displayName, companyName } = data
    const [companyId, designationId] = [newId<CompanyId>(), newId<DesignationId>()]
    await tx.client.query(`insert into house.companies (company_id, name, kind) values ($1, $2, 'centre_operator')`, [
      companyId,
      companyName,
    ])
    await tx.client.query(
      'insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, $3, $4)',
      [personId, login, displayName, companyId],
    )
    await newCredentials.store(tx, personId, confirmed, passkeyLabel)
    const now = clock.now()
    await tx.client.query(
      `insert into house.designations
         (designation_id, person_id, seat, scope_kind, purpose, basis, designated_by, valid_from, valid_until)
       values ($1, $2, 'account_manager', 'house', 'account_work', 'ceremony', null, $3, $4)`,
      [designationId, personId, new Date(now), new Date(now + ceremonyRightMs)],
    )
    await tx.db.deleteFrom('house.tickets').where('kind', '=', 'set_up').execute()
    const person = { purpose: 'set_up', commit: { person: personId } } as const
    await entries.enter(tx, { type: 'party.created', purpose: 'set_up', commit: { label: companyName } })
    await entries.enter(tx, { type: 'person.created', ...person })
    await entries.enter(tx, { type: 'credential.added', ...person })
    const right = { designationId, personId, seat: 'account_manager', scopeKind: 'house' } as const
    await enterRight(
      tx,
      entries,
      { ...right, validFrom: now, validUntil: now + ceremonyRightMs },
      { purpose: 'set_up' },
    )
  }
}

/** Crockford's letters without those that look alike. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function newCodeText(): string {
  const text = [...randomBytes(20)].map((byte) => letters[byte & 31]).join('')
  return (text.match(/.{4}/g) ?? []).join('-')
}

/** As people type it: small letters, spaces, O for 0, I and L for 1. */
function secretOfCode(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return `set-up ${plain}`
}
