import { ActionIcon, Input, TextInput } from '@mantine/core'
import type { ReportLayout } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { reportSettings } from '../words/reports.ts'
import { Definition } from './report-table.tsx'
import type { ReportSettings } from './report-settings-page.tsx'
import styles from './reports.module.css'

type Columns = ReportLayout['columns']

interface ColumnOrderProps {
  readonly columns: Columns
  readonly measures: ReportSettings['measures']
  readonly onColumns: (columns: Columns) => void
}

/** Columns in their order, each with a heading of the client's own, moved by buttons that the keyboard reaches. */
export function ColumnOrder({ columns, measures, onColumns }: ColumnOrderProps) {
  const { t } = useLanguage()
  const swap = (index: number, other: number) =>
    onColumns(
      columns.map((column, at) => (at === index ? columns[other] : at === other ? columns[index] : column) ?? column),
    )
  return (
    <Input.Wrapper label={t(reportSettings.columns)}>
      <ol className={styles.columns}>
        {columns.map((column, index) => {
          const words = measures.find(({ measure }) => measure === column.measure)
          if (words === undefined) return null
          const name = t(words.name)
          return (
            <li key={column.measure}>
              <span>
                <Definition column={{ heading: words.name, definition: words.definition }} />
              </span>
              <TextInput
                aria-label={t(reportSettings.heading)(name)}
                placeholder={name}
                maxLength={40}
                value={column.heading}
                onChange={(event) => {
                  const heading = event.currentTarget.value
                  onColumns(columns.map((each, at) => (at === index ? { ...each, heading } : each)))
                }}
              />
              <Move
                label={t(reportSettings.up)(name)}
                sign="↑"
                isOff={index === 0}
                onMove={() => swap(index, index - 1)}
              />
              <Move
                label={t(reportSettings.down)(name)}
                sign="↓"
                isOff={index === columns.length - 1}
                onMove={() => swap(index, index + 1)}
              />
              <Move
                label={t(reportSettings.remove)(name)}
                sign="✕"
                isOff={columns.length === 1}
                onMove={() => onColumns(columns.filter((each) => each !== column))}
              />
            </li>
          )
        })}
      </ol>
    </Input.Wrapper>
  )
}

interface MoveProps {
  readonly label: string
  readonly sign: string
  readonly isOff: boolean
  readonly onMove: () => void
}

function Move({ label, sign, isOff, onMove }: MoveProps) {
  return (
    <ActionIcon variant="default" aria-label={label} disabled={isOff} onClick={onMove}>
      {sign}
    </ActionIcon>
  )
}
