import type { PersonId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { lockMsAfter } from './lockout.ts'

/** What a sign-in needs to know of a person. */
export interface Account {
  readonly personId: PersonId
  readonly login: string
  readonly displayName: string
  readonly isDisabled: boolean
  readonly isDemo: boolean
  readonly argon2id: string | null
  readonly totp: { readonly sealed: Buffer } | null
  readonly passkeys: readonly { readonly id: string; readonly transports: readonly string[] }[]
}

interface Row {
  person_id: PersonId
  login: string
  display_name: string
  disabled_at: Date | null
  is_demo: boolean
  argon2id: string | null
  sealed_secret: Buffer | null
  passkeys: { id: string; transports: string[] }[]
}

/** A try that was counted as failed before it was made. */
export interface ReservedTry {
  /** The lock that this count set, if it did. */
  readonly lockedUntil: Date | null
}

const identity = systemActor('identity')

export function createAccounts({ database, clock }: { database: Database; clock: Clock }) {
  async function find(column: 'login' | 'person_id', value: string): Promise<Account | null> {
    const { rows } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query<Row>(
        `select p.person_id, p.login, p.display_name, p.disabled_at, p.is_demo, c.argon2id, t.sealed_secret,
           coalesce((select json_agg(json_build_object('id', k.credential_id, 'transports', k.transports))
             from house.passkey_credentials k where k.person_id = p.person_id), '[]') as passkeys
         from house.persons p
           left join house.password_credentials c using (person_id)
           left join house.totp_credentials t on t.person_id = p.person_id and t.confirmed_at is not null
         where p.${column} = $1`,
        [value],
      ),
    )
    const row = rows[0]
    if (row === undefined) return null
    return {
      personId: row.person_id,
      login: row.login,
      displayName: row.display_name,
      isDisabled: row.disabled_at !== null,
      isDemo: row.is_demo,
      argon2id: row.argon2id,
      totp: row.sealed_secret === null ? null : { sealed: row.sealed_secret },
      passkeys: row.passkeys,
    }
  }

  return {
    byLogin: (login: string) => find('login', login),
    byId: (personId: PersonId) => find('person_id', personId),

    /**
     * Counts a failure before the try, so that many tries at once cannot slip past the lock; a right password takes its
     * own back, a whole sign-in takes all back.
     *
     * @returns null when the account is locked: do not even try
     */
    async reserveTry(personId: PersonId): Promise<ReservedTry | null> {
      return database.transaction(identity, 'house', async (tx) => {
        const now = clock.now()
        const { rows } = await tx.client.query<{ failures: number }>(
          `update house.password_credentials set failures = failures + 1
           where person_id = $1 and (locked_until is null or locked_until <= $2) returning failures`,
          [personId, new Date(now)],
        )
        const failures = rows[0]?.failures
        if (failures === undefined) return (await hasPassword(tx, personId)) ? null : { lockedUntil: null }
        const lockMs = lockMsAfter(failures)
        if (lockMs === 0) return { lockedUntil: null }
        const lockedUntil = new Date(now + lockMs)
        await tx.client.query('update house.password_credentials set locked_until = $1 where person_id = $2', [
          lockedUntil,
          personId,
        ])
        return { lockedUntil }
      })
    },

    /**
     * Undoes one reservation and the lock that it set, never the lock of another try: somebody who knows the password
     * could otherwise open with it the lock that his guessed codes set.
     */
    async takeBackTry(personId: PersonId, { lockedUntil }: ReservedTry): Promise<void> {
      await database.transaction(identity, 'house', (tx) =>
        tx.client.query(
          `update house.password_credentials set failures = greatest(failures - 1, 0),
             locked_until = case when locked_until = $2 then null else locked_until end
           where person_id = $1`,
          [personId, lockedUntil],
        ),
      )
    },

    async clearFailures(tx: Tx, personId: PersonId): Promise<void> {
      await tx.client.query(
        `update house.password_credentials set failures = 0, locked_until = null
         where person_id = $1 and failures > 0`,
        [personId],
      )
    },
  }

  /** A person without a password row has nothing to lock. */
  async function hasPassword(tx: Tx, personId: PersonId): Promise<boolean> {
    const { rowCount } = await tx.client.query('select from house.password_credentials where person_id = $1', [
      personId,
    ])
    return rowCount === 1
  }
}

export type Accounts = ReturnType<typeof createAccounts>
