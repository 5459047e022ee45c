import { type PersonId, ProblemError } from '@sekisho/contract'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { type NewCredentials, pendingCredentials, type TotpForScreen } from './new-credentials.ts'
import { refuseGuessablePassword } from './passwords.ts'
import { hashOfSecret } from './secrets.ts'
import type { SignInParts } from './sign-in.ts'
import { browserBinding } from './tickets.ts'

const identity = systemActor('identity')
const invitationMs = 72 * 60 * 60_000
const confirmationMs = 15 * 60_000

const invited = z.strictObject({ stage: z.literal('invited') })
const pendingInvitation = z.strictObject({ stage: z.literal('confirm'), credentials: pendingCredentials })

/**
 * How a new account gets its credentials without its issuer ever knowing them (F-15): the invitation is good once, the
 * invited person chooses the password and scans the secret, and what was issued is worthless from then on. An issuer who
 * redeems it himself leaves the person locked out and an entry behind.
 */
export function createInvitations(
  dependencies: IdentityDependencies &
    Pick<SignInParts, 'tickets' | 'refusals' | 'addresses' | 'accounts'> & { newCredentials: NewCredentials },
) {
  const { database, entries, tickets, refusals, addresses, accounts, newCredentials } = dependencies

  function refused(caller: Caller): ProblemError {
    addresses.add(caller.address)
    return refusals.countedFailure({ reason: 'not_found', address: caller.address })
  }

  return {
    issue(tx: Tx, personId: PersonId): Promise<string> {
      return tickets.issue(tx, { kind: 'invitation', personId, data: { stage: 'invited' }, lifeMs: invitationMs })
    },

    async begin(invitation: string, password: string, caller: Caller): Promise<{ ticket: string } & TotpForScreen> {
      await refusals.requireRecord()
      if (addresses.isLocked(caller.address)) throw refusals.locked(caller, {})
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'invitation', invitation, caller, invited),
      )
      const account = ticket?.personId == null ? null : await accounts.byId(ticket.personId)
      if (account === null || account.isDisabled) throw refused(caller)
      refuseGuessablePassword(password, account.login)
      const [credentials, forScreen] = await newCredentials.prepare(account.personId, account.login, password)
      const browser = browserBinding(caller)
      const confirmation = await database.transaction(identity, 'house', (tx) =>
        tickets.issue(tx, {
          kind: 'invitation',
          personId: account.personId,
          data: { stage: 'confirm', credentials },
          browser,
          lifeMs: confirmationMs,
        }),
      )
      return { ticket: confirmation, ...forScreen }
    },

    async finish(ticketSecret: string, code: string, caller: Caller): Promise<void> {
      await refusals.requireRecord()
      if (addresses.isLocked(caller.address)) throw refusals.locked(caller, {})
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.find(tx, 'invitation', ticketSecret, caller, pendingInvitation),
      )
      const personId = ticket?.personId ?? null
      if (ticket === null || personId === null) throw refused(caller)
      if (!(await newCredentials.confirm(personId, ticket.data.credentials, code))) throw refused(caller)
      await database.transaction(identity, 'house', async (tx) => {
        await refuseSpent(tx, personId, ticketSecret)
        await newCredentials.store(tx, personId, ticket.data.credentials)
        // the invitation itself and every other confirmation begun with it
        await tickets.spendAllOf(tx, personId)
        await entries.enter(tx, { type: 'credential.added', purpose: 'account_work', commit: { person: personId } })
      })
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
