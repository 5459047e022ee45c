import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type PersonId, ProblemError } from '@sekisho/contract'
import { z } from 'zod'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Caller } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { type SignInParts, type SignInStep, refusedAsFalse } from './sign-in.ts'
import { browserBinding, signInTicketMs } from './tickets.ts'

const identity = systemActor('identity')
const challengeData = z.strictObject({
  challenge: z.string(),
  /** The sign-in this is the second factor of. */
  signInTicket: z.string().nullable(),
})

/** The opaque JSON of the browser's API; the library checks it, and refuses what it cannot read by throwing. */
type WebAuthnJson = Readonly<Record<string, unknown>>
type OptionsAndTicket = { ticket: string; options: Record<string, unknown> }

interface CredentialRow {
  person_id: PersonId
  public_key: Buffer
  sign_count: string
  transports: string[]
}

/**
 * Passkeys (Web Authentication, Level 3): registration by somebody signed in, and sign-in, either as the second factor
 * or alone. Alone is two factors: the key, and the PIN or finger that user verification demands.
 */
export function createPasskeys(dependencies: IdentityDependencies & SignInParts) {
  const { database, entries, config, accounts, tickets, refusals, addresses, startSession } = dependencies
  const expected = { expectedOrigin: config.publicOrigin, expectedRPID: config.relyingPartyId }

  async function issue(
    kind: 'passkey_sign_in' | 'passkey_registration',
    personId: PersonId | null,
    caller: Caller,
    data: z.input<typeof challengeData>,
  ) {
    const browser = browserBinding(caller)
    return database.transaction(identity, 'house', (tx) =>
      tickets.issue(tx, { kind, personId, data, browser, lifeMs: signInTicketMs }),
    )
  }

  /** A challenge is good for one try. */
  async function take(kind: 'passkey_sign_in' | 'passkey_registration', secret: string, caller: Caller) {
    return database.transaction(identity, 'house', async (tx) => {
      const ticket = await tickets.find(tx, kind, secret, caller, challengeData)
      if (ticket !== null) await tickets.spend(tx, secret)
      return ticket
    })
  }

  async function credentialOf(id: unknown): Promise<CredentialRow | null> {
    if (typeof id !== 'string' || id.length > 1400) return null
    const { rows } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query<CredentialRow>(
        'select person_id, public_key, sign_count, transports from house.passkey_credentials where credential_id = $1',
        [id],
      ),
    )
    return rows[0] ?? null
  }

  return {
    async signInOptions(signInTicket: string | undefined, caller: Caller): Promise<OptionsAndTicket> {
      const account = signInTicket === undefined ? null : await accountOfTicket(signInTicket, caller)
      const options = await generateAuthenticationOptions({
        rpID: config.relyingPartyId,
        userVerification: 'required',
        timeout: signInTicketMs,
        ...(account === null
          ? {}
          : { allowCredentials: account.passkeys.map(({ id, transports }) => ({ id, transports: [...transports] })) }),
      })
      const data = { challenge: options.challenge, signInTicket: signInTicket ?? null }
      const ticket = await issue('passkey_sign_in', account?.personId ?? null, caller, data)
      return { ticket, options: { ...options } }
    },

    async signIn(ticketSecret: string, response: WebAuthnJson, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      if (addresses.isLocked(caller.address)) throw refusals.locked(caller, {})
      const ticket = await take('passkey_sign_in', ticketSecret, caller)
      const credential = ticket === null ? null : await credentialOf(response.id)
      if (ticket === null || credential === null) {
        addresses.add(caller.address)
        throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
      }
      const { person_id: personId } = credential
      const isOwn = ticket.personId === null || ticket.personId === personId
      const signCount = isOwn ? await verified(response, ticket.data.challenge, credential) : null
      const isSignedIn =
        signCount !== null &&
        (await refusedAsFalse(() =>
          startSession(personId, caller, async (tx) => {
            // two answers with the same count: one of them is a copy of the key (WebAuthn, 6.1.1)
            const { rowCount } = await tx.client.query(
              `update house.passkey_credentials set sign_count = $1, last_used_at = $2
               where credential_id = $3 and (sign_count < $1 or ($1 = 0 and sign_count = 0))`,
              [signCount, new Date(dependencies.clock.now()), response.id],
            )
            if (rowCount !== 1) throw new ProblemError('sign_in_refused')
            if (ticket.data.signInTicket !== null) await tickets.spend(tx, ticket.data.signInTicket)
          }),
        ))
      if (!isSignedIn) {
        addresses.add(caller.address)
        throw await refusals.failed({ reason: 'wrong_code', address: caller.address, personId })
      }
      addresses.clear(caller.address)
      return { step: 'done' }
    },

    async registrationOptions(actor: PersonActor, caller: Caller): Promise<OptionsAndTicket> {
      const account = await accounts.byId(actor.personId)
      if (account === null) throw new ProblemError('not_signed_in')
      const options = await generateRegistrationOptions({
        rpName: '関所 Sekisho',
        rpID: config.relyingPartyId,
        userName: account.login,
        userDisplayName: account.displayName,
        userID: new Uint8Array(Buffer.from(account.personId)),
        timeout: signInTicketMs,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: account.passkeys.map(({ id, transports }) => ({ id, transports: [...transports] })),
      })
      const data = { challenge: options.challenge, signInTicket: null }
      const ticket = await issue('passkey_registration', actor.personId, caller, data)
      return { ticket, options: { ...options } }
    },

    async register(actor: PersonActor, ticketSecret: string, label: string, response: WebAuthnJson, caller: Caller) {
      const ticket = await take('passkey_registration', ticketSecret, caller)
      if (ticket === null || ticket.personId !== actor.personId) throw new ProblemError('invalid_input', 'body.ticket')
      const credential = await registered(response, ticket.data.challenge)
      if (credential === null) throw new ProblemError('invalid_input', 'body.response')
      await database.transaction(actor, 'house', async (tx) => {
        const { rowCount } = await tx.client.query(
          `insert into house.passkey_credentials (credential_id, person_id, public_key, sign_count, label, transports)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
          [
            credential.id,
            actor.personId,
            Buffer.from(credential.publicKey),
            credential.counter,
            label,
            credential.transports ?? [],
          ],
        )
        if (rowCount !== 1) throw new ProblemError('invalid_input', 'body.response')
        await entries.enter(tx, {
          type: 'credential.added',
          purpose: 'account_work',
          refs: { session: actor.sessionId },
          commit: { person: actor.personId },
        })
      })
      caller.clearCookie('__Host-sekisho-step')
    },
  }

  async function accountOfTicket(secret: string, caller: Caller) {
    const ticket = await database.transaction(identity, 'house', (tx) =>
      tickets.find(tx, 'sign_in', secret, caller, z.strictObject({})),
    )
    const account = ticket?.personId == null ? null : await accounts.byId(ticket.personId)
    if (account === null) throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
    return account
  }

  /** The new signature count, or null when the answer does not hold. */
  async function verified(
    response: WebAuthnJson,
    challenge: string,
    credential: CredentialRow,
  ): Promise<number | null> {
    try {
      const result = await verifyAuthenticationResponse({
        response: response as unknown as AuthenticationResponseJSON,
        expectedChallenge: challenge,
        ...expected,
        requireUserVerification: true,
        credential: {
          id: String(response.id),
          publicKey: new Uint8Array(credential.public_key),
          counter: Number(credential.sign_count),
          transports: credential.transports,
        },
      })
      return result.verified ? result.authenticationInfo.newCounter : null
    } catch {
      return null
    }
  }

  async function registered(response: WebAuthnJson, challenge: string) {
    try {
      const result = await verifyRegistrationResponse({
        response: response as unknown as RegistrationResponseJSON,
        expectedChallenge: challenge,
        ...expected,
        requireUserVerification: true,
      })
      return result.verified ? result.registrationInfo.credential : null
    } catch {
      return null
    }
  }
}
