import type { Storage } from '@sekisho/vault'
import { openAppendLog } from './append-log.ts'

/** Lists of which something was opened: an undo does not end them any more. */
export interface ListsInUse {
  /** Notes it on the disk before the first opening. @throws KeyServiceError `storage_full` */
  note(tenantId: string, listId: string): Promise<void>
  has(tenantId: string, listId: string): boolean
  close(): void
}

type ListInUse = readonly [tenantId: string, listId: string]

export function openListsInUse(path: string, storage: Storage): ListsInUse {
  const { records, log: file } = openAppendLog(path, storage)
  const lists = new Set((records as ListInUse[]).map(([tenantId, listId]) => `${tenantId}/${listId}`))

  return {
    async note(tenantId, listId) {
      const name = `${tenantId}/${listId}`
      if (lists.has(name)) return
      await file.append([tenantId, listId] satisfies ListInUse)
      lists.add(name)
    },
    has: (tenantId, listId) => lists.has(`${tenantId}/${listId}`),
    close: () => file.close(),
  }
}
