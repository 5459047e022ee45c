import { formatCount, formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Section } from '../shared/ui/page.tsx'
import { health } from '../words/audit.ts'
import type { Phrase } from '../words/phrase.ts'
import styles from './audit.module.css'
import type { LedgerHealth } from './is-ledger-well.ts'
import { SignRow } from './sign-row.tsx'

const meanings: Readonly<Record<string, Phrase<string>>> = health.findingMeanings

interface FindingsProps {
  readonly findings: LedgerHealth['findings']
  readonly tenantId: string
}

/** Alarms that the product raised by itself: each kind in a sentence, how often and when last; those that nobody has closed yet. */
export function Findings({ findings, tenantId }: FindingsProps) {
  const { t, language } = useLanguage()
  return (
    <Section title={t(health.findings)} aside={<Link href={paths.findings(tenantId)}>{t(health.findingsSee)}</Link>}>
      <p role="alert">{t(health.findingsLead)}</p>
      <table className={styles.health}>
        <tbody>
          {findings.map(({ type, typeJa, typeEn, count, lastAt }) => {
            const meaning = meanings[type]
            return (
              <SignRow
                key={type}
                name={t({ ja: typeJa, en: typeEn })}
                sign="bad"
                note={meaning === undefined ? undefined : t(meaning)}
              >
                {t(health.findingText)(formatCount(language, count), formatMoment(language, lastAt))}
              </SignRow>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
