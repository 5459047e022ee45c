import { Button } from '@mantine/core'
import type { MemoMark } from '@sekisho/contract'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { campaigns } from '../words/campaigns.ts'
import { common } from '../words/common.ts'
import { memos } from '../words/memos.ts'
import { OpenMemo } from './open-memo.tsx'

interface MemosPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** Which calls of a campaign have a memo; what one says only when it is asked for. */
export function MemosPage({ tenantId, campaignId }: MemosPageProps) {
  const { t, language } = useLanguage()
  // where each page of older ones begins; the first is the newest
  const [befores, setBefores] = useState<readonly (number | undefined)[]>([undefined])
  const before = befores.at(-1)
  const read = useRead('memos.list', {
    params: { tenantId, campaignId },
    ...(before === undefined ? {} : { query: { before } }),
  })
  const marks = read.data?.memos ?? []
  const columns: readonly Column<MemoMark>[] = [
    {
      key: 'at',
      head: memos.recordedAt,
      renderCell: ({ recordedAt }) => formatMoment(language, recordedAt),
      isTight: true,
      isFixed: true,
    },
    { key: 'operator', head: memos.operator, renderCell: ({ operator }) => operator },
    { key: 'result', head: memos.result, renderCell: ({ disposition, label }) => `${disposition} ${label}` },
  ]
  return (
    <Page
      title={t(memos.title)}
      lead={
        <>
          {t(memos.lead)} <Link href={paths.campaign(tenantId, campaignId)}>{t(campaigns.title)}</Link>
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {read.data !== undefined && (
        <DataTable
          name="memos"
          label={t(memos.title)}
          columns={columns}
          rows={marks}
          keyOf={({ attemptId }) => attemptId}
          total={t(common.shown)(formatNumber(marks.length))}
          empty={<PageState title={t(memos.empty)}>{t(memos.emptyBody)}</PageState>}
          renderDetail={({ attemptId }) => <OpenMemo tenantId={tenantId} attemptId={attemptId} />}
        />
      )}
      {befores.length > 1 && (
        <Button variant="default" mt="md" mr="sm" onClick={() => setBefores(befores.slice(0, -1))}>
          {t(memos.newer)}
        </Button>
      )}
      {read.data?.hasMore === true && (
        <Button variant="default" mt="md" onClick={() => setBefores([...befores, marks.at(-1)?.recordedAt])}>
          {t(memos.older)}
        </Button>
      )}
    </Page>
  )
}
