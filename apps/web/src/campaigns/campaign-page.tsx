import { Group, Text } from '@mantine/core'
import { type CampaignView, isAheadMode } from '@sekisho/contract'
import { TodayHours } from '../calendar/today-hours.tsx'
import { useRead } from '../shared/api/queries.ts'
import { formatCount, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { readiness, templates } from '../words/campaign-set-up.ts'
import { callIns } from '../words/call-ins.ts'
import { campaigns } from '../words/campaigns.ts'
import { corrections } from '../words/corrections.ts'
import { faq } from '../words/faq.ts'
import { heldLeads } from '../words/held-leads.ts'
import { memos } from '../words/memos.ts'
import { shadow } from '../words/shadow.ts'
import { whatIf } from '../words/what-if.ts'
import { AbandonmentSection } from '../floor/abandonment-facts.tsx'
import { CallOrderSection } from './call-order-section.tsx'
import { CampaignEditor } from './campaign-editor.tsx'
import { CampaignKindMark, CampaignState } from './campaign-state.tsx'
import { LeadProgress } from './campaigns-page.tsx'
import { RunControl } from './run-control.tsx'
import { SettingsRead } from './settings-read.tsx'

interface CampaignPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

export function CampaignPage({ tenantId, campaignId }: CampaignPageProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('campaigns.read', { params: { tenantId, campaignId } }, { refetchInterval: 10_000 })
  const campaign = read.data
  useShowCampaign(campaign?.name, campaign?.kind)
  if (campaign === undefined || me === null || me === undefined) {
    return (
      <Page title={t(campaigns.title)}>
        <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
        {read.error === null && <Loading />}
      </Page>
    )
  }
  const lead = (
    <>
      <CampaignState state={campaign.state} /> <CampaignKindMark kind={campaign.kind} /> {campaign.jobName} ·{' '}
      <Link href={paths.campaigns(tenantId)}>{t(campaigns.title)}</Link>
      {' · '}
      <Link href={paths.campaignReadiness(tenantId, campaignId)}>{t(readiness.link)}</Link>
      {may(me, 'campaigns.manage', tenantId) && (
        <>
          {' · '}
          <Link href={paths.copyCampaign(tenantId, campaignId)}>{t(templates.duplicate)}</Link>
        </>
      )}
      {' · '}
      <Link href={paths.callIns(tenantId, campaignId)}>{t(callIns.title)}</Link>
      {may(me, 'faq.read', tenantId) && (
        <>
          {' · '}
          <Link href={paths.faq(tenantId, campaignId)}>{t(faq.title)}</Link>
        </>
      )}
      {may(me, 'floor.watch', tenantId) && (
        <>
          {' · '}
          <Link href={paths.whatIf(tenantId, campaignId)}>{t(whatIf.title)}</Link>
          {' · '}
          <Link href={paths.shadow(tenantId, campaignId)}>{t(shadow.title)}</Link>
        </>
      )}
      {may(me, 'leads.decide', tenantId) && (
        <>
          {' · '}
          <Link href={paths.heldLeads(tenantId, campaignId)}>
            {t(heldLeads.title)}
            {campaign.leads.held > 0 && ` (${formatNumber(campaign.leads.held)})`}
          </Link>
        </>
      )}
      {may(me, 'results.correct', tenantId) && (
        <>
          {' · '}
          <Link href={paths.corrections(tenantId, campaignId)}>{t(corrections.title)}</Link>
        </>
      )}
      {may(me, 'memo.read', tenantId) && (
        <>
          {' · '}
          <Link href={paths.memos(tenantId, campaignId)}>{t(memos.title)}</Link>
        </>
      )}
    </>
  )
  return (
    <Page title={campaign.name} lead={lead} actions={<RunControl me={me} tenantId={tenantId} campaign={campaign} />}>
      <ProblemNotice problem={read.error} />
      {campaign.state !== 'closed' && (
        <Section>
          <TodayHours tenantId={tenantId} campaignId={campaignId} />
        </Section>
      )}
      <LeadCounts campaign={campaign} />
      {isAheadMode(campaign.settings.mode) && <AbandonmentSection tenantId={tenantId} campaignId={campaignId} />}
      {campaign.settings.callOrder === 'reach' && may(me, 'floor.watch', tenantId) && (
        <CallOrderSection tenantId={tenantId} campaignId={campaignId} />
      )}
      {may(me, 'campaigns.manage', tenantId) ? (
        <CampaignEditor key={campaignId} tenantId={tenantId} campaign={campaign} />
      ) : (
        <SettingsRead settings={campaign.settings} />
      )}
    </Page>
  )
}

function LeadCounts({ campaign }: { readonly campaign: CampaignView }) {
  const { t, language } = useLanguage()
  const { leads } = campaign
  return (
    <Section>
      <Group gap="xl">
        <div>
          <Text c="dimmed">{t(campaigns.progress)}</Text>
          <LeadProgress leads={leads} />
        </div>
        {(['total', 'callable', 'inProgress', 'finished', 'held'] as const).map((name) => (
          <div key={name}>
            <Text c="dimmed">{t(campaigns[name])}</Text>
            <strong>{formatCount(language, leads[name])}</strong>
          </div>
        ))}
      </Group>
    </Section>
  )
}
