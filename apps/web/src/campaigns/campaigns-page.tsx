import { Button, Group, Progress } from '@mantine/core'
import type { CampaignView } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { campaigns } from '../words/campaigns.ts'
import { CampaignKindMark, CampaignState } from './campaign-state.tsx'

export function CampaignsPage({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const mayManage = me !== null && me !== undefined && may(me, 'campaigns.manage', tenantId)
  const read = useRead('campaigns.list', { params: { tenantId } }, { refetchInterval: 15_000 })
  const columns: readonly Column<CampaignView>[] = [
    {
      key: 'name',
      head: campaigns.name,
      renderCell: (campaign) => (
        <Group gap="xs">
          <Link href={paths.campaign(tenantId, campaign.campaignId)}>{campaign.name}</Link>
          <CampaignKindMark kind={campaign.kind} />
        </Group>
      ),
      isFixed: true,
    },
    { key: 'job', head: campaigns.job, renderCell: ({ jobName }) => jobName },
    { key: 'state', head: campaigns.state, renderCell: ({ state }) => <CampaignState state={state} />, isTight: true },
    { key: 'progress', head: campaigns.progress, renderCell: ({ leads }) => <LeadProgress leads={leads} /> },
    { key: 'total', head: campaigns.total, renderCell: ({ leads }) => formatNumber(leads.total), isFigure: true },
    {
      key: 'callable',
      head: campaigns.callable,
      renderCell: ({ leads }) => formatNumber(leads.callable),
      isFigure: true,
    },
    {
      key: 'started',
      head: campaigns.startedAt,
      renderCell: ({ startedAt }) => (startedAt === null ? '–' : formatMoment(language, startedAt)),
      isTight: true,
    },
  ]
  const createButton = mayManage ? (
    <Button onClick={() => go(paths.newCampaign(tenantId))}>{t(campaigns.create)}</Button>
  ) : undefined
  return (
    <Page title={t(campaigns.title)} lead={t(campaigns.lead)} actions={createButton}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <DataTable
          name="campaigns"
          label={t(campaigns.title)}
          columns={columns}
          rows={read.data.campaigns}
          keyOf={(campaign) => campaign.campaignId}
          total={t(common.totalInJapanTime)(formatNumber(read.data.campaigns.length))}
          empty={
            <PageState title={t(campaigns.empty)} action={createButton}>
              {t(campaigns.emptyBody)}
            </PageState>
          }
          onOpen={(campaign) => go(paths.campaign(tenantId, campaign.campaignId))}
        />
      )}
    </Page>
  )
}

export function LeadProgress({ leads }: { readonly leads: CampaignView['leads'] }) {
  const { t } = useLanguage()
  const share = leads.total === 0 ? 0 : (leads.finished / leads.total) * 100
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={share} w="6rem" aria-label={t(campaigns.progress)} />
      <span>{formatRate(leads.finished, leads.total)}</span>
    </Group>
  )
}
