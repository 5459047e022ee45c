import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { lockMsAfter } from './lockout.ts'

/** What failures are counted against: an account, a login that belongs to nobody, the other end of a connection. */
export type TriedKind = 'person' | 'login' | 'address'

/** A try that was counted as failed before it was made. */
export interface ReservedTry {
  /** The lock that this count set, if it did. */
  readonly lockedUntil: Date | null
}

const dayMs = 24 * 60 * 60_000
/** Accounts and logins without one behave alike, so that a lock tells nothing. A whole centre may share an address. */
const rules: Record<TriedKind, { readonly free: number; readonly forgetMs: number; readonly hashBytes: number }> = {
  person: { free: 4, forgetMs: dayMs, hashBytes: 32 },
  login: { free: 4, forgetMs: dayMs, hashBytes: 3 },
  address: { free: 60, forgetMs: 15 * 60_000, hashBytes: 32 },
}
/** What one whole sign-in makes good for its address: many people mistype there, and many succeed. */
const forgivenBySuccess = 5

const identity = systemActor('identity')

/** Failed tries as database rows: every process counts the same, and a restart forgets nothing. */
export function createFailedTries({ database, clock }: { database: Database; clock: Clock }) {
  async function isLocked(kind: TriedKind, key: string): Promise<boolean> {
    const { rowCount } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query('select from house.failed_tries where kind = $1 and key_hash = $2 and locked_until > $3', [
        kind,
        keyHash(kind, key),
        new Date(clock.now()),
      ]),
    )
    return rowCount === 1
  }

  /**
   * Counts a failure before the try, so that many tries at once cannot slip past the lock; a right answer takes its own
   * back, a whole sign-in takes all back.
   *
   * @returns null when it is locked: do not even try
   */
  async function reserve(kind: TriedKind, key: string): Promise<ReservedTry | null> {
    const { free, forgetMs } = rules[kind]
    const hash = keyHash(kind, key)
    return database.transaction(identity, 'house', async (tx) => {
      const now = clock.now()
      await forgetOld(tx, now)
      const { rows } = await tx.client.query<{ failures: number }>(
        `insert into house.failed_tries as known (kind, key_hash, failures, last_at) values ($1, $2, 1, $3)
         on conflict (kind, key_hash) do update
           set failures = case when known.last_at < $4 then 1 else known.failures + 1 end, last_at = excluded.last_at
           where known.locked_until is null or known.locked_until <= $3
         returning failures`,
        [kind, hash, new Date(now), new Date(now - forgetMs)],
      )
      const failures = rows[0]?.failures
      if (failures === undefined) return null
      const lockMs = lockMsAfter(failures, free)
      if (lockMs === 0) return { lockedUntil: null }
      const lockedUntil = new Date(now + lockMs)
      await tx.client.query('update house.failed_tries set locked_until = $1 where kind = $2 and key_hash = $3', [
        lockedUntil,
        kind,
        hash,
      ])
      return { lockedUntil }
    })
  }

  return {
    isLocked,
    reserve,

    /** Counts a failure that has happened. */
    async add(kind: TriedKind, key: string): Promise<void> {
      await reserve(kind, key)
    },

    /**
     * Undoes one reservation and the lock that it set, never the lock of another try: somebody who knows the password
     * could otherwise open with it the lock that his guessed codes set.
     */
    async takeBack(kind: TriedKind, key: string, { lockedUntil }: ReservedTry): Promise<void> {
      await database.transaction(identity, 'house', (tx) =>
        tx.client.query(
          `update house.failed_tries set failures = greatest(failures - 1, 0),
             locked_until = case when locked_until = $3 then null else locked_until end
           where kind = $1 and key_hash = $2`,
          [kind, keyHash(kind, key), lockedUntil],
        ),
      )
    },

    async clear(tx: Tx, kind: TriedKind, key: string): Promise<void> {
      await tx.client.query('delete from house.failed_tries where kind = $1 and key_hash = $2', [
        kind,
        keyHash(kind, key),
      ])
    },

    /** Not all of them: whoever has an account of his own could otherwise guess at others' from there for ever. */
    async forgiveAddress(address: string): Promise<void> {
      await database.transaction(identity, 'house', (tx) =>
        tx.client.query(
          `update house.failed_tries set failures = greatest(failures - $3, 0)
           where kind = $1 and key_hash = $2 and failures > 0`,
          ['address', keyHash('address', address), forgivenBySuccess],
        ),
      )
    },
  }
}

export type FailedTries = ReturnType<typeof createFailedTries>

const oldAtOnce = 100

/** Rows that another process is just removing or counting on are left to it. */
async function forgetOld(tx: Tx, now: number): Promise<void> {
  await tx.client.query(
    `delete from house.failed_tries where (kind, key_hash) in (
       select kind, key_hash from house.failed_tries
       where last_at < $1 and (locked_until is null or locked_until < $2)
       limit $3 for update skip locked)`,
    [new Date(now - dayMs), new Date(now), oldAtOnce],
  )
}

function keyHash(kind: TriedKind, key: string): Buffer {
  const text = kind === 'address' ? networkOf(key) : key
  return createHash('sha256').update(`${kind} ${text}`).digest().subarray(0, rules[kind].hashBytes)
}

export function addressHash(address: string): Buffer {
  return keyHash('address', address)
}

/** An IPv6 subscriber holds a /64 at least (RFC 6177), so single addresses would not be a limit. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - groups.length - rest.length }, () => '0')
  const whole = [...groups, ...zeros, ...rest].map((group) => Number.parseInt(group, 16).toString(16))
  return `${whole.slice(0, 4).join(':')}::/64`
}
