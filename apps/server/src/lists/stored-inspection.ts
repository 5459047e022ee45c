import { createHash } from 'node:crypto'
import { type ColumnMapping, columnMapping, type Inspection, inspection as inspectionSchema } from '@sekisho/contract'
import {
  type Inspection as SeenFile,
  type ColumnGuess,
  type ColumnMapping as ConfirmedMapping,
  fileErrorText,
  type PackedFile,
  rowNoteTexts,
  rowReasonTexts,
  type RowsSeen,
  type Text,
} from '@sekisho/intake'
import { z } from 'zod'

/** What `tenant.uploads.inspection` holds. */
const stored = z.strictObject({
  view: inspectionSchema,
  /** Why the file cannot be imported as it is; null when it can. */
  problem: z.string().nullable(),
})
export type StoredInspection = z.infer<typeof stored>

/** What an older version found and wrote in another shape counts as not looked at: it is looked at again. */
export function readStored(value: unknown): StoredInspection | null {
  const read = stored.safeParse(value)
  return read.success ? read.data : null
}

const delimiters = { ',': 'comma', '\t': 'tab', ';': 'semicolon' } as const
export const delimiterOf = { comma: ',', tab: '\t', semicolon: ';' } as const

const raggedText: Text = {
  ja: '列の数がほかの行と違います。',
  en: 'The number of columns differs from the other rows.',
}
const mostProblems = 100

/** The key service's finding as people and the database see it. Samples were masked there. */
export function storedInspection(seen: SeenFile, packed: PackedFile | null): StoredInspection {
  const { problem } = seen
  const problems: Inspection['problems'] = [
    ...(problem === null
      ? []
      : [{ code: problem.code, row: problem.detail.row ?? null, ...fileErrorText(problem.code, problem.detail) }]),
    ...rowsWith('ragged_row', raggedText, seen.raggedRows),
    ...rowsWith('quote_malformed', rowReasonTexts.quote_malformed, seen.malformedRows),
    ...rowsWith('gaiji_kept', rowNoteTexts.gaiji_kept, seen.gaijiRows),
    ...rowsWith('damaged_character', rowNoteTexts.damaged_character, seen.damagedRows),
  ]
  const view: Inspection = {
    isReadable: problem === null,
    encoding: seen.format.encoding,
    hasByteOrderMark: seen.hasBom,
    delimiter: delimiters[seen.format.delimiter],
    hasHeader: seen.header.isPresent,
    records: seen.records,
    gaiji: seen.gaijiCharacters,
    packed: packed === null ? null : { ...packed, parts: packed.parts.map((part) => ({ ...part })) },
    columns: seen.columns.map(({ heading, guess, place, samples }, column) => ({
      column,
      heading,
      guess: guess.field,
      place,
      confidence: guess.confidence >= 0.9 ? 'sure' : guess.confidence >= 0.7 ? 'likely' : 'unsure',
      because: becauseOf(guess),
      samples: samples.slice(0, 5),
    })),
    problems: problems.slice(0, mostProblems),
  }
  return { view, problem: problem?.code ?? null }
}

function rowsWith(code: string, text: Text, { firstRows }: RowsSeen): Inspection['problems'] {
  return firstRows.map((row) => ({ code, row, ...text }))
}

function becauseOf({ field, why }: ColumnGuess): 'heading' | 'content' | 'none' {
  if (field === null) return 'none'
  return why.startsWith('heading') ? 'heading' : why === 'content_only' ? 'content' : 'none'
}

/** Files with the same headings share a kept mapping; without headings, those with as many columns. */
export function headingsHash({ hasHeader, columns }: Inspection): Buffer {
  const shape = hasHeader ? columns.map(({ heading }) => heading ?? '') : columns.length
  return createHash('sha256').update(JSON.stringify(shape)).digest()
}

/** The inspection with a kept mapping in place of its guesses. */
export function withKeptMapping(view: Inspection, kept: ColumnMapping | null): Inspection {
  if (kept === null) return view
  const known = new Map(kept.columns.map((one) => [one.column, one]))
  return {
    ...view,
    columns: view.columns.map((column) => ({
      ...column,
      guess: known.get(column.column)?.field ?? null,
      place: known.get(column.column)?.place ?? null,
      confidence: 'sure',
      because: 'kept_mapping',
    })),
  }
}

export function readKeptMapping(value: unknown): ColumnMapping {
  return columnMapping.parse(value)
}

/** The mapping a person confirmed, with the headings that were seen, as intake wants it: one for each column. */
export function confirmedMapping(mapping: ColumnMapping, { columns }: Inspection): ConfirmedMapping {
  const chosen = new Map(mapping.columns.map((one) => [one.column, one]))
  return {
    hasHeader: mapping.hasHeader,
    columns: columns.map(({ column, heading }) => {
      const { field = null, place } = chosen.get(column) ?? {}
      return { heading: mapping.hasHeader ? heading : null, field, ...(place === undefined ? {} : { place }) }
    }),
  }
}

/** Rows of data when a person decides about the heading row. */
export function dataRows({ records, hasHeader }: Inspection, isFirstRowHeading: boolean): number {
  if (hasHeader === isFirstRowHeading) return records
  return isFirstRowHeading ? Math.max(0, records - 1) : records + 1
}
