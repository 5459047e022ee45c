import type { Entry, ListId } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import type { Keystore, OperationParameters, Results } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import type { ListsInUse } from './lists-in-use.ts'
import { typeOf } from './receipt-check.ts'
import type { receiptProof } from './receipt-check.ts'

export interface EndListDependencies {
  readonly keystore: Keystore
  readonly prove: ReturnType<typeof receiptProof>
  readonly listsInUse: ListsInUse
  readonly clock: KeyServiceClock
}

/**
 * Ends the keys of a list, so that no copy of its rows opens any more (D-09). Ordered by an entry that says that the
 * import was undone or failed; it may be an old one, because the end comes once and can be asked for until it is there.
 *
 * A compromised server can write such an entry for any list. So nothing ends of which a contact or a number was ever
 * opened: that needs more than one entry. Legal holds stand in the database, and the server asks them first.
 */
export function endList({ keystore, prove, listsInUse, clock }: EndListDependencies) {
  return ({ receipt, tenantId, listId }: OperationParameters<'destroyList'>): Results['destroyList'] => {
    requireOrder(prove(receipt, tenantId).entry, listId)
    if (listsInUse.has(tenantId, listId)) throw new KeyServiceError('refused_in_use')
    return keystore.destroyList(tenantId, listId, clock.nowMs())
  }
}

function requireOrder(entry: Entry, listId: ListId): void {
  if (typeOf(entry)?.endsListWhen !== entry.outcome) throw new KeyServiceError('refused_wrong_type')
  if (entry.refs?.list !== listId) throw new KeyServiceError('refused_wrong_subject')
}
