import { type PersonId, ProblemError } from '@sekisho/contract'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import type { Confirmations, ShownCode } from './confirmations.ts'
import type { IdentityDependencies } from './dependencies.ts'
import {
  type NewCredentialForScreen,
  type NewCredentialProof,
  type NewCredentials,
  type NewCredentialWish,
  pendingCredentials,
} from './new-credentials.ts'
import { deviceLabel } from './begin-session.ts'
import { refusalOf } from './refusals.ts'
import { hashOfSecret } from './secrets.ts'
import type { SignInParts } from './sign-in.ts'
import { browserBinding } from './tickets.ts'

const identity = systemActor('identity')
const invitationMs = 72 * 60 * 60_000
const confirmationMs = 15 * 60_000

const invited = z.strictObject({ stage: z.literal('invited') })
const pendingInvitation = z.strictObject({ stage: z.literal('confirm'), credentials: pendingCredentials })

/** For the screen of whoever redeemed a link. */
export interface ShownConfirmation extends ShownCode {
  readonly login: string
}

/**
 * How a new account gets its credentials without its issuer ever knowing them (F-15): the invitation is good once, the
 * invited person chooses a password and scans a secret, or registers a passkey, and what was issued is worthless from then on. An issuer who
 * redeems it himself gets an account that signs nobody in until a colleague has confirmed who holds it (confirmations.ts).
 */
export function createInvitations(
  dependencies: IdentityDependencies &
    Pick<SignInParts, 'tickets' | 'refusals' | 'tries' | 'accounts' | 'startSession'> & {
      newCredentials: NewCredentials
      confirmations: Confirmations
    },
) {
  const { database, entries, tickets, refusals, tries, accounts, startSession, newCredentials } = dependencies
  const { confirmations } = dependencies

  async function refused(caller: Caller): Promise<ProblemError> {
    await tries.add('address', caller.address)
    return refusals.countedFailure({ reason: 'not_found', address: caller.address })
  }

  return {
    async issue(tx: Tx, personId: PersonId, issuedBy: PersonId): Promise<string> {
      await confirmations.expect(tx, personId, issuedBy)
      return tickets.issue(tx, { kind: 'invitation', personId, data: { stage: 'invited' }, lifeMs: invitationMs })
    },

    async begin(
      invitation: string,
      wish: NewCredentialWish,
      caller: Caller,
    ): Promise<{ ticket: string; credential: NewCredentialForScreen }> {
      await refusals.requireRecord()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'invitation', invitation, caller, invited),
      )
      const account = ticket?.personId == null ? null : await accounts.byId(ticket.personId)
      if (account === null || account.isDisabled) throw await refused(caller)
      await confirmations.refuseIssuer(account.personId, caller)
      const { pending, forScreen } = await newCredentials.prepare(account, wish)
      const browser = browserBinding(caller)
      const confirmation = await database.transaction(identity, 'house', (tx) =>
        tickets.issue(tx, {
          kind: 'invitation',
          personId: account.personId,
          data: { stage: 'confirm', credentials: pending },
          browser,
          lifeMs: confirmationMs,
        }),
      )
      return { ticket: confirmation, credential: forScreen }
    },

    /**
     * Registers the credentials. They sign in once a colleague has confirmed who this is.
     *
     * @returns what to show to the colleague; null when the account is signed in already
     */
    async finish(ticketSecret: string, proof: NewCredentialProof, caller: Caller): Promise<ShownConfirmation | null> {
      await refusals.requireRecord()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'invitation', ticketSecret, caller, pendingInvitation),
      )
      const personId = ticket?.personId ?? null
      if (ticket === null || personId === null) throw await refused(caller)
      await confirmations.refuseIssuer(personId, caller)
      const confirmed = await newCredentials.confirm(personId, ticket.data.credentials, proof)
      if (confirmed === null) throw await refused(caller)
      const shown = await database.transaction(identity, 'house', async (tx) => {
        await refuseSpent(tx, personId, ticketSecret)
        await newCredentials.store(tx, personId, confirmed, deviceLabel(caller.userAgent))
        // the invitation itself and every other confirmation begun with it
        await tickets.spendAllOf(tx, personId)
        await entries.enter(tx, { type: 'credential.added', purpose: 'account_work', commit: { person: personId } })
        return confirmations.begin(tx, personId, caller)
      })
      if (shown !== null) return { ...shown, login: (await accounts.byId(personId))?.login ?? '' }
      // refused on a device that was withdrawn; the credentials stand all the same
      const refusal = await refusalOf(() => startSession(personId, caller, () => Promise.resolve()))
      if (refusal !== null) await refusals.failed({ reason: refusal, address: caller.address, personId })
      return null
    },
  }
}

/** Two confirmations at once: the first spends the tickets of both. */
async function refuseSpent(tx: Tx, personId: PersonId, ticketSecret: string): Promise<void> {
  const person = await tx.client.query(
    'select from house.persons where person_id = $1 and disabled_at is null for update',
    [personId],
  )
  const ticket = await tx.client.query('select from house.tickets where ticket_hash = $1', [hashOfSecret(ticketSecret)])
  if (person.rowCount !== 1 || ticket.rowCount !== 1) throw new ProblemError('sign_in_refused')
}
