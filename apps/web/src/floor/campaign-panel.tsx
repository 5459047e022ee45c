import { Progress } from '@mantine/core'
import { CampaignKindMark, CampaignState } from '../campaigns/campaign-state.tsx'
import { formatCount, formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { floor } from '../words/floor.ts'
import styles from './floor.module.css'
import type { FloorCampaign } from './floor-figures.ts'

/** One campaign: what the dialler does and why, lines, progress and results. */
export function CampaignPanel({ campaign }: { readonly campaign: FloorCampaign }) {
  const { t, language } = useLanguage()
  const { lines, leads, because, outcomes } = campaign
  const share = leads.total === 0 ? 0 : (leads.finished / leads.total) * 100
  return (
    <section className={styles.campaign} aria-label={campaign.name}>
      <div className={styles.campaignHead}>
        <h2>{campaign.name}</h2>
        <span>
          <CampaignKindMark kind={campaign.kind} /> <CampaignState state={campaign.state} />
        </span>
      </div>
      {because !== null && <p className={styles.because}>{t(because)}</p>}
      <dl className={styles.facts}>
        <dt>{t(floor.lines)}</dt>
        <dd>
          {t(floor.dialling)} {formatNumber(lines.dialling)} · {t(floor.ringing)} {formatNumber(lines.ringing)} ·{' '}
          {t(floor.connected)} {formatNumber(lines.connected)}
        </dd>
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
