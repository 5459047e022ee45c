import type { Readable } from 'node:stream'
import { ProblemError, type UploadId } from '@sekisho/contract'
import { KeyServiceError, maxChunkBytes } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import { newId } from '../platform/new-id.ts'
import type { SealedObjectWriter } from '../platform/sealed-objects/index.ts'
import type { Asking } from './asking.ts'
import { restBesideCalls } from './calls-first.ts'
import type { ListsDependencies } from './dependencies.ts'
import { reasonOf } from './failure-reason.ts'

/**
 * Takes a client's file: each piece is sealed by the key service as it comes, and only ciphertext is stored. The server
 * does not look into it.
 *
 * @param declaredBytes  what the sender announced; another size means that the file was cut off on the way
 * @throws ProblemError  `upload_incomplete`, `too_large`, `unreadable_file` (nothing in it), `storage_full`,
 *                       `key_service_unavailable`, `ledger_unavailable`; nothing of the file is left then
 */
export async function receiveUpload(
  dependencies: ListsDependencies,
  asking: Asking,
  body: Readable,
  declaredBytes: number,
): Promise<UploadId> {
  const { database, receipts, keys, sealed } = dependencies
  const { actor, tenantId } = asking
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  const uploadId = newId<UploadId>()
  await database.transaction(actor, tenantId, (tx) =>
    tx.db
      .insertInto('tenant.uploads')
      .values({
        tenant_id: tenantId,
        upload_id: uploadId,
        uploaded_by: actor.personId,
        state: 'receiving',
      })
      .execute(),
  )
  let object: SealedObjectWriter | undefined
  try {
    object = await sealed.create({ tenantId, objectId: uploadId })
    const received = await sealPieces(dependencies, asking, uploadId, body, object)
    if (received !== declaredBytes) throw new ProblemError('upload_incomplete')
    if (received === 0) throw new ProblemError('unreadable_file', 'file_empty')
    const finished = await keys.finishUpload({ tenantId, uploadId })
    await object.append(finished.trailer)
    const { chunks } = await object.finish()
    await settleReceived(dependencies, asking, uploadId, { ...finished, chunks })
    return uploadId
  } catch (error) {
    const problem = error instanceof KeyServiceError ? asProblem(error) : error
    await object?.abandon()
    await keys.abandonUpload({ tenantId, uploadId }).catch(() => undefined)
    await settleFailed(dependencies, asking, uploadId, problem)
    throw problem
  }
}

async function sealPieces(
  { keys, receipts, clock }: ListsDependencies,
  { tenantId }: Asking,
  uploadId: UploadId,
  body: Readable,
  object: SealedObjectWriter,
): Promise<number> {
  const chunk = Buffer.alloc(maxChunkBytes)
  let filled = 0
  let index = 0
  let total = 0
  async function sealFilled(): Promise<void> {
    const startedAtMs = clock.now()
    await object.append(await keys.sealChunk({ tenantId, uploadId, index, bytes: chunk.subarray(0, filled) }))
    // nothing clear waits while this rests
    chunk.fill(0, 0, filled)
    index += 1
    filled = 0
    // the sender waits meanwhile: a file that comes as fast as it can would take both cores from the calls
    await restBesideCalls({ receipts, clock }, clock.now() - startedAtMs)
  }
  try {
    for await (const piece of piecesOf(body)) {
      total += piece.length
      for (let at = 0; at < piece.length; ) {
        const taken = piece.copy(chunk, filled, at, at + maxChunkBytes - filled)
        at += taken
        filled += taken
        if (filled === maxChunkBytes) await sealFilled()
      }
    }
    if (filled > 0) await sealFilled()
    return total
  } finally {
    // clear data of a client's file stays no longer than it must
    chunk.fill(0)
  }
}

/** The sender's bytes. A connection that broke is a file that was cut off, whatever the error of the socket says. */
async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of body) yield piece as Buffer
  } catch (error) {
    throw error instanceof ProblemError ? error : new ProblemError('upload_incomplete')
  }
}

async function settleReceived(
  { database, writer }: ListsDependencies,
  { actor, tenantId, policyHash }: Asking,
  uploadId: UploadId,
  file: { readonly digest: Uint8Array; readonly bytes: number; readonly chunks: number },
): Promise<void> {
  const digest = Buffer.from(file.digest)
  await database.transaction(actor, tenantId, async (tx) => {
    await tx.db
      .updateTable('tenant.uploads')
      .set({ state: 'received', bytes: String(file.bytes), chunks: file.chunks, digest })
      .where('upload_id', '=', uploadId)
      .execute()
    await writer.enter(tx, {
      type: 'upload.received',
      purpose: 'list_intake',
      policyHash,
      counts: { bytes: file.bytes },
      refs: { upload: uploadId, session: actor.sessionId },
      commit: { file: digest.toString('hex') },
    })
  })
}

/** When even this fails, as without a ledger, the row stays `receiving` and the next sweep settles it. */
async function settleFailed(
  { database, writer, log }: ListsDependencies,
  { actor, tenantId, policyHash }: Asking,
  uploadId: UploadId,
  error: unknown,
): Promise<void> {
  try {
    await database.transaction(actor, tenantId, async (tx) => {
      await tx.db.updateTable('tenant.uploads').set({ state: 'failed' }).where('upload_id', '=', uploadId).execute()
      await writer.enter(tx, {
        type: 'upload.received',
        outcome: 'failed',
        reason: reasonOf(error),
        purpose: 'list_intake',
        policyHash,
        refs: { upload: uploadId, session: actor.sessionId },
      })
    })
  } catch (failure) {
    log.warn({ err: failure }, 'a failed upload could not be entered yet')
  }
}
