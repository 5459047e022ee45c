import { type ListsToClient, listsToClient } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import type { CallOutput } from '../shared/api/call.ts'
import { queryClient } from '../shared/api/queries.ts'
import { listenTo } from '../shared/socket/listen.ts'
import { withProgress } from './with-progress.ts'

type Progress = Extract<ListsToClient, { type: 'progress' }>

/** How often a page asks while imports go on: seldom when news arrive by themselves. */
const pollMs = { live: 15_000, lost: 2_000 } as const

/**
 * Keeps what the page has read of lists up to date: progress goes straight into it, changes are read again.
 *
 * @returns how often the page should ask by itself while something is imported, milliseconds
 */
export function useListNews(tenantId: string): number {
  const [isLive, setLive] = useState(false)
  useEffect(
    () =>
      listenTo({
        ...{ socket: 'lists', tenantId, schema: listsToClient },
        onMessage: (message) => {
          if (message.type === 'progress') keepProgress(tenantId, message)
          else void readAgain()
        },
        onState: (state) => {
          setLive(state === 'open')
          if (state === 'open') void readAgain()
        },
      }),
    [tenantId],
  )
  return isLive ? pollMs.live : pollMs.lost
}

async function readAgain(): Promise<void> {
  await Promise.all(
    (['lists.list', 'lists.read', 'uploads.read'] as const).map((name) =>
      queryClient.invalidateQueries({ queryKey: [name] }),
    ),
  )
}

function keepProgress(tenantId: string, { listId, progress }: Progress): void {
  queryClient.setQueryData<CallOutput<'lists.read'>>(['lists.read', { params: { tenantId, listId } }], (list) =>
    list === undefined ? undefined : withProgress(list, progress),
  )
  queryClient.setQueryData<CallOutput<'lists.list'>>(['lists.list', { params: { tenantId } }], (kept) =>
    kept === undefined
      ? undefined
      : { lists: kept.lists.map((list) => (list.listId === listId ? withProgress(list, progress) : list)) },
  )
}
