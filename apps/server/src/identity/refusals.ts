import { type EntryReason, type PersonId, ProblemError } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Caller, createCountedLog } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'

export interface Refusal {
  readonly reason: EntryReason
  readonly address: string
  /** As it was typed; committed to, never written. */
  readonly login?: string
  readonly personId?: PersonId
}

/** Refused at the last step, inside its transaction; still has to be entered, outside of it. */
export class SignInRefused extends ProblemError {
  readonly reason: EntryReason
  constructor(reason: EntryReason) {
    super('sign_in_refused')
    this.reason = reason
  }
}

/** Why the work was refused; null when it was done. A refusal that says nothing of its own is a wrong code. */
export async function refusalOf(work: () => Promise<unknown>): Promise<EntryReason | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof SignInRefused) return error.reason
    if (error instanceof ProblemError && error.code === 'sign_in_refused') return 'wrong_code'
    throw error
  }
}

/** Enters what sign-in refused. Addresses and logins stand in entries as commitments only (rule 3). */
export function createRefusals({ database, entries, clock, ledger, keys, onError }: IdentityDependencies) {
  async function enter({ reason, address, login, personId }: Refusal, attempts: number): Promise<void> {
    await database.transaction(systemActor('identity'), 'house', (tx) =>
      entries.enter(tx, {
        type: 'session.refused',
        outcome: 'failed',
        reason,
        purpose: 'account_work',
        counts: { attempts },
        commit: {
          address,
          ...(login === undefined || login === '' ? {} : { label: login }),
          ...(personId === undefined ? {} : { person: personId }),
        },
      }),
    )
  }
  const counted = createCountedLog<Refusal>({
    clock,
    keyOf: ({ reason, address }) => `${reason} ${address}`,
    enter,
    onError,
  })

  /** While locked, tries are counted and entered once a minute: a guesser cannot flood the ledger. */
  function locked(caller: Caller, rest: Omit<Refusal, 'reason' | 'address'>): ProblemError {
    counted.add({ reason: 'locked', address: caller.address, ...rest })
    return new ProblemError('sign_in_locked')
  }

  return {
    /**
     * Nobody signs in, or fails to, without a record. Asked first in every step, so that an outage answers right and
     * wrong credentials alike.
     *
     * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`
     */
    async requireRecord(): Promise<void> {
      if (!ledger.state().isAvailable) throw new ProblemError('ledger_unavailable')
      await keys.status({}).catch(() => {
        throw new ProblemError('key_service_unavailable')
      })
    },

    /** Enters one failure and gives the error to throw: the same for every cause. */
    async failed(refusal: Refusal): Promise<ProblemError> {
      await enter(refusal, 1)
      // both factors were right: who shows them may know what is missing
      return new ProblemError(refusal.reason === 'not_confirmed' ? 'not_confirmed' : 'sign_in_refused')
    },

    locked,

    /** Runs what may meet a limit, and counts where it did. */
    async countingLocked<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
      try {
        return await work()
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'sign_in_locked') throw locked(caller, {})
        throw error
      }
    },

    /** For what costs a stranger nothing to repeat. */
    countedFailure(refusal: Refusal): ProblemError {
      counted.add(refusal)
      return new ProblemError('sign_in_refused')
    },

    flush: () => counted.flush(),
  }
}

export type Refusals = ReturnType<typeof createRefusals>
