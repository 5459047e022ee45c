import { ProblemError, type UploadId } from '@sekisho/contract'
import type { Asking } from './asking.ts'
import type { ListsDependencies } from './dependencies.ts'
import { isHeld } from './legal-hold.ts'
import { findUpload } from './uploads.ts'

/**
 * Throws away a file that is not wanted after all.
 *
 * @throws ProblemError `not_found`, `conflict` while it is being imported or under a legal hold, `ledger_unavailable`
 */
export async function discardUpload(
  { database, writer, sealed }: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
): Promise<void> {
  const { actor, tenantId, rowScope, policyHash } = asking
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const upload = await findUpload(tx, asking, uploadId, 'lock')
      if (upload.state === 'discarded') return
      if (upload.state !== 'received') throw new ProblemError('conflict')
      const importing = await tx.db
        .selectFrom('tenant.lists')
        .select('list_id')
        .where('upload_id', '=', uploadId)
        .where('state', '=', 'importing')
        .executeTakeFirst()
      if (importing !== undefined) throw new ProblemError('conflict')
      if (await isHeld(tx, [{ kind: 'upload', id: uploadId }])) throw new ProblemError('conflict', 'legal_hold')
      await tx.db
        .updateTable('tenant.uploads')
        .set({ state: 'discarded', inspection: null })
        .where('upload_id', '=', uploadId)
        .execute()
      await writer.enter(tx, {
        type: 'upload.discarded',
        purpose: 'list_intake',
        policyHash,
        refs: { upload: uploadId, session: actor.sessionId },
      })
    },
    rowScope,
  )
  await sealed.remove({ tenantId, objectId: uploadId })
}
