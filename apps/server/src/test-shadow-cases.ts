import type { ShadowId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'

/** A shadow that goes on beside a job's campaign; the one before it is over. */
export async function begunShadow(product: Pick<ComposedProduct, 'spine'>, job: TestJob): Promise<ShadowId> {
  const shadowId = newId<ShadowId>()
  await endShadows(product, job)
  await product.spine.test.superuser.query(
    `insert into tenant.shadows (tenant_id, shadow_id, campaign_id, mode, cap_percent, live_mode, live_cap_percent, seed,
        window_answered, window_abandoned, started_by, started_at, entry_id)
      select $1, $2, $3, 'progressive', 0, 'progressive', 0, 1, 0, 0, person_id, now(), $4 from house.persons limit 1`,
    [job.tenantId, shadowId, job.campaignId, newId()],
  )
  return shadowId
}

async function endShadows({ spine }: Pick<ComposedProduct, 'spine'>, { campaignId }: TestJob): Promise<void> {
  await spine.test.superuser.query(
    `update tenant.shadows set ended_at = now(), ended_as = 'stopped' where campaign_id = $1 and ended_at is null`,
    [campaignId],
  )
}

/** How the routes of shadow mode are reached. */
export function shadowCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { campaignId } = own
  const seat = 'supervisor'
  matrix.positiveCase('shadows.read', {
    seat,
    parts: async () => ({ params: { campaignId }, query: { shadowId: await begunShadow(product, own) } }),
    shows: (body) => JSON.stringify(body).includes('"shown":{'),
  })
  matrix.positiveCase('shadows.start', {
    seat,
    async parts() {
      await endShadows(product, own)
      return { params: { campaignId }, body: { mode: 'progressive' } }
    },
  })
  matrix.positiveCase('shadows.stop', {
    seat,
    parts: async () => ({ params: { campaignId, shadowId: await begunShadow(product, own) } }),
  })
}
