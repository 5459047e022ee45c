import type { ListView, RefusedRowState } from '@sekisho/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../shared/api/call.ts'
import type { CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'

export type RefusedPage = CallOutput<'lists.refusedRows'>
export type RefusedRow = RefusedPage['rows'][number]

export interface RowFilter {
  /** Empty: all. */
  readonly reason: string
  readonly state: RefusedRowState | ''
}

/** Rows that were not taken, page after page. */
export function useRefusedPages(tenantId: string, listId: ListView['listId'], { reason, state }: RowFilter) {
  return useInfiniteQuery<RefusedPage, CallProblem, { pages: RefusedPage[] }, readonly string[], number>({
    queryKey: ['lists.refusedRows', tenantId, listId, reason, state],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call('lists.refusedRows', {
        params: { tenantId, listId },
        query: { afterRow: pageParam, ...(reason === '' ? {} : { reason }), ...(state === '' ? {} : { state }) },
        signal,
      }),
    getNextPageParam: (last) => last.nextAfterRow,
  })
}
