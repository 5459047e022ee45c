import { randomBytes } from 'node:crypto'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'

/** How the routes of assignments are reached. */
export function assignmentCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { tenantId, campaignId } = own
  const { personId } = own.supervisor.actor
  const { superuser } = product.spine.test
  const seat = 'supervisor'

  /** Somebody is assigned to the own job's campaign, in their first version. */
  async function assigned(): Promise<void> {
    await superuser.query('delete from tenant.assignments where person_id = $1', [personId])
    await superuser.query(
      `insert into tenant.assignments (tenant_id, person_id, campaign_id, version, skill, priority, entry_id, nonce, set_by, set_at)
        values ($1, $2, $3, 1, 2, 1, $4, $5, $2, now())`,
      [tenantId, personId, campaignId, newId(), randomBytes(16)],
    )
  }

  matrix.positiveCase('assignments.list', {
    seat,
    parts: async () => {
      await assigned()
      return {}
    },
    shows: (body) => JSON.stringify(body).includes(campaignId),
  })
  matrix.positiveCase('assignments.set', {
    seat,
    parts: async () => {
      await assigned()
      return { params: { campaignId, personId }, body: { version: 1, assigned: null } }
    },
  })
}
