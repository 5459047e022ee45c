import type { ReportView } from '@sekisho/contract'
import { formatNumber, formatRate, formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import type { Language } from '../words/phrase.ts'
import { reports } from '../words/reports.ts'
import { ReportTable } from './report-table.tsx'
import styles from './reports.module.css'

interface ReportSectionsProps {
  readonly report: ReportView
  readonly isOnPaper?: boolean
}

/** The tables of a report in the order of its layout. */
export function ReportSections({ report, isOnPaper = false }: ReportSectionsProps) {
  const { t, language } = useLanguage()
  const { columns, total, bands, operators } = report
  const days = withWeekdays(report.days, language)
  return report.sections.map((section) => {
    const title = t(reports.sections[section])
    if (section === 'results') {
      return (
        <Section key={section} title={title}>
          <Results report={report} />
        </Section>
      )
    }
    if (section === 'call_ins') {
      return (
        <Section key={section} title={title}>
          <CallIns report={report} isOnPaper={isOnPaper} />
        </Section>
      )
    }
    const lines = { total: [total], bands, days, operators: operators ?? [] }[section]
    const hasTotal = section === 'bands' || section === 'days'
    // one day by itself says what the total says
    if (section === 'days' && report.kind === 'daily') return null
    return (
      <Section key={section} title={title}>
        <ReportTable
          label={title}
          first={t(reports.first[section])}
          columns={columns}
          lines={lines}
          isOnPaper={isOnPaper}
          {...(hasTotal ? { total } : {})}
        />
      </Section>
    )
  })
}

/** With the day of the week, by which people read a month. */
function withWeekdays(days: ReportView['days'], language: Language): ReportView['days'] {
  return days.map((line) => {
    const name = formatWeekday(language, fromDateInput(line.key) ?? 0)
    return { ...line, label: { ja: name, en: name } }
  })
}

/** Calls to own numbers, under columns of their own: by hours, and of a month by day. */
function CallIns({ report, isOnPaper }: { readonly report: ReportView; readonly isOnPaper: boolean }) {
  const { t, language } = useLanguage()
  const { columns, total, bands, days } = report.callIns
  const table = { columns, total, isOnPaper }
  return (
    <>
      <ReportTable
        label={`${t(reports.sections.call_ins)} ${t(reports.sections.bands)}`}
        first={t(reports.first.bands)}
        lines={bands}
        {...table}
      />
      {report.kind === 'monthly' && (
        <ReportTable
          label={`${t(reports.sections.call_ins)} ${t(reports.sections.days)}`}
          first={t(reports.first.days)}
          lines={withWeekdays(days, language)}
          {...table}
        />
      )}
      <p className={styles.note}>{t(reports.callInsApart)}</p>
    </>
  )
}

function Results({ report }: { readonly report: ReportView }) {
  const { t } = useLanguage()
  const { results, smallCells } = report
  return (
    <>
      <div className={styles.scroll} role="region" aria-label={t(reports.sections.results)} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t(reports.result)}</th>
              <th scope="col">{t(reports.code)}</th>
              <th scope="col" className={styles.end}>
                {t(reports.count)}
              </th>
              <th scope="col" className={styles.end}>
                {t(reports.share)}
              </th>
            </tr>
          </thead>
          <tbody>
            {results.map(({ code, label, count, share }) => (
              <tr key={code ?? 'few'}>
                <th scope="row">{t(label)}</th>
                <td>{code ?? '–'}</td>
                <td className={styles.end}>{formatNumber(count)}</td>
                <td className={styles.end}>{share === null ? '–' : formatRate(share, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {smallCells.atLeast > 1 && <p className={styles.note}>{t(reports.small)(String(smallCells.atLeast))}</p>}
    </>
  )
}
