import { type PasskeyId, type PersonId, ProblemError } from '@sekisho/contract'
import { z } from 'zod'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import type { Accounts } from './accounts.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { NewCredentials } from './new-credentials.ts'
import type { OptionsAndTicket, Passkeys } from './passkeys.ts'
import { type Passwords, refuseGuessablePassword } from './passwords.ts'
import { lockPerson, type Proofs } from './proofs.ts'
import type { Sessions } from './sessions.ts'
import { browserBinding, type Tickets } from './tickets.ts'
import type { WebAuthn, WebAuthnJson } from './webauthn.ts'

const identity = systemActor('identity')
const replacementMs = 15 * 60_000
const replacementData = z.strictObject({ sealedTotp: z.base64() })

interface Parts {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly tickets: Tickets
  readonly passwords: Passwords
  readonly passkeys: Passkeys
  readonly webAuthn: WebAuthn
  readonly newCredentials: NewCredentials
  readonly proofs: Proofs
}

/**
 * What somebody changes of his own credentials. Each change needs a fresh proof and is entered with its transaction; what
 * replaces or removes a credential ends the person's other sessions, because one of them may be why.
 */
export function createOwnCredentials(dependencies: IdentityDependencies & Parts) {
  const { database, entries, accounts, sessions, tickets, passwords, passkeys, webAuthn, newCredentials, proofs } =
    dependencies

  async function accountOf({ personId }: PersonActor) {
    const account = await accounts.byId(personId)
    if (account === null) throw new ProblemError('not_signed_in')
    return account
  }

  /** Asked before work that costs something, and again with the change itself. */
  async function requireProof(actor: PersonActor): Promise<void> {
    await database.transaction(actor, 'house', (tx) => proofs.require(tx, actor))
  }

  async function change(actor: PersonActor, work: (tx: Tx) => Promise<void>): Promise<void> {
    await database.transaction(actor, 'house', async (tx) => {
      await lockPerson(tx, actor.personId)
      await proofs.require(tx, actor)
      await work(tx)
    })
  }

  const ofActor = ({ personId, sessionId }: PersonActor) =>
    ({ purpose: 'account_work', refs: { session: sessionId }, commit: { person: personId } }) as const

  async function endOthers(tx: Tx, actor: PersonActor): Promise<void> {
    const ended = await sessions.endOthersOf(tx, actor)
    // sign-ins and recoveries that began with the old credentials
    await tickets.spendAllOf(tx, actor.personId)
    if (ended > 0) await entries.enter(tx, { type: 'session.revoked', ...ofActor(actor), counts: { sessions: ended } })
  }

  return {
    /** @throws ProblemError `proof_needed`, `invalid_input` for a password that is guessed first */
    async changePassword(actor: PersonActor, password: string): Promise<void> {
      await requireProof(actor)
      refuseGuessablePassword(password, (await accountOf(actor)).login)
      const argon2id = await passwords.hash(password)
      await change(actor, async (tx) => {
        await newCredentials.storePassword(tx, actor.personId, argon2id)
        await entries.enter(tx, { type: 'credential.password_changed', ...ofActor(actor) })
        await endOthers(tx, actor)
      })
    },

    /** A new secret; the old one stays good until a code proves that the new one arrived. */
    async beginTotp(actor: PersonActor, caller: Caller) {
      await requireProof(actor)
      const { login } = await accountOf(actor)
      const { sealedTotp, totpUri, totpSecret } = await newCredentials.newTotp({ personId: actor.personId, login })
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.issue(tx, {
          ...{ kind: 'totp_replacement', personId: actor.personId, data: { sealedTotp } },
          ...{ browser: browserBinding(caller), lifeMs: replacementMs },
        }),
      )
      return { ticket, totpUri, totpSecret }
    },

    /** @throws ProblemError `proof_needed`; `invalid_input` for a wrong code or an old ticket */
    async finishTotp(actor: PersonActor, ticketSecret: string, code: string, caller: Caller): Promise<void> {
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'totp_replacement', ticketSecret, caller, replacementData),
      )
      if (ticket === null || ticket.personId !== actor.personId) throw new ProblemError('invalid_input', 'body.ticket')
      const totp = await newCredentials.confirmedTotp(actor.personId, ticket.data.sealedTotp, code)
      if (totp === null) throw new ProblemError('invalid_input', 'body.code')
      await change(actor, async (tx) => {
        await newCredentials.storeTotp(tx, actor.personId, totp)
        await entries.enter(tx, { type: 'credential.totp_replaced', ...ofActor(actor) })
        await endOthers(tx, actor)
      })
    },

    async passkeyOptions(actor: PersonActor, caller: Caller): Promise<OptionsAndTicket> {
      await requireProof(actor)
      const account = await accountOf(actor)
      const ceremony = await webAuthn.askForNewPasskey(account)
      return passkeys.challenge('passkey_registration', actor.personId, ceremony, caller)
    },

    /** @throws ProblemError `proof_needed`, `invalid_input` for a broken or second-hand answer */
    async addPasskey(actor: PersonActor, ticket: string, label: string, response: WebAuthnJson, caller: Caller) {
      const challenge = await passkeys.take('passkey_registration', ticket, caller)
      if (challenge === null || challenge.personId !== actor.personId)
        throw new ProblemError('invalid_input', 'body.ticket')
      const passkey = await webAuthn.newPasskeyOf(response, challenge.challenge)
      if (passkey === null) throw new ProblemError('invalid_input', 'body.response')
      await change(actor, async (tx) => {
        await passkeys.add(tx, actor.personId, passkey, label)
        await entries.enter(tx, { type: 'credential.added', ...ofActor(actor) })
      })
    },

    /** @throws ProblemError `proof_needed`, `not_found`; `last_factor` when nothing would be left to sign in with */
    async removePasskey(actor: PersonActor, passkeyId: PasskeyId): Promise<void> {
      await change(actor, async (tx) => {
        const { rowCount } = await tx.client.query(
          'delete from house.passkey_credentials where passkey_id = $1 and person_id = $2',
          [passkeyId, actor.personId],
        )
        if (rowCount !== 1) throw new ProblemError('not_found')
        await refuseNoFactor(tx, actor.personId)
        await entries.enter(tx, { type: 'credential.removed', ...ofActor(actor) })
        await endOthers(tx, actor)
      })
    },
  }
}

/** Two factors stay: a passkey, or a password with a one-time-code secret. */
async function refuseNoFactor(tx: Tx, personId: PersonId): Promise<void> {
  const { rowCount } = await tx.client.query(
    `select from house.passkey_credentials where person_id = $1
     union all
     select from house.password_credentials join house.totp_credentials using (person_id)
     where person_id = $1 and confirmed_at is not null
     limit 1`,
    [personId],
  )
  if (rowCount !== 1) throw new ProblemError('last_factor')
}
