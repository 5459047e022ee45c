import type { ComparedDays } from '@sekisho/contract'
import { formatDuration, formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { waiting } from '../words/waiting.ts'
import styles from './waiting.module.css'

const parts = ['waitingMs', 'talkMs', 'wrapUpMs', 'previewMs', 'awayMs'] as const

const staffed = (days: ComparedDays): number => parts.reduce((sum, part) => sum + days[part], 0)

interface StaffTableProps {
  readonly now: ComparedDays
  readonly before: ComparedDays
}

/** Breaks, wrap-up and the answer rate beside those of the week before: what stands around the waiting. */
export function StaffTable({ now, before }: StaffTableProps) {
  const { t, language } = useLanguage()
  if (staffed(now) === 0 && staffed(before) === 0) return null
  return (
    <Section title={t(waiting.staffTitle)}>
      <div className={styles.scroll} role="group" aria-label={t(waiting.staffTitle)} tabIndex={0}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t(waiting.state)}</th>
              <th scope="col">{t(waiting.thisDay)}</th>
              <th scope="col">{t(waiting.share)}</th>
              <th scope="col">{t(waiting.daysBefore)}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part}>
                <th scope="row">{t(waiting.staff[part])}</th>
                <td>{formatDuration(language, now[part])}</td>
                <td>{formatRate(now[part], staffed(now))}</td>
                <td>{formatRate(before[part], staffed(before))}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t(waiting.answerRate)}</th>
              <td>
                {formatNumber(now.answered)} / {formatNumber(now.dialled)}
              </td>
              <td>{formatRate(now.answered, now.dialled)}</td>
              <td>{formatRate(before.answered, before.dialled)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{t(waiting.staffNote)(formatNumber(before.days))}</p>
    </Section>
  )
}
