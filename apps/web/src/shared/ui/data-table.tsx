import { Fragment, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'
import type { Phrase } from '../../words/phrase.ts'
import { ColumnChoice } from './column-choice.tsx'
import styles from './data-table.module.css'
import { nextRow } from './next-row.ts'
import { useHiddenColumns } from './use-hidden-columns.ts'

export interface Column<Row> {
  readonly key: string
  readonly head: Phrase<string>
  readonly renderCell: (row: Row) => ReactNode
  /** Figures line up at their end. */
  readonly isFigure?: boolean
  /** Stays on one line. */
  readonly isTight?: boolean
  /** Cannot be hidden: without it nobody knows what the row is. */
  readonly isFixed?: boolean
}

interface DataTableProps<Row> {
  /** Names the choice of columns that this browser keeps. */
  readonly name: string
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** How many there are, in words. */
  readonly total?: ReactNode
  readonly empty: ReactNode
  readonly onOpen?: (row: Row) => void
  /** Opened under its row by Enter or a click. */
  readonly renderDetail?: (row: Row) => ReactNode
}

/** A table with a head that stays, columns to choose, arrow keys between rows and a detail under each. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, keyOf, total, empty, onOpen, renderDetail } = props
  const { t } = useLanguage()
  const { hidden, toggle } = useHiddenColumns(name)
  const [focused, setFocused] = useState(0)
  const [opened, setOpened] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const shown = columns.filter((column) => column.isFixed === true || !hidden.includes(column.key))
  const canOpen = onOpen !== undefined || renderDetail !== undefined

  const open = (row: Row) => {
    onOpen?.(row)
    if (renderDetail !== undefined) setOpened(opened === keyOf(row) ? null : keyOf(row))
  }
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>, index: number, row: Row) => {
    if (event.target !== event.currentTarget) return
    const next = nextRow(event.key, index, rows.length)
    if (next !== null) {
      event.preventDefault()
      setFocused(next)
      body.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus()
    } else if (canOpen && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      open(row)
    }
  }
  return (
    <div>
      <div className={styles.tools}>
        <span>{total}</span>
        <ColumnChoice columns={columns} hidden={hidden} onToggle={toggle} />
      </div>
      <div className={styles.scroll} role="region" aria-label={label} tabIndex={rows.length === 0 ? 0 : undefined}>
        <table className={styles.table}>
          <thead>
            <tr>
              {shown.map((column) => (
                <th key={column.key} scope="col" className={column.isFigure === true ? styles.end : undefined}>
                  {t(column.head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => (
              <Fragment key={keyOf(row)}>
                <tr
                  data-row={index}
                  tabIndex={index === Math.min(focused, rows.length - 1) ? 0 : -1}
                  className={canOpen ? styles.row : undefined}
                  onFocus={() => setFocused(index)}
                  onKeyDown={(event) => onKey(event, index, row)}
                  onClick={() => canOpen && open(row)}
                >
                  {shown.map((column) => (
                    <td key={column.key} className={cellClass(column)}>
                      {renderDetail !== undefined && column === shown[0] && (
                        <button
                          type="button"
                          // the row itself is in the order of the Tab key; this is for pointers and screen readers
                          tabIndex={-1}
                          className={styles.disclose}
                          aria-expanded={opened === keyOf(row)}
                          aria-label={t(common.detail)}
                        >
                          {opened === keyOf(row) ? '▾' : '▸'}
                        </button>
                      )}
                      {column.renderCell(row)}
                    </td>
                  ))}
                </tr>
                {opened === keyOf(row) && renderDetail !== undefined && (
                  <tr className={styles.detail}>
                    <td colSpan={shown.length}>
                      <div className={styles.opened}>{renderDetail(row)}</div>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && empty}
      </div>
    </div>
  )
}

function cellClass(column: { readonly isFigure?: boolean; readonly isTight?: boolean }): string | undefined {
  if (column.isFigure === true) return styles.end
  return column.isTight === true ? styles.tight : undefined
}
