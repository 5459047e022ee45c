import { Anchor, Text } from '@mantine/core'
import type { CampaignReadiness, CampaignView } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { readiness } from '../words/campaign-set-up.ts'
import styles from './campaign-form.module.css'
import { placeOf } from './ready-places.ts'
import { RunControl } from './run-control.tsx'

interface ReadyPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** "Ready to call?": what is missing, what to know, and where each of it is mended. */
export function ReadyPage({ tenantId, campaignId }: ReadyPageProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const params = { tenantId, campaignId }
  const campaign = useRead('campaigns.read', { params }, { refetchInterval: 10_000 })
  const ready = useRead('campaigns.readiness', { params }, { refetchInterval: 5_000 })
  useShowCampaign(campaign.data?.name, campaign.data?.kind)
  const problem = campaign.error ?? ready.error
  const reload = () => void Promise.all([campaign.refetch(), ready.refetch()])
  if (campaign.data === undefined || ready.data === undefined || me === null || me === undefined) {
    return (
      <Page title={t(readiness.title)}>
        <ProblemNotice problem={problem} onRetry={reload} />
        {problem === null && <Loading />}
      </Page>
    )
  }
  return (
    <Page
      title={t(readiness.title)}
      lead={<Link href={paths.campaign(tenantId, campaignId)}>{campaign.data.name}</Link>}
      actions={<RunControl me={me} tenantId={tenantId} campaign={campaign.data} />}
    >
      <ProblemNotice problem={problem} onRetry={reload} />
      <Verdict ready={ready.data} />
      <Section>
        <div className={styles.scroll}>
          <table className={styles.checks}>
            <thead>
              <tr>
                <th scope="col">{t(readiness.check)}</th>
                <th scope="col">{t(readiness.stateHead)}</th>
                <th scope="col">{t(readiness.fix)}</th>
              </tr>
            </thead>
            <tbody>
              {ready.data.checks.map((check) => (
                <CheckRow key={check.code} check={check} campaign={campaign.data} tenantId={tenantId} />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </Page>
  )
}

function Verdict({ ready }: { readonly ready: CampaignReadiness }) {
  const { t, language } = useLanguage()
  const missing = ready.checks.filter(({ state }) => state === 'missing').length
  const first =
    ready.state === 'closed'
      ? t(readiness.isClosed)
      : ready.state === 'running'
        ? t(readiness.isRunning)
        : ready.isReady
          ? t(readiness.isReady)
          : t(readiness.isNotReady)(formatNumber(missing))
  const isSwitchedOff = ready.checks.some(({ code, state }) => code === 'stop_switches' && state !== 'ok')
  const isNow = ready.checks.some(({ code, state }) => code === 'hours_now' && state === 'ok')
  return (
    <Section>
      <Text fw={600} role="status">
        {first}
      </Text>
      {isSwitchedOff && <Text>{t(readiness.notes.stop_switches)}</Text>}
      {ready.nextCallableAt !== null && !isSwitchedOff && (
        <Text>
          {isNow ? t(readiness.callsNow) : t(readiness.callsFrom)(formatMoment(language, ready.nextCallableAt))}
        </Text>
      )}
      <Text c="dimmed">{t(ready.isWallUp ? readiness.wall : readiness.demo)}</Text>
    </Section>
  )
}

interface CheckRowProps {
  readonly check: CampaignReadiness['checks'][number]
  readonly campaign: CampaignView
  readonly tenantId: string
}

function CheckRow({ check, campaign, tenantId }: CheckRowProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const { code, state, count } = check
  const place = me === null || me === undefined ? null : placeOf(me, code, tenantId, campaign.campaignId)
  return (
    <tr>
      <th scope="row">
        {t(readiness.names[code])}
        {count !== null && count > 0 && ` (${formatNumber(count)})`}
        {state !== 'ok' && <small>{t(readiness.notes[code])}</small>}
      </th>
      <td data-check={state}>{t(readiness.states[state])}</td>
      <td>
        {place !== null && (
          <Anchor component={Link} href={place.href} aria-label={`${t(readiness.names[code])}: ${t(place.words)}`}>
            {t(place.words)}
          </Anchor>
        )}
      </td>
    </tr>
  )
}
