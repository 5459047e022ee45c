import type { DeviceId, PersonId, Route, SessionId } from '@sekisho/contract'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { type AccessEvents, createShortMemory } from '../platform/events/index.ts'
import type { Authenticate, CheckSession, SignedIn } from '../platform/http/index.ts'
import { cookies, hashOfSecret } from './secrets.ts'

/** Unused for so long, or this old, a session is over (NIST SP 800-63B-4, 2.2.3 for AAL2: inactivity and reauthentication). */
export const idleMs = 30 * 60_000
export const longestSessionMs = 12 * 60 * 60_000

/** How exactly the last use is known; each step costs one write. */
const touchMs = 60_000
const memoryMs = 1_000

type EndReason = 'signed_out' | 'revoked' | 'expired' | 'disabled' | 'replaced'

interface KnownSession extends SignedIn {
  readonly lastSeenAt: number
}

export interface Sessions {
  authenticate: Authenticate
  check: CheckSession
  /** A socket in use keeps its session alive like requests do. */
  noteActivity(sessionId: SessionId): Promise<void>
  /** Adds the session of `tx.actor`. */
  start(tx: Tx, actor: PersonActor, secret: string, now: number): Promise<void>
  /** Ends live sessions of a person, announced to every process; how many there were. */
  endAllOf(tx: Tx, personId: PersonId, reason: EndReason): Promise<number>
  /** The same for all but the one that `tx.actor` acts in. */
  endOthersOf(tx: Tx, actor: PersonActor): Promise<number>
  /** The same for everybody who is signed in on a device. */
  endAllOn(tx: Tx, deviceId: DeviceId): Promise<number>
  /** Ends one live session of a person; false when there is none such. */
  endOne(tx: Tx, personId: PersonId, sessionId: SessionId, reason: EndReason): Promise<boolean>
  /** Ends the live session a browser already had when it signs in anew. */
  endReplaced(tx: Tx, secret: string | undefined): Promise<void>
  forgetAll(): void
}

interface Row {
  asked: Buffer | SessionId
  session_id: SessionId
  person_id: PersonId
  device_id: DeviceId | null
  route: Route
  last_seen_at: Date
  expires_at: Date
}

const identity = systemActor('identity')

