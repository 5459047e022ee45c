import { useEffect, useRef } from 'react'
import { formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { floor } from '../words/floor.ts'
import styles from './floor.module.css'
import { abandonmentOf, sumToday } from './floor-figures.ts'
import type { FloorCampaign } from './floor-figures.ts'

/** The day in one line; how abandonment is counted stands on its hover. */
export function FigureStrip({ campaigns }: { readonly campaigns: readonly FloorCampaign[] }) {
  const { t } = useLanguage()
  const today = sumToday(campaigns)
  const { capPercent, share, isAlarming } = abandonmentOf(campaigns)
  return (
    <dl className={styles.strip} aria-label={t(floor.today)}>
      {(['attempts', 'answered', 'talks', 'successes'] as const).map((name) => (
        <div key={name} className={styles.figure}>
          <dt>{t(floor[name])}</dt>
          <dd>{formatNumber(today[name])}</dd>
        </div>
      ))}
      <div className={styles.figure} title={t(floor.answerRateHint)}>
        <dt>{t(floor.answerRate)}</dt>
        <dd>{formatRate(today.answered, today.attempts)}</dd>
      </div>
      <div className={styles.figure} title={t(floor.abandonRateHint)} data-alarm={isAlarming}>
        <dt>
          {isAlarming && '▲ '}
          {t(floor.abandonRate)} ({t(floor.cap)(formatNumber(capPercent))})
        </dt>
        <dd>{formatRate(today.abandoned, today.answered)}</dd>
        <dd className={styles.bar}>
          <Filled share={share} />
        </dd>
      </div>
    </dl>
  )
}

/** Filled by a property that script sets: a style attribute in the markup would break the page's policy. */
function Filled({ share }: { readonly share: number }) {
  const filled = useRef<HTMLElement>(null)
  useEffect(() => {
    filled.current?.style.setProperty('--share', String(Math.min(share, 1)))
  }, [share])
  return <i ref={filled} />
}
