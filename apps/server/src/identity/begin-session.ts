import type { DeviceId, PersonId, SessionId } from '@sekisho/contract'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { newId } from '../platform/new-id.ts'
import { refuseUnconfirmed } from './confirmations.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { FailedTries } from './failed-tries.ts'
import { SignInRefused } from './refusals.ts'
import { cookies, hashOfSecret, newSecret } from './secrets.ts'
import type { Sessions } from './sessions.ts'

/** Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5). */
const deviceCookieSeconds = 400 * 24 * 3600

/**
 * The last step of every kind of sign-in: device, session, entry and cookies. `within` does what belongs to the same
 * transaction (spending the ticket, moving a counter) and may still refuse by throwing.
 */
export function createSessionStart(dependencies: IdentityDependencies & { sessions: Sessions; tries: FailedTries }) {
  const { database, clock, entries, sessions, tries, routeOf } = dependencies

  async function deviceOf(caller: Caller): Promise<DeviceId | null> {
    const secret = caller.cookie(cookies.device)
    if (secret === undefined || secret.length !== 43) return null
    const { rows } = await database.transaction(systemActor('identity'), 'house', (tx) =>
      tx.client.query<{ device_id: DeviceId }>('select device_id from house.devices where token_hash = $1', [
        hashOfSecret(secret),
      ]),
    )
    return rows[0]?.device_id ?? null
  }

  /** Makes an unknown device visible (H-01): one that nobody used before, or that this person never used. */
  async function noteDevice(tx: Tx, actor: PersonActor, isNew: boolean, address: string): Promise<void> {
    const now = new Date(clock.now())
    const known = await tx.client.query(
      'update house.person_devices set last_at = $3 where person_id = $1 and device_id = $2',
      [actor.personId, actor.deviceId, now],
    )
    if (known.rowCount === 1) return
    await tx.client.query(
      `insert into house.person_devices (person_id, device_id, first_at, last_at) values ($1, $2, $3, $3)
       on conflict (person_id, device_id) do update set last_at = excluded.last_at`,
      [actor.personId, actor.deviceId, now],
    )
    await entries.enter(tx, {
      type: isNew ? 'device.registered' : 'device.first_used',
      purpose: 'account_work',
      refs: { session: actor.sessionId },
      commit: { address, person: actor.personId },
    })
  }

  return async (personId: PersonId, caller: Caller, within: (tx: Tx) => Promise<void>): Promise<PersonActor> => {
    const device = await deviceOf(caller)
    const now = clock.now()
    const [sessionSecret, deviceSecret] = [newSecret(), newSecret()]
    const actor: PersonActor = {
      kind: 'person',
      personId,
      sessionId: newId<SessionId>(),
      deviceId: device ?? newId<DeviceId>(),
      route: routeOf(caller),
    }
    await database.transaction(actor, 'house', async (tx) => {
      await refuseDisabled(tx, personId)
      await refuseUnconfirmed(tx, personId)
      if (device !== null) await refuseWithdrawn(tx, device)
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
      await tries.clear(tx, 'person', personId)
      await entries.enter(tx, {
        type: 'session.signed_in',
        purpose: 'account_work',
        refs: { session: actor.sessionId },
        commit: { address: caller.address },
      })
      await noteDevice(tx, actor, device === null, caller.address)
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
  if (rowCount !== 1) throw new SignInRefused('no_grant')
}

/** Holds the device's row in the same way. */
async function refuseWithdrawn(tx: Tx, deviceId: DeviceId): Promise<void> {
  const { rowCount } = await tx.client.query(
    'select from house.devices where device_id = $1 and withdrawn_at is null for share',
    [deviceId],
  )
  if (rowCount !== 1) throw new SignInRefused('device_withdrawn')
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
