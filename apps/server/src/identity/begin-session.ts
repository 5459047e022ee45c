import { type DeviceId, type PersonId, ProblemError, type SessionId } from '@sekisho/contract'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Accounts } from './accounts.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { cookies, hashOfSecret, newSecret } from './secrets.ts'
import type { Sessions } from './sessions.ts'

/** Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5). */
const deviceCookieSeconds = 400 * 24 * 3600

interface KnownDevice {
  readonly deviceId: DeviceId
  readonly isWithdrawn: boolean
}

/**
 * The last step of every kind of sign-in: device, session, entry and cookies. `within` does what belongs to the same
 * transaction (spending the ticket, moving a counter) and may still refuse by throwing.
 */
export function createSessionStart(dependencies: IdentityDependencies & { sessions: Sessions; accounts: Accounts }) {
  const { database, clock, entries, sessions, accounts, routeOf } = dependencies

  async function deviceOf(caller: Caller): Promise<KnownDevice | null> {
    const secret = caller.cookie(cookies.device)
    if (secret === undefined || secret.length !== 43) return null
    const { rows } = await database.transaction(systemActor('identity'), 'house', (tx) =>
      tx.client.query<{ device_id: DeviceId; withdrawn_at: Date | null }>(
        'select device_id, withdrawn_at from house.devices where token_hash = $1',
        [hashOfSecret(secret)],
      ),
    )
    const row = rows[0]
    return row === undefined ? null : { deviceId: row.device_id, isWithdrawn: row.withdrawn_at !== null }
  }

  return async (personId: PersonId, caller: Caller, within: (tx: Tx) => Promise<void>): Promise<PersonActor> => {
    const device = await deviceOf(caller)
    if (device?.isWithdrawn === true) throw new ProblemError('sign_in_refused')
    const now = clock.now()
    const [sessionSecret, deviceSecret] = [newSecret(), newSecret()]
    const actor: PersonActor = {
      kind: 'person',
      personId,
      sessionId: newId<SessionId>(),
      deviceId: device?.deviceId ?? newId<DeviceId>(),
      route: routeOf(caller),
    }
    await database.transaction(actor, 'house', async (tx) => {
      await refuseDisabled(tx, personId)
      await within(tx)
      if (device === null) {
        await tx.client.query('insert into house.devices (device_id, label, token_hash) values ($1, $2, $3)', [
          actor.deviceId,
          deviceLabel(caller.userAgent),
          hashOfSecret(deviceSecret),
        ])
      }
      await sessions.endReplaced(tx, caller.cookie(cookies.session))
      await sessions.start(tx, actor, sessionSecret, now)
      await accounts.clearFailures(tx, personId)
      await entries.enter(tx, {
        type: 'session.signed_in',
        purpose: 'account_work',
        refs: { session: actor.sessionId },
        commit: { address: caller.address },
      })
    })
    // ends with the browser: seats are shared by shift
    caller.setCookie(cookies.session, sessionSecret)
    if (device === null) caller.setCookie(cookies.device, deviceSecret, { maxAgeSeconds: deviceCookieSeconds })
    caller.clearCookie(cookies.step)
    return actor
  }
}

export type SessionStart = ReturnType<typeof createSessionStart>

/** Holds the person's row, so that disabling waits for this sign-in or this sign-in for the disabling. */
async function refuseDisabled(tx: Tx, personId: PersonId): Promise<void> {
  const { rowCount } = await tx.client.query(
    'select from house.persons where person_id = $1 and disabled_at is null for share',
    [personId],
  )
  if (rowCount !== 1) throw new ProblemError('sign_in_refused')
}

/** A name out of few, because what the browser says of itself is up to the sender. */
export function deviceLabel(userAgent: string): string {
  const browser = [
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark]) => userAgent.includes(mark ?? ''))?.[1]
  const system = [
    ['Windows', 'Windows'],
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['Mac OS X', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark]) => userAgent.includes(mark ?? ''))?.[1]
  return `${browser ?? '?'} / ${system ?? '?'}`
}
