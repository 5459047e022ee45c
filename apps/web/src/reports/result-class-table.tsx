import { Checkbox } from '@mantine/core'
import type { FigureRules } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { reports, reportSettings } from '../words/reports.ts'
import type { ReportSettings } from './report-settings-page.tsx'
import { codesOf, type ResultClass, resultClasses, toggled } from './result-classes.ts'
import styles from './reports.module.css'

interface ResultClassTableProps {
  readonly results: ReportSettings['results']
  readonly rules: FigureRules
  /** Left out for whoever only reads. */
  readonly onRules?: (rules: FigureRules) => void
}

/** Each result with what it counts as. */
export function ResultClassTable({ results, rules, onRules }: ResultClassTableProps) {
  const { t } = useLanguage()
  const title = t(reportSettings.classTable)
  return (
    <div className={styles.scroll} role="region" aria-label={title} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t(reports.result)}</th>
            {resultClasses.map((name) => (
              <th key={name} scope="col" className={styles.mark}>
                {t(reportSettings.classes[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.map(({ code, label }) => {
            const result = `${code} ${t(label)}`
            return (
              <tr key={code}>
                <th scope="row">{result}</th>
                {resultClasses.map((name) => (
                  <td key={name} className={styles.mark}>
                    <ClassMark
                      result={result}
                      name={name}
                      isIn={codesOf(rules, name)?.includes(code) ?? null}
                      {...(onRules === undefined ? {} : { onToggle: () => onRules(toggled(rules, name, code)) })}
                    />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface ClassMarkProps {
  readonly result: string
  readonly name: ResultClass
  /** Null: each campaign says for itself. */
  readonly isIn: boolean | null
  readonly onToggle?: () => void
}

function ClassMark({ result, name, isIn, onToggle }: ClassMarkProps) {
  const { t } = useLanguage()
  if (isIn === null) return '–'
  if (onToggle === undefined) return isIn ? '✓' : ''
  return (
    <Checkbox
      className={styles.check ?? ''}
      aria-label={`${result}: ${t(reportSettings.classes[name])}`}
      checked={isIn}
      onChange={onToggle}
    />
  )
}
