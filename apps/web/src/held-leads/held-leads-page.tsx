import { Text } from '@mantine/core'
import type { HeldLead } from '@sekisho/contract'
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
import { heldLeads } from '../words/held-leads.ts'
import { DecideLead } from './decide-lead.tsx'

interface HeldLeadsPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** Leads that wait until a supervisor has looked: why each waits, and what becomes of it. */
export function HeldLeadsPage({ tenantId, campaignId }: HeldLeadsPageProps) {
  const { t, language } = useLanguage()
  const [news, setNews] = useState<string | null>(null)
  const read = useRead('heldLeads.list', { params: { tenantId, campaignId } }, { refetchInterval: 15_000 })
  const columns: readonly Column<HeldLead>[] = [
    { key: 'mark', head: heldLeads.mark, renderCell: ({ mark }) => <code>{mark}</code>, isTight: true, isFixed: true },
    { key: 'because', head: heldLeads.because, renderCell: ({ because }) => t(because), isFixed: true },
    {
      key: 'result',
      head: heldLeads.result,
      renderCell: ({ disposition, label }) =>
        disposition === null ? '–' : `${disposition} ${label === null ? '' : t(label)}`,
    },
    {
      key: 'heldAt',
      head: heldLeads.heldAt,
      renderCell: ({ heldAt }) => formatMoment(language, heldAt),
      isTight: true,
    },
    { key: 'operator', head: heldLeads.operator, renderCell: ({ operator }) => operator ?? '–' },
    {
      key: 'memo',
      head: heldLeads.memo,
      renderCell: ({ memoOf }) => (memoOf === null ? '–' : t(heldLeads.hasMemo)),
      isTight: true,
    },
    {
      key: 'attempts',
      head: heldLeads.attempts,
      renderCell: ({ attempts }) => formatNumber(attempts),
      isFigure: true,
    },
  ]
  const leads = read.data?.leads ?? []
  return (
    <Page
      title={t(heldLeads.title)}
      lead={
        <>
          {t(heldLeads.lead)} <Link href={paths.campaign(tenantId, campaignId)}>{t(campaigns.title)}</Link>
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {news !== null && (
        <Text role="status" mb="sm">
          {news}
        </Text>
      )}
      {read.data !== undefined && (
        <DataTable
          name="held-leads"
          label={t(heldLeads.title)}
          columns={columns}
          rows={leads}
          keyOf={({ leadId }) => leadId}
          total={t(heldLeads.shown)(formatNumber(leads.length))}
          empty={<PageState title={t(heldLeads.empty)}>{t(heldLeads.emptyBody)}</PageState>}
          renderDetail={(lead) => (
            <DecideLead
              tenantId={tenantId}
              campaignId={campaignId}
              lead={lead}
              onDecided={() => setNews(t(heldLeads.decided)(lead.mark))}
              onLost={() => setNews(t(heldLeads.conflict))}
            />
          )}
        />
      )}
      {read.data?.hasMore === true && (
        <Text c="dimmed" mt="sm">
          {t(heldLeads.more)}
        </Text>
      )}
    </Page>
  )
}
