import { IntakeError } from '../codes.ts'
import type { PackedLimits } from './limits.ts'
import { dateText, type NumberFormat, numberText, paddedText } from './number-format.ts'
import type { XmlHandlers } from './read-xml.ts'
import { type StringTable, textGatherer } from './string-table.ts'

/** What was read otherwise than it is stored: cells of dates and of numbers that a format fills up, and formulas. */
export interface CellCounts {
  dates: number
  padded: number
  formulas: number
}

export interface SheetContext {
  readonly strings: StringTable
  readonly formats: readonly NumberFormat[]
  readonly is1904: boolean
  readonly counts: CellCounts
  readonly limits: PackedLimits
}

/**
 * Turns the cells of a sheet into rows, in file order. A formula counts by the value that was computed last; an error such as
 * `#N/A` stays as it is shown.
 *
 * @param onRow  told of rows that hold something, with the 1-based row as Excel shows it
 */
export function sheetRows(
  { strings, formats, is1904, counts, limits }: SheetContext,
  onRow: (row: number, cells: string[]) => void,
): XmlHandlers {
  const inline = textGatherer(limits)
  let row = 0
  let column = -1
  let cells: string[] = []
  let [type, style, value] = ['', 0, '']
  let inValue = false

  function openRow(written: string | undefined): void {
    const next = written === undefined ? row + 1 : Number(written)
    if (!Number.isInteger(next) || next <= row || next > 1_048_576) throw new IntakeError('packed_damaged')
    row = next
    column = -1
    cells = []
  }

  function openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const next = r === undefined ? column + 1 : columnOf(r)
    if (next <= column) throw new IntakeError('packed_damaged')
    column = next
    ;[type, style, value] = [t, Number(s), '']
    inline.begin()
  }

  function textOf(): string {
    if (type === 'inlineStr') return inline.take()
    if (value === '') return ''
    if (type === 's') return strings.get(Number(value))
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
    if (type === 'str' || type === 'e' || type === 'd') return value
    const number = Number(value)
    if (!Number.isFinite(number)) throw new IntakeError('packed_damaged')
    return shown(number)
  }

  function shown(number: number): string {
    const format = formats[style]
    if (format?.kind === 'date') {
      const text = dateText(number, is1904)
      if (text !== null) counts.dates++
      return text ?? numberText(number)
    }
    if (format?.kind === 'padded') {
      const text = paddedText(number, format.pattern)
      if (text !== null) counts.padded++
      return text ?? numberText(number)
    }
    return numberText(number)
  }

  function closeCell(): void {
    const text = textOf()
    if (text === '') return
    if (column >= limits.maxColumns) throw new IntakeError('too_many_columns', { row, limit: limits.maxColumns })
    while (cells.length < column) cells.push('')
    cells[column] = text
  }

  return {
    open(name, attributes) {
      if (name === 'row') openRow(attributes.r)
      else if (name === 'c') openCell(attributes)
      else if (name === 'v') inValue = true
      else if (name === 'f') counts.formulas++
      else inline.open(name)
    },
    text(read) {
      inline.add(read)
      if (!inValue) return
      value += read
      if (value.length > limits.maxCellChars)
        throw new IntakeError('field_too_long', { row, limit: limits.maxCellChars })
    },
    close(name) {
      if (name === 'v') inValue = false
      else if (name === 'c') closeCell()
      else if (name === 'row') {
        if (cells.length > 0) onRow(row, cells)
      } else inline.close(name)
    },
  }
}

/** The 0-based column of `BC12`. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1]
  if (letters === undefined) throw new IntakeError('packed_damaged')
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
