import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import type { CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { audit } from '../words/audit.ts'
import { EntryTable } from './entry-table.tsx'

type EntriesPage = CallOutput<'ledger.entries'>

interface EntryPagesProps {
  readonly name: string
  readonly label: string
  /** Changes with the filter. */
  readonly queryKey: readonly unknown[]
  readonly read: (beforePosition: number | undefined, signal: AbortSignal) => Promise<EntriesPage>
}

/** Entries from the newest back, a page at a time: each page read is itself an entry, so none is fetched unasked. */
export function EntryPages({ name, label, queryKey, read }: EntryPagesProps) {
  const { t } = useLanguage()
  const pages = useInfiniteQuery<
    EntriesPage,
    CallProblem,
    { pages: EntriesPage[] },
    readonly unknown[],
    number | undefined
  >({
    queryKey,
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    getNextPageParam: (last) => last.nextBeforePosition,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? []
  const size = pages.data?.pages[0]?.size ?? 0
  return (
    <>
      <ProblemNotice problem={pages.error} onRetry={() => void pages.refetch()} />
      {pages.data === undefined ? (
        pages.isPending && <Loading />
      ) : (
        <EntryTable
          name={name}
          label={label}
          entries={entries}
          total={t(audit.of)(formatNumber(entries.length), formatNumber(size))}
          empty={<PageState title={t(audit.empty)}>{t(audit.emptyBody)}</PageState>}
        />
      )}
      {pages.hasNextPage && (
        <Button mt="sm" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t(common.more)}
        </Button>
      )}
    </>
  )
}
