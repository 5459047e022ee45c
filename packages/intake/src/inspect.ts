import type { FieldCode, NumberPlace } from '@sekisho/contract'
import { IntakeError } from './codes.ts'
import type { FileErrorCode, FileErrorDetail } from './codes.ts'
import type { Encoding, SeenEncoding } from './encoding.ts'
import { isPhoneField } from './fields.ts'
import { placeOf } from './headings.ts'
import { guessColumns, guessHeader } from './guess.ts'
import type { ColumnGuess, HeaderGuess } from './guess.ts'
import { defaultLimits } from './limits.ts'
import type { IntakeLimits } from './limits.ts'
import { fitsHeader, repeatedHeading } from './mapping.ts'
import type { ColumnMapping } from './mapping.ts'
import { maskCell } from './masking.ts'
import type { Chunks } from './read-rows.ts'
import { createRecordReader, holdsDamage, holdsGaiji } from './record-reader.ts'
import type { FileFormat } from './record-reader.ts'
import type { Delimiter } from './scanner.ts'

export interface InspectOptions {
  /** ISO date in the centre's zone. */
  readonly today: string
  /** What the user chose on the page; `auto` or left out: guessed. */
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: Delimiter | 'auto'
  readonly hasHeader?: boolean
  /** A mapping confirmed for an earlier file of this client: taken over when every heading is the same. */
  readonly savedMapping?: ColumnMapping
  readonly limits?: IntakeLimits
  readonly expectedBytes?: number
  readonly sampleRows?: number
  readonly minPieceBytes?: number
}

export interface InspectedColumn {
  /** As Excel names it: A, B, … AA. */
  readonly letter: string
  /** Null without a heading row. */
  readonly heading: string | null
  readonly guess: ColumnGuess
  /** Of a column of numbers, from its heading. */
  readonly place: NumberPlace | null
  /** Masked by the guessed field; what is not recognised shows its shape only. */
  readonly samples: readonly string[]
}

export interface FileProblem {
  readonly code: FileErrorCode
  readonly detail: FileErrorDetail
}

/** What was found out about a file without importing it. No clear personal data in it. */
export interface Inspection {
  /** Null: the file can be read. */
  readonly problem: FileProblem | null
  readonly format: FileFormat
  /** `ascii`: nothing outside ASCII was seen, any choice is right. */
  readonly seenEncoding: SeenEncoding
  readonly hasBom: boolean
  readonly header: HeaderGuess
  readonly columns: readonly InspectedColumn[]
  /** The guesses as a mapping to confirm. */
  readonly mapping: ColumnMapping
  readonly bytes: number
  /** Rows of data: without heading and blank rows. */
  readonly records: number
  readonly blankRows: number
  /** Rows whose number of columns differs from the first record's, and the first few of them. */
  readonly raggedRows: RowsSeen
  readonly malformedRows: RowsSeen
  readonly gaijiRows: RowsSeen
  readonly gaijiCharacters: number
  readonly damagedRows: RowsSeen
}

export interface RowsSeen {
  readonly count: number
  readonly firstRows: readonly number[]
}

/** Excel's name of a 0-based column. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last
}

const firstRowsKept = 20
const createRowsSeen = () => {
  let count = 0
  const firstRows: number[] = []
  return {
    note: (row: number): void => {
      count += 1
      if (firstRows.length < firstRowsKept) firstRows.push(row)
    },
    seen: (): RowsSeen => ({ count, firstRows }),
  }
}

/** Rows kept to guess from; spread over the head only, the guess is confirmed by a person anyway. */
const guessRows = 500

/**
 * Reads a whole file once and tells what it is: encoding, delimiter, heading row, columns with a guess and masked
 * samples, counts, and what stands in the way. Bounded memory; never throws for what a file may contain.
 */
