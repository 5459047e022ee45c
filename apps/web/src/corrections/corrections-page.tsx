import { Button, Text } from '@mantine/core'
import type { CorrectionEffect, RecordedAttempt } from '@sekisho/contract'
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
import { corrections } from '../words/corrections.ts'
import { CorrectResult } from './correct-result.tsx'

interface CorrectionsPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** Calls of a campaign by their results, to be corrected one at a time; nothing says who was called. */
export function CorrectionsPage({ tenantId, campaignId }: CorrectionsPageProps) {
  const { t, language } = useLanguage()
  const [news, setNews] = useState<string | null>(null)
  // where each page of older ones begins; the first is the newest
  const [befores, setBefores] = useState<readonly (number | undefined)[]>([undefined])
  const before = befores.at(-1)
  const read = useRead('corrections.attempts', {
    params: { tenantId, campaignId },
    ...(before === undefined ? {} : { query: { before } }),
  })
  const attempts = read.data?.attempts ?? []
  const results = read.data?.results ?? []
  const nameOf = (code: string) => `${code} ${results.find((result) => result.code === code)?.label ?? ''}`.trim()
  const columns: readonly Column<RecordedAttempt>[] = [
    {
      key: 'at',
      head: corrections.calledAt,
      renderCell: ({ calledAt }) => formatMoment(language, calledAt),
      isTight: true,
      isFixed: true,
    },
    {
      key: 'result',
      head: corrections.result,
      renderCell: ({ disposition, callbackAt }) =>
        callbackAt === null
          ? nameOf(disposition)
          : `${nameOf(disposition)} (${t(corrections.promised)(formatMoment(language, callbackAt))})`,
      isFixed: true,
    },
    { key: 'operator', head: corrections.operator, renderCell: ({ operator }) => operator },
    {
      key: 'corrected',
      head: corrections.corrected,
      renderCell: ({ corrections: made }) =>
        made.length === 0 ? t(corrections.never) : t(corrections.times)(formatNumber(made.length)),
      isTight: true,
    },
    {
      key: 'memo',
      head: corrections.memo,
      renderCell: ({ hasMemo }) => (hasMemo ? t(corrections.hasMemo) : t(corrections.never)),
      isTight: true,
    },
  ]
  const tell = ({ movedLead, addedRefusal, withdrewRefusal }: CorrectionEffect) => {
    const { done } = corrections
    const told = [movedLead ? done.moved : done.stayed]
    if (withdrewRefusal) told.push(done.withdrawn)
    if (addedRefusal) told.push(done.added)
    setNews(told.map((each) => t(each)).join(' '))
  }
  return (
    <Page
      title={t(corrections.title)}
      lead={
        <>
          {t(corrections.lead)} <Link href={paths.campaign(tenantId, campaignId)}>{t(campaigns.title)}</Link>
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb="sm">
        {news}
      </Text>
      {read.data !== undefined && (
        <DataTable
          name="corrections"
          label={t(corrections.title)}
          columns={columns}
          rows={attempts}
          keyOf={({ attemptId }) => attemptId}
          total={t(common.shown)(formatNumber(attempts.length))}
          empty={<PageState title={t(corrections.empty)}>{t(corrections.emptyBody)}</PageState>}
          renderDetail={(attempt) => (
            <CorrectResult
              // a result that was corrected meanwhile begins anew
              key={attempt.corrections.length}
              tenantId={tenantId}
              campaignId={campaignId}
              attempt={attempt}
              results={results}
              nameOf={nameOf}
              onCorrected={tell}
              onLost={() => setNews(t(corrections.conflict))}
            />
          )}
        />
      )}
      {befores.length > 1 && (
        <Button variant="default" mt="md" mr="sm" onClick={() => setBefores(befores.slice(0, -1))}>
          {t(corrections.newer)}
        </Button>
      )}
      {read.data?.hasMore === true && (
        <Button variant="default" mt="md" onClick={() => setBefores([...befores, attempts.at(-1)?.calledAt])}>
          {t(corrections.older)}
        </Button>
      )}
    </Page>
  )
}
