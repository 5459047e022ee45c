import { IntakeError } from './codes.ts'
import type { IntakeLimits } from './limits.ts'

export type Delimiter = ',' | '\t' | ';'

export interface ScannerOptions {
  readonly delimiter: Delimiter
  readonly limits: IntakeLimits
  /**
   * Takes one record. `row` is the 1-based row Excel shows (a line break inside quotes begins no row; blank rows
   * count). `isMalformed`: something stood behind a closing quote, so the columns cannot be trusted.
   * Blank rows come as a record with one empty field.
   */
  readonly onRecord: (fields: string[], row: number, isMalformed: boolean) => void
}

export interface Scanner {
  push(text: string): void
  end(): void
  /** Row of the record now being read. */
  readonly row: number
}

const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * Splits text into records (RFC 4180 with `,`, tab or `;`, and CRLF, LF or CR line ends).
 *
 * An own scanner because papaparse, as fast on good files, does not bound the record it is still collecting: measured
 * with a quote that is never closed, its stream took 4 s for 10 MB and 14 s for 20 MB, all kept in memory. Records without a quote, nearly all, are cut by `indexOf` and `split`.
 *
 * @throws IntakeError `quote_not_closed`, `field_too_long`, `row_too_long`, `too_many_columns`, `too_many_rows`
 */
