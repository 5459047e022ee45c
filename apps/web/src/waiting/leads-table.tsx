import type { WaitingView } from '@sekisho/contract'
import { formatCount, formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { waiting } from '../words/waiting.ts'
import styles from './waiting.module.css'

interface LeadsTableProps {
  readonly leads: NonNullable<WaitingView['leads']>
}

/** Whom one could call, by what they wait for at this moment. */
export function LeadsTable({ leads: { waits, nextDueAt } }: LeadsTableProps) {
  const { t, language } = useLanguage()
  return (
    <Section title={t(waiting.leadsTitle)}>
      <table className={styles.figures}>
        <thead>
          <tr>
            <th scope="col">{t(waiting.waitsFor)}</th>
            <th scope="col">{t(waiting.leadCount)}</th>
          </tr>
        </thead>
        <tbody>
          {waits.map(({ wait, leads }) => (
            <tr key={wait}>
              <th scope="row">{t(waiting.leads[wait])}</th>
              <td>{formatCount(language, leads)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {nextDueAt === null ? t(waiting.noneDue) : t(waiting.nextDue)(formatMoment(language, nextDueAt))}
      </p>
    </Section>
  )
}
