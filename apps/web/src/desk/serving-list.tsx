import type { ServedCampaign } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { assignments as words } from '../words/assignments.ts'
import { desk } from '../words/desk.ts'
import styles from './idle.module.css'

/** The campaigns from which the next call may come, who comes first before. */
export function ServingList({ serving }: { readonly serving: readonly ServedCampaign[] }) {
  const { t } = useLanguage()
  if (serving.length === 0) return <p role="alert">{t(words.servingNone)}</p>
  return (
    <ul className={styles.serving} aria-label={t(words.servingList)}>
      {serving.map(({ campaignId, name, isRunning, priority, isBeyondSkill }) => (
        <li key={campaignId}>
          <strong>{name}</strong>
          <span>{t(words.priorities[priority])}</span>
          <span>{isRunning ? `▶ ${t(desk.isRunning)}` : t(desk.isStopped)}</span>
          {isBeyondSkill && <small>▲ {t(words.tooLow)}</small>}
        </li>
      ))}
    </ul>
  )
}
