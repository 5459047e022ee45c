import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'

let last = 0
/** Fictitious landlines that no campaign has. */
const freshNumber = (): string => {
  last += 1
  return `030${String(7_000_000 + last).padStart(7, '0')}`
}

/** An own number of the job's campaign. */
export async function ownNumber({ spine }: ComposedProduct, job: TestJob): Promise<string> {
  const assignmentId = newId<string>()
  await spine.test.superuser.query(
    `insert into house.own_numbers (entry_id, tenant_id, job_id, campaign_id, number, assigned_by, assigned_at)
      values ($1, $2, $3, $4, $5, $6, now())`,
    [assignmentId, job.tenantId, job.jobId, job.campaignId, freshNumber(), job.supervisor.actor.personId],
  )
  return assignmentId
}

/** How the routes of own numbers and call-ins are reached. */
export function callInCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { campaignId } = own
  const seat = 'supervisor'
  matrix.positiveCase('callIns.read', { seat, parts: () => ({ params: { campaignId } }) })
  matrix.positiveCase('ownNumbers.assign', {
    seat,
    parts: () => ({ params: { campaignId }, body: { number: freshNumber() } }),
  })
  matrix.positiveCase('ownNumbers.withdraw', {
    seat,
    parts: async () => ({ params: { campaignId, assignmentId: await ownNumber(product, own) } }),
  })
}
