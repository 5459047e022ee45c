import { Anchor, Progress } from '@mantine/core'
import { CampaignKindMark, CampaignState } from '../campaigns/campaign-state.tsx'
import { formatCount, formatDuration, formatNumber, formatRate } from '../shared/format.ts'
import { useNow } from '../shared/use-now.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Abandonment } from '../shared/use-abandonment.ts'
import { callIns as words } from '../words/call-ins.ts'
import { floor } from '../words/floor.ts'
import { waiting } from '../words/waiting.ts'
import styles from './floor.module.css'
import { AbandonmentAlarms, AbandonmentFacts } from './abandonment-facts.tsx'
import { PeopleIn } from './people-in.tsx'
import { abandonmentOf, type FloorCampaign, type FloorOperator } from './floor-figures.ts'

interface CampaignPanelProps {
  readonly campaign: FloorCampaign
  readonly campaigns: readonly FloorCampaign[]
  /** Of the tenant’s predictive campaigns. */
  readonly abandonment: Abandonment | undefined
  /** None where nobody is named. */
  readonly operators: readonly FloorOperator[]
  /** Null on a wall, where nobody clicks. */
  readonly tenantId: string | null
}

/** One campaign: what the dialler does and why, lines, progress and results. */
export function CampaignPanel({ campaign, campaigns, operators, abandonment, tenantId }: CampaignPanelProps) {
  const { t, language } = useLanguage()
  const now = useNow(1_000)
  const { lines, callIns, leads, because, outcomes, today } = campaign
  const { capPercent, isAlarming } = abandonmentOf([campaign])
  const account = abandonment?.campaigns.find(({ campaignId }) => campaignId === campaign.campaignId)
  const share = leads.total === 0 ? 0 : (leads.finished / leads.total) * 100
  return (
    <section className={styles.campaign} aria-label={campaign.name}>
      <div className={styles.campaignHead}>
        <h2>{campaign.name}</h2>
        <span>
          <CampaignKindMark kind={campaign.kind} /> <CampaignState state={campaign.state} />
        </span>
      </div>
      {because !== null && (
        <p className={styles.because}>
          {t(because)}{' '}
          {tenantId !== null && (
            <Anchor component={Link} href={paths.waiting(tenantId, campaign.campaignId)} fz="sm" underline="always">
              {t(waiting.link)}
            </Anchor>
          )}
        </p>
      )}
      {account !== undefined && <AbandonmentAlarms view={account} />}
      <dl className={styles.facts}>
        <dt>{t(floor.lines)}</dt>
        <dd>
          {t(floor.dialling)} {formatNumber(lines.dialling)} · {t(floor.ringing)} {formatNumber(lines.ringing)} ·{' '}
          {t(floor.connected)} {formatNumber(lines.connected)}
        </dd>
        {account === undefined && today.answered > 0 && (
          <>
            <dt title={t(floor.abandonRateHint)}>{t(floor.abandonRate)}</dt>
            <dd data-alarm={isAlarming}>
              {isAlarming && '▲ '}
              {formatRate(today.abandoned, today.answered)} ({t(floor.cap)(formatNumber(capPercent))})
            </dd>
          </>
        )}
        {account !== undefined && abandonment !== undefined && (
          <AbandonmentFacts view={account} definition={abandonment.definition} />
        )}
        <PeopleIn campaign={campaign} campaigns={campaigns} operators={operators} />
        {callIns.longestSince !== null && (
          <>
            <dt>{t(words.calling)}</dt>
            <dd>
              <strong>
                {t(words.waiting)(formatCount(language, callIns.waiting))} ·{' '}
                {t(words.longest)(formatDuration(language, now - callIns.longestSince))}
              </strong>
            </dd>
          </>
        )}
        <dt>{t(floor.progress)}</dt>
        <dd>
          <Progress value={share} aria-label={t(floor.progress)} my={6} />
          {formatRate(leads.finished, leads.total)} · {t(floor.leadsLeft)(formatCount(language, leads.callable))} ·{' '}
          {t(floor.held)(formatCount(language, leads.held))}
        </dd>
        <dt>{t(floor.outcomes)}</dt>
        <dd>
          {outcomes.length === 0 ? (
            t(floor.noOutcomes)
          ) : (
            <ul className={styles.outcomes}>
              {[...outcomes]
                .sort((one, other) => other.count - one.count)
                .slice(0, 8)
                .map(({ code, label, count }) => (
                  <li key={code}>
                    <span>
                      {code} {label}
                    </span>
                    <span>{formatCount(language, count)}</span>
                  </li>
                ))}
            </ul>
          )}
        </dd>
      </dl>
    </section>
  )
}