export async function inspect(chunks: Chunks, options: InspectOptions): Promise<Inspection> {
  const kept: string[][] = []
  let records = 0
  let blankRows = 0
  let width = 0
  const [ragged, malformed, gaiji, damaged] = [createRowsSeen(), createRowsSeen(), createRowsSeen(), createRowsSeen()]

  const reader = createRecordReader({
    encoding: options.encoding ?? 'auto',
    delimiter: options.delimiter ?? 'auto',
    limits: options.limits ?? defaultLimits,
    expectedBytes: options.expectedBytes,
    minPieceBytes: options.minPieceBytes,
    onRecord: (cells, row, isMalformed) => {
      if (cells[0] === '' && cells.every((cell) => cell === '')) {
        blankRows += 1
        return
      }
      records += 1
      if (kept.length === 0) width = cells.length
      else if (cells.length !== width) ragged.note(row)
      if (isMalformed) malformed.note(row)
      if (kept.length <= guessRows) kept.push(cells)
      if (reader.mayHoldSpecials) {
        const text = cells.join('')
        if (holdsGaiji(text)) gaiji.note(row)
        if (holdsDamage(text)) damaged.note(row)
      }
    },
  })

  let problem: FileProblem | null = null
  try {
    for await (const chunk of chunks) reader.push(chunk)
    reader.end()
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error
    problem = { code: error.code, detail: error.detail }
  }

  const first = kept[0] ?? []
  const guessed = guessHeader(first, options.today)
  const header = options.hasHeader === undefined ? guessed : { isPresent: options.hasHeader, confidence: 1 }
  const data = header.isPresent ? kept.slice(1) : kept
  const dataRecords = header.isPresent ? Math.max(0, records - 1) : records
  if (problem === null && dataRecords === 0)
    problem = { code: records === 0 ? 'file_empty' : 'file_header_only', detail: {} }
  if (problem === null && header.isPresent) {
    const column = repeatedHeading(first)
    if (column !== null) problem = { code: 'duplicate_headers', detail: { row: 1, column } }
  }

  const sample = data.map((cells) => cells.slice(0, width))
  const saved = options.savedMapping
  const isKnownShape = saved !== undefined && header.isPresent && saved.hasHeader && fitsHeader(saved, first)
  const guesses: readonly ColumnGuess[] = isKnownShape
    ? saved.columns.map(({ field }) => ({ field, confidence: 1, why: 'confirmed_before' }))
    : guessColumns(header.isPresent ? first : null, sample, options.today)
  const headingOf = (index: number): string | null => {
    if (!header.isPresent) return null
    // A first row that only the user calls a heading row may be a person: it is shown by its shape.
    const text = first[index] ?? ''
    return guessed.isPresent ? text : maskCell(null, text)
  }
  const columns = guesses.map((guess, index) => ({
    letter: columnLetter(index),
    heading: headingOf(index),
    guess,
    place: header.isPresent && guess.field !== null && isPhoneField(guess.field) ? placeOf(first[index] ?? '') : null,
    samples: sample.slice(0, options.sampleRows ?? 5).map((cells) => maskCell(guess.field, cells[index] ?? '')),
  }))
  const fieldOf = (guess: ColumnGuess): FieldCode | null => guess.field
  return {
    problem,
    format: { encoding: reader.seenEncoding === 'shift_jis' ? 'shift_jis' : 'utf-8', delimiter: reader.delimiter },
    seenEncoding: reader.seenEncoding,
    hasBom: reader.hasBom,
    header,
    columns,
    mapping: {
      hasHeader: header.isPresent,
      columns: guesses.map((guess, index) => ({
        heading: header.isPresent && guessed.isPresent ? (first[index] ?? '') : null,
        field: fieldOf(guess),
      })),
    },
    bytes: reader.bytes,
    records: dataRecords,
    blankRows,
    raggedRows: ragged.seen(),
    malformedRows: malformed.seen(),
    gaijiRows: gaiji.seen(),
    gaijiCharacters: reader.gaijiCharacters,
    damagedRows: damaged.seen(),
  }
}
