import type { EntryId, Receipt, TenantId, UploadId } from '@sekisho/contract'
import { KeyServiceError, type SessionProblem } from '@sekisho/vault'
import { asProblem, withReceipt } from '../gate/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { problemOf } from './import-under-way.ts'

/**
 * Lets the key service read an upload under an entry, and gives what it says, step by step, as fast as it is taken. Leaving
 * the loop early ends the reading there, too.
 *
 * @param begin  asks for the session with the entry's receipt and the upload's sealed chunks
 * @throws ImportProblem  the file; all earlier steps are void
 * @throws ProblemError   `ledger_unavailable`, `key_service_...`
 */
export async function* readSession<Step extends { readonly kind: string }>(
  { receipts, sealed }: ListsDependencies,
  { tenantId, uploadId }: { readonly tenantId: TenantId; readonly uploadId: UploadId },
  entryId: EntryId,
  begin: (receipt: Receipt, chunks: AsyncIterable<Buffer>) => AsyncGenerator<Step | SessionProblem, void, void>,
): AsyncGenerator<Step, void, void> {
  // the first answer says whether the receipt was taken
  const { opened } = await withReceipt(receipts, tenantId, entryId, async (receipt) => {
    const steps = begin(receipt, sealed.read({ tenantId, objectId: uploadId }))
    return { steps, first: await steps.next() }
  })
  const { steps, first } = opened
  try {
    for (let next = first; next.done !== true; next = await steps.next()) {
      const { value } = next
      if (isProblem(value)) throw problemOf(value.code, value.detail)
      yield value
    }
  } catch (error) {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  } finally {
    await steps.return()
  }
}

const isProblem = (step: { readonly kind: string }): step is SessionProblem => step.kind === 'problem'
