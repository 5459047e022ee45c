import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Caller } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { OptionsAndTicket, Passkeys } from './passkeys.ts'
import { refusalOf } from './refusals.ts'
import type { SignInParts, SignInStep } from './sign-in.ts'
import type { WebAuthn, WebAuthnJson } from './webauthn.ts'

const identity = systemActor('identity')

/**
 * Sign-in by passkey: as the second factor of a password, or alone. Alone is two factors: the key, and the PIN or finger
 * that user verification demands.
 */
export function createPasskeySignIn(
  dependencies: IdentityDependencies & SignInParts & { passkeys: Passkeys; webAuthn: WebAuthn },
) {
  const { database, accounts, tickets, refusals, tries, startSession, passkeys, webAuthn } = dependencies

  /** Only its person's passkeys answer. */
  async function secondFactor(signInTicket: string, caller: Caller): Promise<OptionsAndTicket> {
    const ticket = await database.transaction(identity, 'house', (tx) =>
      tickets.find(tx, 'sign_in', signInTicket, caller, z.strictObject({})),
    )
    const account = ticket?.personId == null ? null : await accounts.byId(ticket.personId)
    if (account === null) throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
    const ceremony = await webAuthn.askForPasskey(account.passkeys)
    return passkeys.challenge('passkey_sign_in', account.personId, ceremony, caller, signInTicket)
  }

  return {
    /** Without a ticket it costs its asker nothing, so there are only so many of an address and in all. */
    async options(signInTicket: string | undefined, caller: Caller): Promise<OptionsAndTicket> {
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      return refusals.countingLocked(caller, async () =>
        signInTicket === undefined
          ? passkeys.challenge('passkey_sign_in', null, await webAuthn.askForPasskey(), caller)
          : secondFactor(signInTicket, caller),
      )
    },

    async signIn(ticketSecret: string, response: WebAuthnJson, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const challenge = await passkeys.take('passkey_sign_in', ticketSecret, caller)
      const passkey = challenge === null ? null : await passkeys.answered(response, challenge)
      if (challenge === null || passkey === null) {
        await tries.add('address', caller.address)
        throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
      }
      const { personId, isRight } = passkey
      const refusal = isRight
        ? await refusalOf(() =>
            startSession(personId, caller, async (tx) => {
              await passkey.move(tx)
              if (challenge.signInTicket !== null) await tickets.spend(tx, challenge.signInTicket)
            }),
          )
        : 'wrong_code'
      if (refusal !== null) {
        await tries.add('address', caller.address)
        throw await refusals.failed({ reason: refusal, address: caller.address, personId })
      }
      await tries.forgiveAddress(caller.address)
      return { step: 'done' }
    },
  }
}
