import { type PersonId, ProblemError } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import type { Account } from './accounts.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { OptionsAndTicket, Passkeys } from './passkeys.ts'
import { refusalOf } from './refusals.ts'
import type { SignInParts } from './sign-in.ts'
import type { WebAuthn, WebAuthnJson } from './webauthn.ts'

/** How long a proof is good for. A sign-in is one, too. */
export const proofMs = 10 * 60_000

/**
 * The proof before a change of credentials (NIST SP 800-63B-4, 4.1.2): whoever finds a signed-in screen cannot make it
 * his own. Both factors again, in one step; tries count against the account like those at sign-in.
 */
export function createProofs(
  dependencies: IdentityDependencies & SignInParts & { passkeys: Passkeys; webAuthn: WebAuthn },
) {
  const { database, clock, entries, accounts, refusals, passwords, tries, checkCode, passkeys, webAuthn } = dependencies

  async function ownAccount({ personId }: PersonActor): Promise<Account> {
    const account = await accounts.byId(personId)
    if (account === null) throw new ProblemError('not_signed_in')
    return account
  }

  /** Reserves a try, makes the proof in its transaction, and enters how it went. */
  async function prove(
    actor: PersonActor,
    caller: Caller,
    work: () => Promise<((tx: Tx) => Promise<void>) | undefined>,
  ): Promise<void> {
    await refusals.requireRecord()
    const { personId } = actor
    if ((await tries.reserve('person', personId)) === null) throw refusals.locked(caller, { personId })
    const refusal = await refusalOf(async () => {
      const spend = await work()
      await database.transaction(actor, 'house', async (tx) => {
        await spend?.(tx)
        await markProven(tx, actor)
      })
    })
    if (refusal === null) return
    await database.transaction(actor, 'house', (tx) =>
      entries.enter(tx, {
        type: 'session.proved',
        outcome: 'failed',
        reason: refusal,
        purpose: 'account_work',
        refs: { session: actor.sessionId },
        commit: { address: caller.address },
      }),
    )
    throw new ProblemError('sign_in_refused')
  }

  async function markProven(tx: Tx, { personId, sessionId }: PersonActor): Promise<void> {
    await tx.client.query('update house.sessions set proved_at = $1 where session_id = $2 and ended_at is null', [
      new Date(clock.now()),
      sessionId,
    ])
    await tries.clear(tx, 'person', personId)
    await entries.enter(tx, { type: 'session.proved', purpose: 'account_work', refs: { session: sessionId } })
  }

  return {
    /** Wrong password and wrong code get the same answer after the same work. */
    async byPassword(actor: PersonActor, password: string, code: string, caller: Caller): Promise<void> {
      const { personId, argon2id, totp } = await ownAccount(actor)
      await prove(actor, caller, async () => {
        const isRight = await passwords.matches(argon2id, password)
        const isCode = totp !== null && (await checkCode(personId, totp.sealed, code))
        if (!isRight || !isCode) throw new ProblemError('sign_in_refused')
      })
    },

    async passkeyOptions(actor: PersonActor, caller: Caller): Promise<OptionsAndTicket> {
      const account = await ownAccount(actor)
      const ceremony = await webAuthn.askForPasskey(account.passkeys)
      return passkeys.challenge('proof', account.personId, ceremony, caller)
    },

    async byPasskey(actor: PersonActor, ticket: string, response: WebAuthnJson, caller: Caller): Promise<void> {
      await prove(actor, caller, async () => {
        const challenge = await passkeys.take('proof', ticket, caller)
        const isOwn = challenge !== null && challenge.personId === actor.personId
        const passkey = isOwn ? await passkeys.answered(response, challenge) : null
        if (passkey === null || !passkey.isRight) throw new ProblemError('sign_in_refused')
        return passkey.move
      })
    },

    /**
     * Before every change of credentials, in its own transaction: the session stays as it is until the change is done.
     *
     * @throws ProblemError `proof_needed` when the last proof is older than ten minutes
     */
    async require(tx: Tx, { sessionId }: Pick<PersonActor, 'sessionId'>): Promise<void> {
      const { rowCount } = await tx.client.query(
        'select from house.sessions where session_id = $1 and ended_at is null and proved_at > $2 for update',
        [sessionId, new Date(clock.now() - proofMs)],
      )
      if (rowCount !== 1) throw new ProblemError('proof_needed')
    },
  }
}

export type Proofs = ReturnType<typeof createProofs>

/**
 * One change of a person's account at a time; waits for a sign-in of his that is under way.
 *
 * @throws ProblemError `not_found`
 */
export async function lockPerson(tx: Tx, personId: PersonId): Promise<void> {
  const { rowCount } = await tx.client.query('select from house.persons where person_id = $1 for update', [personId])
  if (rowCount !== 1) throw new ProblemError('not_found')
}
