import { ActionIcon, Input, NativeSelect, TextInput } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { reportSettings } from '../words/reports.ts'
import { Definition } from './report-table.tsx'
import styles from './reports.module.css'

interface InBoth {
  readonly ja: string
  readonly en: string
}

interface Column<Measure> {
  readonly measure: Measure
  readonly heading: string
}

interface ColumnOrderProps<Measure> {
  readonly label: string
  readonly addLabel: string
  /** What the columns are of, where another list on the page has columns of the same names. */
  readonly of?: string
  readonly columns: readonly Column<Measure>[]
  readonly measures: readonly { readonly measure: Measure; readonly name: InBoth; readonly definition: InBoth }[]
  readonly onColumns: (columns: Column<Measure>[]) => void
}

/** Columns in their order, each with a heading of the client's own, moved by buttons that the keyboard reaches. */
export function ColumnOrder<Measure extends string>(props: ColumnOrderProps<Measure>) {
  const { label, addLabel, of, columns, measures, onColumns } = props
  const { t } = useLanguage()
  const swap = (index: number, other: number) =>
    onColumns(
      columns.map((column, at) => (at === index ? columns[other] : at === other ? columns[index] : column) ?? column),
    )
  const missing = measures.filter(({ measure }) => columns.every((column) => column.measure !== measure))
  return (
    <Input.Wrapper label={label}>
      <ol className={styles.columns}>
        {columns.map((column, index) => {
          const words = measures.find(({ measure }) => measure === column.measure)
          if (words === undefined) return null
          const name = of === undefined ? t(words.name) : `${of} ${t(words.name)}`
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
      {missing.length > 0 && (
        <NativeSelect
          label={addLabel}
          value=""
          data={[{ value: '', label: '' }, ...missing.map(({ measure, name }) => ({ value: measure, label: t(name) }))]}
          onChange={(event) => {
            const added = missing.find(({ measure }) => measure === event.currentTarget.value)
            if (added !== undefined) onColumns([...columns, { measure: added.measure, heading: '' }])
          }}
        />
      )}
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
