import { type PersonId, ProblemError } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Caller } from '../platform/http/index.ts'
import type { Account, Accounts, ReservedTry } from './accounts.ts'
import type { SessionStart } from './begin-session.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { FailureCounter } from './lockout.ts'
import type { Passwords } from './passwords.ts'
import type { Refusals } from './refusals.ts'
import { browserBinding, signInTicketMs, type Tickets } from './tickets.ts'

export interface SignInParts {
  readonly accounts: Accounts
  readonly tickets: Tickets
  readonly refusals: Refusals
  readonly passwords: Passwords
  readonly startSession: SessionStart
  /** A centre may sit behind one address: it is locked late. */
  readonly addresses: FailureCounter
  /** Logins that belong to nobody lock like the others, so that a lock tells nothing. */
  readonly unknownLogins: FailureCounter
}

export type SignInStep = { step: 'second_factor'; ticket: string; methods: ('totp' | 'passkey')[] } | { step: 'done' }

const identity = systemActor('identity')
const noData = z.strictObject({})

/** Password, then one-time code; and the one-click sign-in of a labelled demo. Passkeys: passkey-sign-in.ts. */
export function createSignIn(dependencies: IdentityDependencies & SignInParts) {
  const { database, keys, config } = dependencies
  const { accounts, tickets, refusals, passwords, startSession, addresses, unknownLogins } = dependencies

  /** @returns null when the login is locked, whether it exists or not */
  async function reserveTry(account: Account | null, login: string): Promise<ReservedTry | null> {
    if (account !== null) return accounts.reserveTry(account.personId)
    if (unknownLogins.isLocked(login)) return null
    unknownLogins.add(login)
    return { lockedUntil: null }
  }

  return {
    /**
     * First step. Unknown login, wrong password, disabled account and account without a second factor get the same
     * answer after the same work.
     */
    async password(typedLogin: string, password: string, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      const login = typedLogin.normalize('NFKC').trim().toLowerCase()
      if (addresses.isLocked(caller.address)) throw refusals.locked(caller, { login })
      const account = await accounts.byLogin(login)
      const who = { login, ...(account === null ? {} : { personId: account.personId }) }
      const reserved = await reserveTry(account, login)
      if (reserved === null) throw refusals.locked(caller, who)

      const isRight = await passwords.matches(account?.argon2id ?? null, password)
      if (account === null || !isRight || account.isDisabled || methodsOf(account).length === 0) {
        addresses.add(caller.address)
        const reason = account === null ? 'unknown_account' : isRight ? 'no_grant' : 'wrong_password'
        throw await refusals.failed({ reason, address: caller.address, ...who })
      }
      await accounts.takeBackTry(account.personId, reserved)
      const browser = browserBinding(caller)
      const ticket = await database.transaction(identity, 'house', (tx) =>
        tickets.issue(tx, {
          kind: 'sign_in',
          personId: account.personId,
          data: {},
          browser,
          lifeMs: signInTicketMs,
        }),
      )
      return { step: 'second_factor', ticket, methods: methodsOf(account) }
    },

    async totp(ticketSecret: string, code: string, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      if (addresses.isLocked(caller.address)) throw refusals.locked(caller, {})
      const personId = await personOfTicket(ticketSecret, caller)
      const account = personId === null ? null : await accounts.byId(personId)
      if (account === null || account.totp === null) {
        addresses.add(caller.address)
        throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
      }
      const who = { login: account.login, personId: account.personId }
      if ((await accounts.reserveTry(account.personId)) === null) throw refusals.locked(caller, who)
      const {
        personId: ownerId,
        totp: { sealed },
      } = account
      const answer = await inKeyService(() => keys.checkTotp({ personId: ownerId, sealed, code }))
      const isSignedIn =
        answer.ok &&
        (await refusedAsFalse(() => startSession(ownerId, caller, (tx) => tickets.spend(tx, ticketSecret))))
      if (!isSignedIn) {
        addresses.add(caller.address)
        throw await refusals.failed({ reason: 'wrong_code', address: caller.address, ...who })
      }
      addresses.clear(caller.address)
      return { step: 'done' }
    },

    /** Only in a labelled demo, only for its own fictitious people, only from this machine. */
    async demo(token: string, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      const isPossible = config.isDemo && caller.isThisMachine
      const ticket = isPossible
        ? await database.transaction(identity, 'house', (tx) => tickets.find(tx, 'demo', token, null, noData))
        : null
      const account = ticket?.personId == null ? null : await accounts.byId(ticket.personId)
      if (account === null || !account.isDemo) {
        throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
      }
      await startSession(account.personId, caller, () => Promise.resolve())
      return { step: 'done' }
    },
  }

  async function personOfTicket(secret: string, caller: Caller): Promise<PersonId | null> {
    const ticket = await database.transaction(identity, 'house', (tx) =>
      tickets.find(tx, 'sign_in', secret, caller, noData),
    )
    return ticket?.personId ?? null
  }
}

function methodsOf(account: Account): ('totp' | 'passkey')[] {
  return [
    ...(account.totp === null ? [] : ['totp' as const]),
    ...(account.passkeys.length === 0 ? [] : ['passkey' as const]),
  ]
}

/** What was refused inside the transaction still has to be entered, outside of it. */
export async function refusedAsFalse(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'sign_in_refused') return false
    throw error
  }
}

export async function inKeyService<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof KeyServiceError ? new ProblemError('key_service_unavailable') : error
  }
}
