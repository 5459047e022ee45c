import { type encodings, type EntryId, ProblemError, type UploadId } from '@sekisho/contract'
import type { Unpacking } from '@sekisho/intake'
import { inspectUpload as inspectSealed, isKeyServiceErrorCode, KeyServiceError } from '@sekisho/vault'
import { asProblem, withReceipt } from '../gate/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { Asking } from './asking.ts'
import { besideCalls } from './calls-first.ts'
import type { ListsDependencies } from './dependencies.ts'
import { storedInspection } from './stored-inspection.ts'
import { findUpload } from './uploads.ts'

export type Encoding = (typeof encodings)[number]

/** What a person said about a file before it is looked at. */
export interface HowToInspect extends Unpacking {
  readonly encoding?: Encoding
}

/**
 * Lets the key service say what a file is: encoding, columns, masked samples. One entry for each inspection, because
 * samples, even masked, come out of personal data.
 *
 * @param how  as chosen by a person; the encoding is guessed when left out
 * @throws ProblemError `not_found`, `unreadable_file` with the code of the reason when no column was recognised
 *         (the sentence stands in the upload's inspection), `ledger_unavailable`, `key_service_...`
 */
export async function inspectUpload(
  dependencies: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
  { encoding, ...unpacking }: HowToInspect,
): Promise<void> {
  const { database, writer, receipts, keys, sealed, clock } = dependencies
  const { actor, tenantId, rowScope, policyHash } = asking
  const { entryId, digest } = await database.transaction(
    actor,
    tenantId,
    async (tx): Promise<{ entryId: EntryId; digest: Buffer }> => {
      const upload = await findUpload(tx, asking, uploadId, 'look')
      if (upload.state !== 'received' || upload.digest === null) throw new ProblemError('not_found')
      const entryId = await writer.enter(tx, {
        type: 'upload.inspected',
        purpose: 'list_intake',
        policyHash,
        refs: { upload: uploadId, session: actor.sessionId },
        commit: { file: upload.digest.toString('hex') },
      })
      return { entryId, digest: upload.digest }
    },
    rowScope,
  )
  const options = { today: todayInJapan(clock.now()), ...(encoding === undefined ? {} : { encoding }) }
  const { opened: result } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    inspectSealed(
      keys,
      { receipt, tenantId, uploadId, digest, options, unpacking },
      { chunks: besideCalls(dependencies, sealed.read({ tenantId, objectId: uploadId })) },
    ),
  )
  if (result.kind === 'problem') {
    throw isKeyServiceErrorCode(result.code)
      ? asProblem(new KeyServiceError(result.code))
      : new ProblemError('unreadable_file', result.code)
  }
  const inspection = storedInspection(result.inspection, result.packed)
  await database.transaction(
    actor,
    tenantId,
    (tx) =>
      tx.db
        .updateTable('tenant.uploads')
        // what a preview has shown was of another reading
        .set({ inspection: JSON.stringify(inspection), previewed_choices: null, previewed_missing: null })
        .where('upload_id', '=', uploadId)
        .where('state', '=', 'received')
        .execute(),
    rowScope,
  )
  if (inspection.problem !== null && inspection.view.columns.length === 0) {
    throw new ProblemError('unreadable_file', inspection.problem)
  }
}
