import type { EntryId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'

/** How the switch that stops all tenants is reached. */
export function houseStopCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const seat = 'centre_manager'

  /** A stop of all tenants, the only one. */
  async function stoppedHouse(): Promise<EntryId> {
    const { superuser } = product.spine.test
    const stopId = newId<EntryId>()
    await superuser.query('delete from house.house_stop_lifts')
    await superuser.query('delete from house.house_stops')
    await superuser.query(
      `insert into house.house_stops (entry_id, ground, set_by, set_at) values ($1, 'disaster', $2, now())`,
      [stopId, own.supervisor.actor.personId],
    )
    return stopId
  }
  matrix.positiveCase('stops.readOfHouse', {})
  matrix.positiveCase('stops.setOfHouse', {
    seat,
    async parts() {
      await stoppedHouse()
      return { body: { ground: 'client_asked' } }
    },
  })
  matrix.positiveCase('stops.liftOfHouse', {
    seat,
    parts: async () => ({ params: { stopId: await stoppedHouse() }, body: { ground: 'over' } }),
  })
}
