import { useLanguage } from '../shared/language.tsx'
import { reports, reportSettings } from '../words/reports.ts'
import { bandsText } from './band-text.ts'
import type { ReportSettings } from './report-settings-page.tsx'
import { ResultClassTable } from './result-class-table.tsx'
import styles from './reports.module.css'

interface SettingsReadProps {
  readonly settings: ReportSettings
}

/** The layout for whoever reads the reports and does not change them. */
export function LayoutRead({ settings }: SettingsReadProps) {
  const { t } = useLanguage()
  const { title, sections, columns, bands } = settings.layout.value
  return (
    <dl className={styles.facts}>
      <dt>{t(reportSettings.reportTitle)}</dt>
      <dd>{title === '' ? `${t(reports.kinds.daily)} / ${t(reports.kinds.monthly)}` : title}</dd>
      <dt>{t(reportSettings.sections)}</dt>
      <dd>{sections.map((section) => t(reports.sections[section])).join('、')}</dd>
      <dt>{t(reportSettings.bands)}</dt>
      <dd>{bandsText(bands)}</dd>
      {columns.map(({ measure, heading }) => {
        const words = settings.measures.find((each) => each.measure === measure)
        if (words === undefined) return null
        return (
          <div key={measure} className={styles.fact}>
            <dt>{heading === '' ? t(words.name) : heading}</dt>
            <dd>{t(words.definition)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** What each result counts as, for the same readers. Denominators stand in the definitions of the columns. */
export function RulesRead({ settings }: SettingsReadProps) {
  const { t } = useLanguage()
  const { rules, results } = settings
  const { atLeast } = rules.value.smallCells
  return (
    <>
      {rules.value.success === 'campaign' && <p className={styles.note}>{t(reportSettings.byCampaign)}</p>}
      <ResultClassTable results={results} rules={rules.value} />
      {atLeast > 1 && <p className={styles.note}>{t(reports.small)(String(atLeast))}</p>}
    </>
  )
}
