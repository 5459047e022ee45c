import { Tooltip } from '@mantine/core'
import type { CallInColumn, ReportColumn, ReportView } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { reports } from '../words/reports.ts'
import { measureText } from './measure-text.ts'
import styles from './reports.module.css'

type Column = ReportColumn | CallInColumn

interface ReportTableProps {
  readonly label: string
  readonly first: string
  readonly columns: readonly Column[]
  readonly lines: ReportView['bands']
  readonly total?: ReportView['total']
  /** Headings as text: on paper nothing can be pointed at, and buttons are not repeated on the next page. */
  readonly isOnPaper?: boolean
}

/** One section of a report: a line a row, in the order and under the headings that the client chose. */
export function ReportTable({ label, first, columns, lines, total, isOnPaper = false }: ReportTableProps) {
  const { t } = useLanguage()
  return (
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map((column) => (
              <th key={column.measure} scope="col" className={styles.end}>
                {isOnPaper ? t(column.heading) : <Definition column={column} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} line={line} columns={columns} />
          ))}
        </tbody>
        {total !== undefined && (
          <tfoot>
            <Line line={{ ...total, label: reports.sections.total }} columns={columns} />
          </tfoot>
        )}
      </table>
      {lines.length === 0 && <p className={styles.none}>{t(reports.empty)}</p>}
    </div>
  )
}

function Line({ line, columns }: { readonly line: ReportView['total']; readonly columns: readonly Column[] }) {
  const { t } = useLanguage()
  return (
    <tr>
      <th scope="row">{t(line.label)}</th>
      {columns.map(({ measure, unit }, index) => {
        const value = line.values[index] ?? null
        return (
          <td key={measure} className={styles.end} {...(value === null ? { title: t(reports.notHere) } : {})}>
            {measureText(unit, value)}
          </td>
        )
      })}
    </tr>
  )
}

/** A heading with its definition, for the pointer, the Tab key and screen readers alike. */
export function Definition({ column }: { readonly column: Pick<Column, 'heading' | 'definition'> }) {
  const { t } = useLanguage()
  return (
    <Tooltip
      label={t(column.definition)}
      multiline
      w={320}
      events={{ hover: true, focus: true, touch: true }}
      withArrow
    >
      <button type="button" className={styles.term}>
        {t(column.heading)}
      </button>
    </Tooltip>
  )
}
