import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'

/** How the routes of shadow mode are reached. */
export function shadowCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { tenantId, campaignId, supervisor } = own
  const { superuser } = product.spine.test
  const seat = 'supervisor'

  async function ended(): Promise<void> {
    await superuser.query(
      `update tenant.shadows set ended_at = now(), ended_as = 'stopped' where tenant_id = $1 and ended_at is null`,
      [tenantId],
    )
  }

  /** One goes on beside the own job's campaign. */
  async function begun(): Promise<string> {
    await ended()
    const shadowId = newId()
    await superuser.query(
      `insert into tenant.shadows (tenant_id, shadow_id, campaign_id, mode, cap_percent, live_mode, live_cap_percent, seed,
          window_answered, window_abandoned, started_by, started_at, entry_id)
        values ($1, $2, $3, 'progressive', 0, 'progressive', 0, 1, 0, 0, $4, now(), $5)`,
      [tenantId, shadowId, campaignId, supervisor.actor.personId, newId()],
    )
    return shadowId
  }

  matrix.positiveCase('shadows.read', {
    seat,
    parts: async () => ({ params: { campaignId }, query: { shadowId: await begun() } }),
    shows: (body) => JSON.stringify(body).includes('"shown":{'),
  })
  matrix.positiveCase('shadows.start', {
    seat,
    async parts() {
      await ended()
      return { params: { campaignId }, body: { mode: 'progressive' } }
    },
  })
  matrix.positiveCase('shadows.stop', {
    seat,
    parts: async () => ({ params: { campaignId, shadowId: await begun() } }),
  })
}
