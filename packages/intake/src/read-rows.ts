import { IntakeError } from './codes.ts'
import type { RowNoteCode, RowReasonCode } from './codes.ts'
import type { KeySet } from './key-set.ts'
import { defaultLimits } from './limits.ts'
import type { IntakeLimits } from './limits.ts'
import { checkHeader, checkMapping, repeatedHeading } from './mapping.ts'
import type { ColumnMapping } from './mapping.ts'
import { createRecordReader, holdsDamage, holdsGaiji } from './record-reader.ts'
import type { FileFormat } from './record-reader.ts'
import { createRowJudge, identityOf } from './row-judge.ts'
import type { FieldValues, RowNote, RowReason, RowRules, SearchKeys } from './row-judge.ts'

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** One row of data with its 1-based row as Excel shows it. */
export type RowOutcome = AcceptedRow | RefusedRow
export interface AcceptedRow {
  readonly kind: 'accepted'
  readonly row: number
  readonly values: FieldValues
  readonly keys: SearchKeys
  readonly notes: readonly RowNote[]
}
export interface RefusedRow {
  readonly kind: 'refused'
  readonly row: number
  readonly values: FieldValues
  readonly reasons: readonly RowReason[]
}

export interface ReadRowsOptions {
  readonly format: FileFormat
  readonly mapping: ColumnMapping
  readonly rules: RowRules
  readonly limits?: IntakeLimits
  /** Size the sender declared: a shorter file is refused as cut off. */
  readonly expectedBytes?: number
  /**
   * Duplicates: `keyOf` turns an identity (see `identityOf`) into 16 bytes, the key service by HMAC;
   * `seen` may hold the keys that exist already. Left out, nothing is compared.
   */
  readonly duplicates?: { readonly keyOf: (identity: string) => Uint8Array; readonly seen: KeySet }
  /** Rows handed over at one time. */
  readonly batchRows?: number
  /** Chunks are joined up to this size before work begins. */
  readonly minPieceBytes?: number
}

/** Counts of a whole file; free of personal data, so an entry may carry them. */
export interface ReadSummary {
  readonly bytes: number
  readonly rows: number
  readonly accepted: number
  readonly refused: number
  readonly blankRows: number
  readonly gaijiCharacters: number
  /** Rows by reason and by note; a row with two reasons counts under both. */
  readonly reasons: { readonly [code in RowReasonCode]?: number }
  readonly notes: { readonly [code in RowNoteCode]?: number }
}

const isBlankRow = (cells: readonly string[]): boolean =>
  cells[0] === '' ? cells.every((cell) => cell === '') : cells.length === 1 && (cells[0] as string).trim() === ''

/**
 * Reads a file by a confirmed mapping. Gives the rows in batches, in file order; returns the counts at the end.
 * Memory: one piece of the file, one batch, the key set.
 *
 * @throws IntakeError before or between batches: what was handed over before it must be thrown away by the caller
 */
export async function* readRows(
  chunks: Chunks,
  options: ReadRowsOptions,
): AsyncGenerator<RowOutcome[], ReadSummary, void> {
  const { mapping, rules, duplicates } = options
  checkMapping(mapping)
  const judge = createRowJudge(mapping, rules)
  const batchRows = options.batchRows ?? 500
  let batch: RowOutcome[] = []
  let dataRows = 0
  let [accepted, refused, blankRows] = [0, 0, 0]
  let isHeaderDue = mapping.hasHeader
  const reasonCounts: { [code in RowReasonCode]?: number } = {}
  const noteCounts: { [code in RowNoteCode]?: number } = {}

  const refuse = (row: number, values: FieldValues, reasons: readonly RowReason[]): void => {
    for (const code of new Set(reasons.map((reason) => reason.code))) reasonCounts[code] = (reasonCounts[code] ?? 0) + 1
    refused += 1
    batch.push({ kind: 'refused', row, values, reasons })
  }

  const duplicateOf = (keys: SearchKeys, row: number): RowReason | null => {
    if (duplicates === undefined) return null
    const identity = identityOf(keys, rules.samePersonBy)
    if (identity === null) return null
    const found = duplicates.seen.add(duplicates.keyOf(identity), row)
    if (found === null) return null
    return found === 'existing'
      ? { code: 'duplicate_existing' }
      : { code: 'duplicate_in_file', firstRow: found.firstRow }
  }

  const specialNotes = (cells: readonly string[]): readonly RowNote[] => {
    const text = cells.join('')
    const found: RowNote[] = []
    if (holdsGaiji(text)) found.push({ code: 'gaiji_kept' })
    if (holdsDamage(text)) found.push({ code: 'damaged_character' })
    return found
  }

  const onRecord = (cells: string[], row: number, isMalformed: boolean): void => {
    if (isBlankRow(cells)) {
      blankRows += 1
      return
    }
    if (isHeaderDue) {
      isHeaderDue = false
      const column = repeatedHeading(cells)
      if (column !== null) throw new IntakeError('duplicate_headers', { row, column })
      checkHeader(mapping, cells)
      return
    }
    dataRows += 1
    const verdict = judge(cells)
    if (isMalformed) {
      refuse(row, verdict.values, [{ code: 'quote_malformed' }])
      return
    }
    if (verdict.kind === 'refused') {
      refuse(row, verdict.values, verdict.reasons)
      return
    }
    const duplicate = duplicateOf(verdict.keys, row)
    if (duplicate !== null) {
      refuse(row, verdict.values, [duplicate])
      return
    }
    const notes = reader.mayHoldSpecials ? [...verdict.notes, ...specialNotes(cells)] : verdict.notes
    for (const note of notes) noteCounts[note.code] = (noteCounts[note.code] ?? 0) + 1
    accepted += 1
    batch.push({ kind: 'accepted', row, values: verdict.values, keys: verdict.keys, notes })
  }

  const reader = createRecordReader({
    ...options.format,
    limits: options.limits ?? defaultLimits,
    expectedBytes: options.expectedBytes,
    minPieceBytes: options.minPieceBytes,
    onRecord,
  })

  const takeBatch = (): RowOutcome[] => {
    const full = batch
    batch = []
    return full
  }

  for await (const chunk of chunks) {
    // A large chunk is read in pieces, so that its rows do not all stand in memory at one time.
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      reader.push(chunk.subarray(at, at + pieceBytes))
      if (batch.length >= batchRows) yield takeBatch()
    }
  }
  reader.end()
  if (dataRows === 0) throw new IntakeError(mapping.hasHeader && !isHeaderDue ? 'file_header_only' : 'file_empty')
  if (batch.length > 0) yield takeBatch()
  return {
    bytes: reader.bytes,
    rows: dataRows,
    accepted,
    refused,
    blankRows,
    gaijiCharacters: reader.gaijiCharacters,
    reasons: reasonCounts,
    notes: noteCounts,
  }
}

/** About as many rows as a batch holds: what lives across a young collection stays small. */
const pieceBytes = 64 * 1024
