import type { PersonId } from '@sekisho/contract'
import { z } from 'zod'
import { systemActor } from '../platform/actor.ts'
import type { Caller } from '../platform/http/index.ts'
import type { Account, Accounts } from './accounts.ts'
import type { SessionStart } from './begin-session.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { FailedTries, ReservedTry } from './failed-tries.ts'
import type { CheckCode } from './one-time-codes.ts'
import type { Passwords } from './passwords.ts'
import { refusalOf, type Refusals } from './refusals.ts'
import { browserBinding, signInTicketMs, type Tickets } from './tickets.ts'

export interface SignInParts {
  readonly accounts: Accounts
  readonly tickets: Tickets
  readonly refusals: Refusals
  readonly passwords: Passwords
  readonly startSession: SessionStart
  readonly tries: FailedTries
  readonly checkCode: CheckCode
}

export type SignInStep = { step: 'second_factor'; ticket: string; methods: ('totp' | 'passkey')[] } | { step: 'done' }

const identity = systemActor('identity')
const noData = z.strictObject({})

/** Password, then one-time code; and the one-click sign-in of a labelled demo. Passkeys: passkey-sign-in.ts. */
export function createSignIn(dependencies: IdentityDependencies & SignInParts) {
  const { database, config } = dependencies
  const { accounts, tickets, refusals, passwords, startSession, tries, checkCode } = dependencies

  /** @returns null when the login is locked, whether it exists or not */
  function reserveTry(account: Account | null, login: string): Promise<ReservedTry | null> {
    return account === null ? tries.reserve('login', login) : tries.reserve('person', account.personId)
  }

  return {
    /**
     * First step. Unknown login, wrong password, disabled account and account without a second factor get the same
     * answer after the same work.
     */
    async password(typedLogin: string, password: string, caller: Caller): Promise<SignInStep> {
      await refusals.requireRecord()
      const login = typedLogin.normalize('NFKC').trim().toLowerCase()
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, { login })
      const account = await accounts.byLogin(login)
      const who = { login, ...(account === null ? {} : { personId: account.personId }) }
      const reserved = await reserveTry(account, login)
      if (reserved === null) throw refusals.locked(caller, who)

      const isRight = await passwords.matches(account?.argon2id ?? null, password)
      if (account === null || !isRight || account.isDisabled || methodsOf(account).length === 0) {
        await tries.add('address', caller.address)
        const reason = account === null ? 'unknown_account' : isRight ? 'no_grant' : 'wrong_password'
        throw await refusals.failed({ reason, address: caller.address, ...who })
      }
      await tries.takeBack('person', account.personId, reserved)
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
      if (await tries.isLocked('address', caller.address)) throw refusals.locked(caller, {})
      const personId = await personOfTicket(ticketSecret, caller)
      const account = personId === null ? null : await accounts.byId(personId)
      if (account === null || account.totp === null) {
        await tries.add('address', caller.address)
        throw refusals.countedFailure({ reason: 'not_found', address: caller.address })
      }
      const who = { login: account.login, personId: account.personId }
      if ((await reserveTry(account, account.login)) === null) throw refusals.locked(caller, who)
      const refusal = (await checkCode(account.personId, account.totp.sealed, code))
        ? await refusalOf(() => startSession(account.personId, caller, (tx) => tickets.spend(tx, ticketSecret)))
        : 'wrong_code'
      if (refusal !== null) {
        await tries.add('address', caller.address)
        throw await refusals.failed({ reason: refusal, address: caller.address, ...who })
      }
      await tries.forgiveAddress(caller.address)
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
      const { personId } = account
      const refusal = await refusalOf(() => startSession(personId, caller, () => Promise.resolve()))
      if (refusal !== null) throw await refusals.failed({ reason: refusal, address: caller.address, personId })
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
