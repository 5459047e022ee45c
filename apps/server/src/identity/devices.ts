import { type DeviceId, type PersonId, ProblemError, type deviceView } from '@sekisho/contract'
import type { z } from 'zod'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { Proofs } from './proofs.ts'
import type { Sessions } from './sessions.ts'

export type DeviceView = z.input<typeof deviceView>

interface Row {
  device_id: DeviceId
  label: string
  first_at: Date
  last_at: Date
  people: number
  withdrawn_at: Date | null
}

/** Devices by who signed in from them. A device is known by a secret in the browser; it may be shared by shift. */
export function createDevices(dependencies: IdentityDependencies & { sessions: Sessions; proofs: Proofs }) {
  const { database, clock, entries, sessions, proofs } = dependencies

  async function listOf(tx: Tx, personId: PersonId, here: DeviceId | null): Promise<DeviceView[]> {
    const { rows } = await tx.client.query<Row>(
      `select p.device_id, d.label, p.first_at, p.last_at, d.withdrawn_at,
         (select count(*)::int from house.person_devices o where o.device_id = p.device_id) as people
       from house.person_devices p join house.devices d using (device_id)
       where p.person_id = $1 order by p.last_at desc, p.device_id`,
      [personId],
    )
    return rows.map((row) => ({
      deviceId: row.device_id,
      label: row.label,
      isThis: row.device_id === here,
      firstAt: row.first_at.getTime(),
      lastAt: row.last_at.getTime(),
      people: row.people,
      withdrawnAt: row.withdrawn_at?.getTime() ?? null,
    }))
  }

  return {
    listOf,

    /** @throws ProblemError `not_found` for nobody */
    ofPerson(actor: PersonActor, personId: PersonId): Promise<DeviceView[]> {
      return database.transaction(actor, 'house', async (tx) => {
        const { rowCount } = await tx.client.query('select from house.persons where person_id = $1', [personId])
        if (rowCount !== 1) throw new ProblemError('not_found')
        return listOf(tx, personId, actor.deviceId)
      })
    },

    /**
     * Ends a device for good: everybody who is signed in there is out at once, and nobody signs in from it again.
     *
     * @returns how many sessions ended
     * @throws ProblemError `proof_needed`; `not_found`, also for one that was withdrawn before
     */
    async withdraw(actor: PersonActor, policyHash: string, deviceId: DeviceId): Promise<number> {
      return database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        const { rowCount } = await tx.client.query(
          'update house.devices set withdrawn_at = $1 where device_id = $2 and withdrawn_at is null',
          [new Date(clock.now()), deviceId],
        )
        if (rowCount !== 1) throw new ProblemError('not_found')
        const ended = await sessions.endAllOn(tx, deviceId)
        await entries.enter(tx, {
          type: 'device.withdrawn',
          purpose: 'account_work',
          policyHash,
          counts: { sessions: ended },
          commit: { label: deviceId },
        })
        return ended
      })
    },
  }
}

export type Devices = ReturnType<typeof createDevices>
