import type { AbandonmentView } from '@sekisho/contract'
import { formatClock, formatMoment, formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { type Abandonment, useAbandonment } from '../shared/use-abandonment.ts'
import { abandonment as words } from '../words/abandonment.ts'
import { floor } from '../words/floor.ts'
import styles from './floor.module.css'

interface AbandonmentFactsProps {
  readonly view: AbandonmentView
  readonly definition: Abandonment['definition']
}

/** The account of one campaign, of the day and beyond it, as rows of a list; how it is counted stands on its hover. */
export function AbandonmentFacts({ view, definition }: AbandonmentFactsProps) {
  const { t, language } = useLanguage()
  const { window, worstToday, worstOfWindow, capPercent } = view
  const hint = t(words.hint)(t(definition))
  const shareText = ({ answered, abandoned }: AbandonmentView['window']) =>
    t(words.share)(formatRate(abandoned, answered), formatNumber(abandoned), formatNumber(answered))
  const halfText = (half: AbandonmentView['worstToday'], format: typeof formatClock) =>
    half === null ? t(words.noHalfHour) : t(words.from)(format(language, half.at), shareText(half))
  const isOver = view.alarms.some(({ alarm }) => alarm !== 'half_hour_above')
  return (
    <>
      <dt title={hint}>
        {t(words.today)} {t(floor.abandonRate)}
      </dt>
      <dd title={hint}>
        {shareText(view.today)} · {t(floor.cap)(formatNumber(capPercent))}
      </dd>
      <dt title={hint}>
        {t(words.window)} {t(floor.abandonRate)}
      </dt>
      <dd data-alarm={isOver} title={hint}>
        {isOver && '▲ '}
        {shareText(window)}
      </dd>
      <dt title={hint}>{t(words.worstToday)}</dt>
      <dd data-alarm={view.alarms.some(({ alarm }) => alarm === 'half_hour_above')} title={hint}>
        {halfText(worstToday, formatClock)}
      </dd>
      <dt title={hint}>{t(words.worstOfWindow)}</dt>
      <dd title={hint}>{halfText(worstOfWindow, formatMoment)}</dd>
    </>
  )
}

/** What somebody is to be told of it, in sentences. */
export function AbandonmentAlarms({ view }: { readonly view: AbandonmentView }) {
  const { t, language } = useLanguage()
  return (
    <>
      {view.isDoubted && (
        <p className={styles.because} role="status">
          ▲ {t(words.doubted)}
        </p>
      )}
      {view.alarms.map(({ alarm, since }) => (
        <p key={alarm} className={styles.because} role="status">
          ▲ {t(words.alarms[alarm])} {since !== null && t(words.since)(formatMoment(language, since))}
        </p>
      ))}
    </>
  )
}

/** Where the settings of a campaign stand that dials ahead. */
export function AbandonmentSection({
  tenantId,
  campaignId,
}: {
  readonly tenantId: string
  readonly campaignId: string
}) {
  const { t } = useLanguage()
  const known = useAbandonment(tenantId)
  const view = known?.campaigns.find((each) => each.campaignId === campaignId)
  if (known === undefined || view === undefined) return null
  return (
    <Section title={t(words.title)}>
      <AbandonmentAlarms view={view} />
      <dl className={styles.facts}>
        <AbandonmentFacts view={view} definition={known.definition} />
      </dl>
    </Section>
  )
}