export function createScanner({ delimiter, limits, onRecord }: ScannerOptions): Scanner {
  const delimiterCode = delimiter.charCodeAt(0)
  let rest = ''
  let row = 1
  /** Line end of this file, settled at the first one seen outside quotes: CR alone only where no LF follows it. */
  let lineEnd: '\n' | '\r' | null = null

  const emit = (fields: string[], isMalformed: boolean): void => {
    if (row > limits.maxRows) throw new IntakeError('too_many_rows', { limit: limits.maxRows })
    if (fields.length > limits.maxColumns) throw new IntakeError('too_many_columns', { row, limit: limits.maxColumns })
    onRecord(fields, row, isMalformed)
    row += 1
  }

  const checkField = (length: number, column: number): void => {
    if (length > limits.maxFieldChars)
      throw new IntakeError('field_too_long', { row, column, limit: limits.maxFieldChars })
  }

  /** Position of the first delimiter at or behind the one asked for last; kept between records of one text. */
  let nextDelimiter = -1

  /** Cuts `text` from `from` to `end` without making a string of the line first. */
  const emitPlain = (text: string, from: number, end: number): void => {
    if (end - from > limits.maxRowChars) throw new IntakeError('row_too_long', { row, limit: limits.maxRowChars })
    const fields: string[] = []
    let start = from
    for (;;) {
      // Behind the last delimiter of the text the position is its length, so nothing is searched twice.
      if (nextDelimiter < start) {
        const found = text.indexOf(delimiter, start)
        nextDelimiter = found === -1 ? text.length : found
      }
      const stop = nextDelimiter < end ? nextDelimiter : end
      checkField(stop - start, fields.length + 1)
      fields.push(text.slice(start, stop))
      if (stop === end) break
      // A million columns are refused before they are made.
      if (fields.length === limits.maxColumns)
        throw new IntakeError('too_many_columns', { row, limit: limits.maxColumns })
      start = stop + 1
    }
    emit(fields, false)
  }

  /**
   * Reads one record that has a quote in it. Gives the position behind it, or -1 when its end has not come yet.
   * With `isLast` the end of the text ends the record.
   */
  const readQuoted = (text: string, from: number, isLast: boolean): number => {
    const fields: string[] = []
    let isMalformed = false
    let at = from
    for (;;) {
      if (at - from > limits.maxRowChars) throw new IntakeError('row_too_long', { row, limit: limits.maxRowChars })
      if (fields.length >= limits.maxColumns)
        throw new IntakeError('too_many_columns', { row, limit: limits.maxColumns })
      let field = ''
      let start = at
      if (text.charCodeAt(at) === quote) {
        start = at + 1
        for (;;) {
          const close = text.indexOf('"', start)
          const read = (close === -1 ? text.length : close) - at
          if (read > limits.maxFieldChars) {
            // A huge quoted value with line breaks in it is a quote somebody forgot, not a value.
            const hasLineBreak = text.slice(at, at + read).includes('\n')
            if (hasLineBreak) throw new IntakeError('quote_not_closed', { row, column: fields.length + 1 })
            checkField(read, fields.length + 1)
          }
          if (close === -1) {
            if (isLast) throw new IntakeError('quote_not_closed', { row, column: fields.length + 1 })
            return -1
          }
          // The character behind the quote decides between an end and an escaped quote.
          if (close + 1 === text.length && !isLast) return -1
          if (text.charCodeAt(close + 1) === quote) {
            field += text.slice(start, close + 1)
            start = close + 2
            continue
          }
          field += text.slice(start, close)
          start = close + 1
          break
        }
      }
      // Unquoted text, also behind a closing quote (then malformed).
      let end = start
      for (; end < text.length; end++) {
        const code = text.charCodeAt(end)
        if (code === delimiterCode || code === lineFeed || code === carriageReturn) break
      }
      if (end > start) {
        if (start !== at) isMalformed = true
        field += text.slice(start, end)
        checkField(field.length, fields.length + 1)
      }
      if (end === text.length && !isLast) return -1
      fields.push(field)
      const code = text.charCodeAt(end)
      if (end < text.length && code === delimiterCode) {
        at = end + 1
        continue
      }
      if (code === carriageReturn) {
        if (end + 1 === text.length && !isLast) return -1
        if (text.charCodeAt(end + 1) === lineFeed) end += 1
        else if (lineEnd === '\n') {
          // A stray CR inside an LF file belongs to the value; Excel shows it as part of the cell.
          isMalformed = true
        }
      }
      emit(fields, isMalformed)
      return end + 1
    }
  }

  const checkUnfinished = (text: string, from: number): void => {
    if (text.length - from > limits.maxRowChars)
      throw new IntakeError('row_too_long', { row, limit: limits.maxRowChars })
    const fields = text.slice(from).split(delimiter, limits.maxColumns + 1)
    fields.forEach((field, index) => checkField(field.length, index + 1))
    if (fields.length > limits.maxColumns) throw new IntakeError('too_many_columns', { row, limit: limits.maxColumns })
  }

  const settleLineEnd = (text: string, isLast: boolean): void => {
    let isQuoted = false
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) isQuoted = !isQuoted
      else if (isQuoted) continue
      else if (code === lineFeed) {
        lineEnd = '\n'
        return
      } else if (code === carriageReturn) {
        if (at + 1 < text.length) lineEnd = text.charCodeAt(at + 1) === lineFeed ? '\n' : '\r'
        else if (isLast) lineEnd = '\r'
        return
      }
    }
  }

  const scan = (text: string, isLast: boolean): void => {
    let at = 0
    if (lineEnd === null) settleLineEnd(text, isLast)
    let nextQuote = text.indexOf('"')
    nextDelimiter = -1
    while (at < text.length) {
      const end = lineEnd === null ? -1 : text.indexOf(lineEnd, at)
      if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf('"', at)
      if (nextQuote !== -1 && (end === -1 || nextQuote < end)) {
        const next = readQuoted(text, at, isLast)
        if (next === -1) break
        at = next
      } else if (end !== -1) {
        const isCrLf = lineEnd === '\n' && end > at && text.charCodeAt(end - 1) === carriageReturn
        emitPlain(text, at, isCrLf ? end - 1 : end)
        at = end + 1
      } else {
        // A line whose end has not come: one huge field or too many of them is refused before it fills the memory.
        if (text.length - at > limits.maxFieldChars) checkUnfinished(text, at)
        break
      }
    }
    rest = at === 0 ? text : text.slice(at)
  }

  return {
    push: (text) => scan(rest === '' ? text : rest + text, false),
    end: () => {
      if (rest === '') return
      scan(rest, true)
      if (rest !== '') {
        const last = rest.endsWith('\r') ? rest.slice(0, -1) : rest
        rest = ''
        // DOS end-of-file mark that old systems still write.
        nextDelimiter = -1
        if (last !== '\x1a') emitPlain(last, 0, last.length)
      }
    },
    get row() {
      return row
    },
  }
}
