import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'

/** How the routes of call-back promises are reached. */
export function promiseCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { leadId } = own
  const promised = async () => {
    const { rows } = await product.spine.test.superuser.query<{ revision: number }>(
      `update tenant.leads set state = 'promised', promised_to = null, due_at = now() + interval '10 minutes'
        where lead_id = $1 returning revision`,
      [leadId],
    )
    return { revision: rows[0]?.revision ?? 0 }
  }
  const reader = { seat: 'supervisor' } as const
  matrix.positiveCase('promises.list', {
    ...reader,
    parts: async () => {
      await promised()
      return {}
    },
    shows: (body) => JSON.stringify(body).includes(leadId),
  })
  matrix.positiveCase('promises.hours', reader)
  matrix.positiveCase('promises.overdue', reader)
  matrix.positiveCase('promises.owners', { ...reader, parts: () => ({ params: { leadId } }) })
  matrix.positiveCase('promises.assign', {
    ...reader,
    parts: async () => ({ params: { leadId }, body: { ...(await promised()), ownerId: null } }),
  })
}
