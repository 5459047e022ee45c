import { type EntryId, ProblemError, type Receipt, type TenantId } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import type { Receipts } from '../ledger/index.ts'

/**
 * Waits for an entry's receipt and opens with it. A key service that was restarted remembers only its last head, so a
 * receipt that names an older one is renewed once; nothing was spent then.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_refused` with the key service's code, `key_service_unavailable`
 */
export async function withReceipt<T>(
  receipts: Pick<Receipts, 'await'>,
  tenantId: TenantId,
  entryId: EntryId,
  open: (receipt: Receipt) => Promise<T>,
): Promise<{ opened: T; position: number }> {
  const receipt = await receipts.await(tenantId, entryId)
  try {
    return { opened: await open(receipt), position: receipt.position }
  } catch (error) {
    if (!(error instanceof KeyServiceError)) throw error
    if (error.code !== 'refused_unknown_head') throw asProblem(error)
  }
  const renewed = await receipts.await(tenantId, entryId)
  try {
    return { opened: await open(renewed), position: renewed.position }
  } catch (error) {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  }
}

/** The key service's codes hold no personal data, so they may stand in a problem's detail. */
export function asProblem(error: KeyServiceError): ProblemError {
  if (error.code === 'unavailable' || error.code === 'timeout') return new ProblemError('key_service_unavailable')
  if (error.code === 'storage_full') return new ProblemError('storage_full')
  return new ProblemError('key_service_refused', error.code)
}
