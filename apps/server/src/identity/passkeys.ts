import type { WebAuthnCredential } from '@simplewebauthn/server'
import { type PersonId, ProblemError } from '@sekisho/contract'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { browserBinding, signInTicketMs, type TicketKind, type Tickets } from './tickets.ts'
import type { Ceremony, StoredPasskey, WebAuthn, WebAuthnJson } from './webauthn.ts'

const identity = systemActor('identity')

const challengeData = z.strictObject({
  challenge: z.string(),
  /** The sign-in this is the second factor of. */
  signInTicket: z.string().nullable(),
})

export interface OptionsAndTicket {
  readonly ticket: string
  readonly options: Record<string, unknown>
}

/** A passkey that answered a challenge of ours; `sign_count` in the table moves with `move`. */
export interface AnsweredPasskey {
  readonly personId: PersonId
  /**
   * To be called in the transaction that the answer is good for.
   *
   * @throws ProblemError `sign_in_refused` when another answer with this count came first
   */
  move(tx: Tx): Promise<void>
}

export interface TakenChallenge {
  /** Whose challenge it was; null when anybody's passkey may answer. */
  readonly personId: PersonId | null
  readonly challenge: string
  readonly signInTicket: string | null
}

const mostPasskeys = 20

/** Passkeys at rest, and the challenges that they answer. */
export function createPasskeys(dependencies: {
  database: Database
  clock: Clock
  tickets: Tickets
  webAuthn: WebAuthn
}) {
  const { database, clock, tickets, webAuthn } = dependencies

  async function stored(id: unknown): Promise<StoredPasskey | null> {
    if (typeof id !== 'string' || id.length > 1400) return null
    const { rows } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query<StoredPasskey>(
        'select person_id, public_key, sign_count, transports from house.passkey_credentials where credential_id = $1',
        [id],
      ),
    )
    return rows[0] ?? null
  }

  return {
    /** @throws ProblemError `sign_in_locked` when there are too many unanswered ones */
    async challenge(
      kind: Extract<TicketKind, 'passkey_sign_in' | 'passkey_registration' | 'proof'>,
      personId: PersonId | null,
      { challenge, options }: Ceremony,
      caller: Caller,
      signInTicket: string | null = null,
    ): Promise<OptionsAndTicket> {
      const ticket = {
        ...{ kind, personId, data: { challenge, signInTicket }, lifeMs: signInTicketMs },
        browser: browserBinding(caller),
        // who has shown no password yet pays with his address
        ...(personId === null ? { address: caller.address } : {}),
      }
      const secret = await database.transaction(identity, 'house', (tx) => tickets.issue(tx, ticket))
      return { ticket: secret, options }
    },

    /** A challenge is good for one try. */
    async take(
      kind: Extract<TicketKind, 'passkey_sign_in' | 'passkey_registration' | 'proof'>,
      secret: string,
      caller: Caller,
    ): Promise<TakenChallenge | null> {
      return database.transaction(identity, 'house', async (tx) => {
        const ticket = await tickets.find(tx, kind, secret, caller, challengeData)
        if (ticket === null) return null
        await tickets.spend(tx, secret)
        return { personId: ticket.personId, ...ticket.data }
      })
    },

    /** @returns null for a passkey that nobody registered; `isRight` says whether its answer holds */
    async answered(
      response: WebAuthnJson,
      { personId, challenge }: TakenChallenge,
    ): Promise<(AnsweredPasskey & { readonly isRight: boolean }) | null> {
      const passkey = await stored(response.id)
      if (passkey === null) return null
      const isOwn = personId === null || personId === passkey.person_id
      const count = isOwn ? await webAuthn.countOf(response, challenge, passkey) : null
      return {
        personId: passkey.person_id,
        isRight: count !== null,
        async move(tx) {
          // two answers with the same count: one of them is a copy of the key (WebAuthn, 6.1.1)
          const { rowCount } = await tx.client.query(
            `update house.passkey_credentials set sign_count = $1, last_used_at = $2
             where credential_id = $3 and (sign_count < $1 or ($1 = 0 and sign_count = 0))`,
            [count, new Date(clock.now()), response.id],
          )
          if (count === null || rowCount !== 1) throw new ProblemError('sign_in_refused')
        },
      }
    },

    /** @throws ProblemError `invalid_input` when the passkey is known already, or the person has too many */
    async add(tx: Tx, personId: PersonId, passkey: WebAuthnCredential, label: string): Promise<void> {
      const { rowCount } = await tx.client.query(
        `insert into house.passkey_credentials
           (credential_id, person_id, public_key, sign_count, label, transports, created_at)
         select $1, $2, $3, $4, $5, $6, $7
         where (select count(*) from house.passkey_credentials where person_id = $2) < $8
         on conflict do nothing`,
        [
          passkey.id,
          personId,
          Buffer.from(passkey.publicKey),
          passkey.counter,
          label,
          passkey.transports ?? [],
          new Date(clock.now()),
          mostPasskeys,
        ],
      )
      if (rowCount !== 1) throw new ProblemError('invalid_input', 'body.response')
    },
  }
}

export type Passkeys = ReturnType<typeof createPasskeys>
