import type { OperationParameters, Results } from '@sekisho/vault'
import { blindIndex, decodeContact, decodeNumber, KeyServiceError, open } from '@sekisho/vault'
import type { Keystore } from '@sekisho/vault'
import type { ListsInUse } from './lists-in-use.ts'
import { contactPlace, memoPlace, numberPlace } from './places.ts'
import { entryCheck } from './receipt-check.ts'
import type { receiptCheck } from './receipt-check.ts'

export interface OpeningDependencies {
  readonly keystore: Keystore
  readonly admit: ReturnType<typeof receiptCheck>
  readonly listsInUse: ListsInUse
}

/** The openings of single things, and of one contact's memos. Each spends its entry first; what fails after that stays spent. */
export function openings({ keystore, admit, listsInUse }: OpeningDependencies) {
  return {
    async openContact(asked: OperationParameters<'openContact'>): Promise<Results['openContact']> {
      const { receipt, tenantId, listId, contactId, rowVersion, sealed, fields } = asked
      await admit({
        receipt,
        tenantId,
        opening: 'contact',
        matches(entry) {
          entryCheck.commitsTo(entry, keystore.listKey(tenantId, listId, 'salt'), 'subject', contactId)
          entryCheck.names(entry, fields)
        },
      })
      await listsInUse.note(tenantId, listId)
      const key = keystore.listKey(tenantId, listId, 'seal')
      const clear = open(key.key, contactPlace(tenantId, contactId, rowVersion, key), sealed)
      const values = decodeContact(clear, new Set(fields))
      clear.fill(0)
      return values
    },

    async openMemos(asked: OperationParameters<'openMemos'>): Promise<Results['openMemos']> {
      const { receipt, tenantId, listId, contactId, memos } = asked
      await admit({
        receipt,
        tenantId,
        opening: 'memos',
        matches(entry) {
          entryCheck.commitsTo(entry, keystore.listKey(tenantId, listId, 'salt'), 'subject', contactId)
          if (memos.length > (entry.counts?.memos ?? 0)) throw new KeyServiceError('refused_count')
        },
      })
      await listsInUse.note(tenantId, listId)
      const key = keystore.listKey(tenantId, listId, 'seal')
      return memos.map(({ attemptId, sealed }) => {
        const clear = open(key.key, memoPlace(tenantId, contactId, attemptId, key), sealed)
        const text = Buffer.from(clear.buffer, clear.byteOffset, clear.byteLength).toString('utf8')
        clear.fill(0)
        return text
      })
    },

    async openNumber(asked: OperationParameters<'openNumber'>): Promise<Results['openNumber']> {
      const { receipt, tenantId, listId, contactId, ordinal, rowVersion, sealed } = asked
      await admit({
        receipt,
        tenantId,
        opening: 'number',
        matches(entry) {
          const salt = keystore.listKey(tenantId, listId, 'salt')
          entryCheck.commitsTo(entry, salt, 'subject', contactId)
          entryCheck.commitsTo(entry, salt, 'number', `${contactId}/${ordinal}`)
        },
      })
      await listsInUse.note(tenantId, listId)
      const key = keystore.listKey(tenantId, listId, 'seal')
      const clear = open(key.key, numberPlace(tenantId, contactId, ordinal, rowVersion, key), sealed)
      const number = decodeNumber(clear)
      clear.fill(0)
      return number
    },

    async lookup({ receipt, tenantId, kind, value }: OperationParameters<'lookup'>): Promise<Results['lookup']> {
      await admit({
        receipt,
        tenantId,
        opening: 'lookup',
        matches(entry) {
          entryCheck.commitsTo(entry, keystore.tenantKey(tenantId, 'salt'), 'query', `${kind}:${value}`)
          if (entry.counts?.lookups !== 1) throw new KeyServiceError('refused_count')
        },
      })
      return blindIndex(keystore.clientIndexKey(tenantId).key, kind, value)
    },
  }
}
