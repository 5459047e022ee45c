import { type ListId, ProblemError } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import { tenantOf } from '../platform/database/index.ts'

export interface HeldObject {
  readonly kind: 'list' | 'upload' | 'campaign'
  readonly id: string
}

/** Whether a legal hold keeps any of these, or their whole tenant, from being deleted (architecture rule 10). */
export async function isHeld(tx: Tx, objects: readonly HeldObject[]): Promise<boolean> {
  const hold = await tx.db
    .selectFrom('house.legal_holds')
    .select('hold_id')
    .where('tenant_id', '=', tenantOf(tx))
    .where('lifted_at', 'is', null)
    .where((where) =>
      where.or([
        where('object_kind', '=', 'tenant'),
        ...objects.map(({ kind, id }) => where.and({ object_kind: kind, object_id: id })),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return hold !== undefined
}

/**
 * A changed contact's old text is gone, so a legal hold keeps the whole difference from changing anything.
 *
 * @throws ProblemError `conflict` with `legal_hold`
 */
export async function refuseHeld(tx: Tx, campaignId: string, lists: readonly ListId[]): Promise<void> {
  const ofLists = lists.map((id) => ({ kind: 'list', id }) as const)
  if (await isHeld(tx, [{ kind: 'campaign', id: campaignId }, ...ofLists])) {
    throw new ProblemError('conflict', 'legal_hold')
  }
}