export function createSessions(dependencies: { database: Database; clock: Clock; events: AccessEvents }): Sessions {
  const { database, clock, events } = dependencies

  const byCookie = createShortMemory<string, KnownSession | null>({
    clock,
    maxAgeMs: memoryMs,
    loadAll: async (secrets) => {
      const hashes = secrets.map(hashOfSecret)
      const found = await load('token_hash', hashes)
      return hashes.map((hash) => found.get(hash.toString('hex')) ?? null)
    },
  })
  const byId = createShortMemory<SessionId, KnownSession | null>({
    clock,
    maxAgeMs: memoryMs,
    loadAll: async (sessionIds) => {
      const found = await load('session_id', sessionIds)
      return sessionIds.map((sessionId) => found.get(sessionId) ?? null)
    },
  })

  /** Live sessions by what they were asked by: the hash in hex, or the id. */
  async function load(
    column: 'token_hash' | 'session_id',
    values: readonly (Buffer | SessionId)[],
  ): Promise<Map<string, KnownSession>> {
    const { rows } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query<Row>(
        `select s.${column} as asked, s.session_id, s.person_id, s.device_id, s.route, s.last_seen_at, s.expires_at
         from house.sessions s join house.persons p using (person_id)
         where s.${column} = any ($1) and s.ended_at is null and p.disabled_at is null`,
        [values],
      ),
    )
    return new Map(
      rows.map((row) => [typeof row.asked === 'string' ? row.asked : row.asked.toString('hex'), known(row)]),
    )
  }

  function known(row: Row): KnownSession {
    const lastSeenAt = row.last_seen_at.getTime()
    return {
      actor: {
        kind: 'person',
        personId: row.person_id,
        sessionId: row.session_id,
        deviceId: row.device_id,
        route: row.route,
      },
      lastSeenAt,
      expiresAt: row.expires_at.getTime(),
    }
  }

  function isOver(session: KnownSession, now: number): boolean {
    return now >= session.expiresAt || now - session.lastSeenAt >= idleMs
  }

  /** Ends it for good, so that a clock that is set back does not bring it to life again. */
  async function expire({ actor }: KnownSession): Promise<void> {
    await database.transaction(identity, 'house', (tx) => endWhere(tx, 'session_id', actor.sessionId, 'expired'))
  }

  async function touch(sessionId: SessionId, now: number): Promise<void> {
    await database.transaction(identity, 'house', (tx) =>
      tx.client.query('update house.sessions set last_seen_at = $1 where session_id = $2 and ended_at is null', [
        new Date(now),
        sessionId,
      ]),
    )
    forget(sessionId)
  }

  function forget(sessionId: SessionId): void {
    byId.forget(sessionId)
    byCookie.forgetWhere((_secret, session) => session?.actor.sessionId === sessionId)
  }

  events.subscribe((event) => {
    if (event.kind === 'session_ended') return forget(event.sessionId)
    byId.forgetWhere((_id, session) => session?.actor.personId === event.personId)
    byCookie.forgetWhere((_secret, session) => session?.actor.personId === event.personId)
  })

  async function endWhere(
    tx: Tx,
    column: 'session_id' | 'person_id' | 'device_id' | 'token_hash',
    value: SessionId | PersonId | DeviceId | Buffer,
    reason: EndReason,
    only: { readonly personId?: PersonId; readonly notSession?: SessionId } = {},
  ): Promise<SessionId[]> {
    const { rows } = await tx.client.query<{ session_id: SessionId }>(
      `update house.sessions set ended_at = $1, end_reason = $2
       where ${column} = $3 and ended_at is null and ($4::uuid is null or person_id = $4)
         and ($5::uuid is null or session_id <> $5)
       returning session_id`,
      [new Date(clock.now()), reason, value, only.personId ?? null, only.notSession ?? null],
    )
    const ended = rows.map(({ session_id }) => session_id)
    for (const sessionId of ended) await events.announce(tx, { kind: 'session_ended', sessionId })
    return ended
  }

  return {
    async authenticate(cookie) {
      const secret = cookie(cookies.session)
      if (secret === undefined || secret.length !== 43) return null
      const session = await byCookie.get(secret)
      if (session === null) return null
      const now = clock.now()
      if (isOver(session, now)) {
        await expire(session)
        return null
      }
      if (now - session.lastSeenAt >= touchMs) await touch(session.actor.sessionId, now)
      return session
    },
    async check(sessionId) {
      const session = await byId.get(sessionId)
      if (session === null) return null
      if (!isOver(session, clock.now())) return session
      await expire(session)
      return null
    },
    async noteActivity(sessionId) {
      const session = await byId.get(sessionId)
      const now = clock.now()
      if (session !== null && !isOver(session, now) && now - session.lastSeenAt >= touchMs) await touch(sessionId, now)
    },
    async start(tx, actor, secret, now) {
      const { sessionId, personId, deviceId, route } = actor
      await tx.client.query(
        `insert into house.sessions
           (session_id, person_id, device_id, token_hash, route, created_at, last_seen_at, proved_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $6, $7)`,
        [sessionId, personId, deviceId, hashOfSecret(secret), route, new Date(now), new Date(now + longestSessionMs)],
      )
    },
    async endAllOf(tx, personId, reason) {
      return (await endWhere(tx, 'person_id', personId, reason)).length
    },
    async endOthersOf(tx, { personId, sessionId }) {
      return (await endWhere(tx, 'person_id', personId, 'revoked', { notSession: sessionId })).length
    },
    async endAllOn(tx, deviceId) {
      return (await endWhere(tx, 'device_id', deviceId, 'revoked')).length
    },
    async endOne(tx, personId, sessionId, reason) {
      return (await endWhere(tx, 'session_id', sessionId, reason, { personId })).length === 1
    },
    async endReplaced(tx, secret) {
      if (secret !== undefined && secret.length === 43)
        await endWhere(tx, 'token_hash', hashOfSecret(secret), 'replaced')
    },
    forgetAll() {
      byId.forgetAll()
      byCookie.forgetAll()
    },
  }
}
