import { IntakeError } from '../codes.ts'
import type { PackedLimits } from './limits.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'
import { readXml, type XmlHandlers, xmlReader } from './read-xml.ts'
import { type CellCounts, sheetRows } from './sheet-rows.ts'
import { noStrings, readStrings, type StringTable } from './string-table.ts'
import type { ArchivePart } from './zip-archive.ts'

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
}

/** An Excel workbook (ECMA-376): its sheets, and each of them as the lines of a CSV file in UTF-8. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly counts: CellCounts
  /**
   * Lines of one sheet: rows without content are empty lines, so that rows are counted as Excel counts them.
   *
   * @throws IntakeError `too_many_rows`, `too_many_columns`, `field_too_long`, `packed_expands`, `packed_damaged`
   */
  lines(sheet: number): AsyncGenerator<Buffer, void, void>
}

type Parts = ReadonlyMap<string, ArchivePart>

export function isWorkbook(parts: readonly ArchivePart[]): boolean {
  return parts.some(({ name }) => name === 'xl/workbook.xml')
}

/** @throws IntakeError `packed_damaged` and those of the archive */
export async function openWorkbook(archive: readonly ArchivePart[], limits: PackedLimits): Promise<Workbook> {
  const parts: Parts = new Map(archive.map((part) => [part.name, part]))
  const relations = await readRelations(parts, limits)
  const { sheets, is1904 } = await readSheets(parts, limits)
  const targetOf = (type: string) => relations.find((each) => each.type.endsWith(`/${type}`))?.target
  const formats = await readFormats(parts.get(targetOf('styles') ?? ''), limits)
  const counts: CellCounts = { dates: 0, padded: 0, formulas: 0 }
  let strings: Promise<StringTable> | undefined

  const shared = (): Promise<StringTable> => {
    const part = parts.get(targetOf('sharedStrings') ?? '')
    strings ??= part === undefined ? Promise.resolve(noStrings) : readStrings(part.contents(), limits)
    return strings
  }

  return {
    sheets,
    counts,
    async *lines(sheet) {
      const target = relations.find(({ id }) => id === sheets[sheet]?.relation)?.target
      const part = parts.get(target ?? '')
      if (part === undefined) throw new IntakeError('packed_damaged')
      const context = { strings: await shared(), formats, is1904, counts, limits }
      const writer = lineWriter(limits)
      const reader = xmlReader(limits, sheetRows(context, writer.row))
      for await (const piece of part.contents()) {
        reader.write(piece)
        if (writer.size > 0) yield writer.take()
      }
      reader.end()
      if (writer.size > 0) yield writer.take()
    },
  }
}

/**
 * Writes rows as CSV. Rows that end with empty cells are filled up to the width of the first one: a sheet leaves such cells
 * out, and a row of a list that has fewer columns than the others would be refused.
 */
function lineWriter({ maxSheetRows }: PackedLimits) {
  let text = ''
  let width = 0
  let written = 0
  let lastRow = 0

  const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

  return {
    row(row: number, cells: string[]): void {
      if (++written > maxSheetRows) throw new IntakeError('too_many_rows', { limit: maxSheetRows - 1 })
      width = Math.max(width, written === 1 ? cells.length : 0)
      while (cells.length < width) cells.push('')
      text += '\n'.repeat(row - lastRow - 1)
      text += `${cells.map(quoted).join(',')}\n`
      lastRow = row
    },
    get size() {
      return text.length
    },
    take(): Buffer {
      const bytes = Buffer.from(text, 'utf8')
      text = ''
      return bytes
    },
  }
}

interface Relation {
  readonly id: string
  readonly type: string
  /** The name of the part in the archive. */
  readonly target: string
}

async function readPart(parts: Parts, name: string, limits: PackedLimits, handlers: XmlHandlers): Promise<void> {
  const part = parts.get(name)
  if (part === undefined) throw new IntakeError('packed_damaged')
  await readXml(part.contents(), limits, handlers)
}

async function readRelations(parts: Parts, limits: PackedLimits): Promise<Relation[]> {
  const relations: Relation[] = []
  await readPart(parts, 'xl/_rels/workbook.xml.rels', limits, {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship' || relations.length === limits.maxEntries) return
      relations.push({ id: Id, type: Type, target: Target.startsWith('/') ? Target.slice(1) : `xl/${Target}` })
    },
  })
  return relations
}

async function readSheets(parts: Parts, limits: PackedLimits) {
  const sheets: (Sheet & { readonly relation: string })[] = []
  let is1904 = false
  await readPart(parts, 'xl/workbook.xml', limits, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet' || sheets.length === maxSheets) return
      // the prefix is the file's own choice
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const isHidden = attributes.state !== undefined && attributes.state !== 'visible'
      sheets.push({ name: (attributes.name ?? '').slice(0, maxNameChars), isHidden, relation })
    },
  })
  return { sheets, is1904 }
}

const maxSheets = 255
/** Excel allows 31. */
const maxNameChars = 60

/** The formats of cell styles by their number, which is what a cell names. */
async function readFormats(part: ArchivePart | undefined, limits: PackedLimits): Promise<NumberFormat[]> {
  if (part === undefined) return []
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inCells = false
  await readXml(part.contents(), limits, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode.slice(0, maxCodeChars))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells && formats.length < maxFormats) {
        const id = Number(numFmtId ?? 0)
        formats.push(numberFormat(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

const maxFormats = 65_490
const maxCodeChars = 300
