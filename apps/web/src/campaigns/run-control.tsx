import { Anchor, Group, List, Stack, Text } from '@mantine/core'
import type { CampaignView } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, type Me } from '../shared/session.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { readiness } from '../words/campaign-set-up.ts'
import { campaigns } from '../words/campaigns.ts'
import { intake } from '../words/lists.ts'

interface RunControlProps {
  readonly me: Me
  readonly tenantId: string
  readonly campaign: CampaignView
}

/** Start or stop, or why not. Whoever answers for the centre may stop what somebody else started (B-03). */
export function RunControl({ me, tenantId, campaign }: RunControlProps) {
  const { t } = useLanguage()
  const start = useAct('campaigns.start', ['campaigns.list', 'campaigns.read', 'campaigns.readiness'])
  const stop = useAct('campaigns.stop', ['campaigns.list', 'campaigns.read', 'campaigns.readiness'])
  const params = { tenantId, campaignId: campaign.campaignId }
  if (campaign.state === 'closed') return <Text c="dimmed">{t(campaigns.closed)}</Text>
  if (campaign.state === 'running') {
    if (!may(me, 'campaigns.stop', tenantId)) return null
    return (
      <Stack gap="xs" align="flex-end">
        <ConfirmInline
          label={t(campaigns.stop)}
          question={t(campaigns.stopQuestion)}
          isPending={stop.isPending}
          onConfirm={() => stop.mutate({ params, body: {} })}
        />
        <ProblemNotice problem={stop.error} />
      </Stack>
    )
  }
  if (!may(me, 'campaigns.run', tenantId)) return null
  const hasNobody = campaign.leads.callable === 0
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="sm">
        <ConfirmInline
          label={t(campaigns.start)}
          question={t(campaigns.startQuestion)(formatNumber(campaign.leads.callable))}
          isPending={start.isPending}
          refusedBecause={hasNobody ? t(campaigns.noLeads) : undefined}
          onConfirm={() => start.mutate({ params, body: {} })}
        />
        {hasNobody && (
          <Anchor component={Link} href={paths.importList(tenantId)}>
            {t(intake.title)}
          </Anchor>
        )}
      </Group>
      {start.error !== null && <NotReady problem={start.error} />}
      {start.error?.code === 'not_ready' && (
        <Anchor component={Link} href={paths.campaignReadiness(tenantId, campaign.campaignId)}>
          {t(readiness.link)}
        </Anchor>
      )}
    </Stack>
  )
}

/** The server's codes for what is not ready, in words where we know them. */
function NotReady({ problem }: { readonly problem: CallProblem }) {
  const { t } = useLanguage()
  const known = problem.detail.flatMap((code) =>
    code in campaigns.notReady ? [campaigns.notReady[code as keyof typeof campaigns.notReady]] : [],
  )
  if (problem.code !== 'not_ready' || known.length === 0) return <ProblemNotice problem={problem} />
  return (
    <div role="alert">
      <Text>{t(problem.words)}</Text>
      <List size="sm">
        {known.map((words) => (
          <List.Item key={words.en}>{t(words)}</List.Item>
        ))}
      </List>
    </div>
  )
}
