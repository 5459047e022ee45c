import { crc32, deflateRawSync } from 'node:zlib'

/** How a number is shown. Durations are milliseconds and become what Excel calls a time, so that it can add them. */
export type CellFormat = 'count' | 'rate' | 'per_hour' | 'duration_ms'

/** Text is always text, whatever it begins with: nothing that somebody typed becomes a formula. Null stays empty. */
export type Cell = string | null | { readonly value: number; readonly format: CellFormat }

export interface Sheet {
  readonly name: string
  /** The first row is the head. */
  readonly rows: readonly (readonly Cell[])[]
}

const styles: readonly CellFormat[] = ['count', 'rate', 'per_hour', 'duration_ms']
const headStyle = styles.length + 1
const DAY_MS = 86_400_000

/**
 * An Excel file (ECMA-376) of plain tables: frozen head, A4 landscape, one page wide. The same sheets give the same bytes,
 * so that a digest of it means something; no time, no name of an author, no macro, no link is in it.
 */
export function workbook(sheets: readonly Sheet[]): Buffer {
  const named = sheets.map((sheet, index) => ({
    ...sheet,
    path: `worksheets/sheet${index + 1}.xml`,
    id: `rId${index + 1}`,
  }))
  return zip([
    ['[Content_Types].xml', contentTypes(named.map(({ path }) => path))],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${named
        .map(({ name, id }, index) => `<sheet name="${escaped(sheetName(name))}" sheetId="${index + 1}" r:id="${id}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...named.map(({ id, path }) => [id, 'worksheet', path] as const),
        ['rIdStyles', 'styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', stylesXml],
    ...named.map(({ path, rows }): [string, string] => [`xl/${path}`, sheetXml(rows)]),
  ])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Excel refuses these characters and more than 31 of them in the name of a sheet. */
const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:']/g, ' ').slice(0, 31)

/** XML 1.0 knows no control characters but tab and line ends, not even escaped. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function contentTypes(paths: readonly string[]): string {
  const type = (name: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`
  const override = (path: string, name: string) => `<Override PartName="/xl/${path}" ContentType="${type(name)}"/>`
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `${override('workbook.xml', 'sheet.main')}${override('styles.xml', 'styles')}` +
    `${paths.map((path) => override(path, 'worksheet')).join('')}</Types>`
  )
}

function relations(items: readonly (readonly [id: string, type: string, target: string])[]): string {
  const lines = items.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`
}

/** Formats 3 and 10 are built in (18.8.30); the others are ours. */
const stylesXml = `<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="0.00"/><numFmt numFmtId="166" formatCode="[h]:mm:ss"/></numFmts><fonts count="2"><font><sz val="10"/><name val="Yu Gothic"/></font><font><b/><sz val="10"/><name val="Yu Gothic"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf fontId="0"/>${[
  3, 164, 165, 166,
]
  .map((format) => `<xf fontId="0" numFmtId="${format}" applyNumberFormat="1"/>`)
  .join(
    '',
  )}<xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs></styleSheet>`

function sheetXml(rows: readonly (readonly Cell[])[]): string {
  const columns = Math.max(1, ...rows.map((row) => row.length))
  return (
    `<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols><col min="1" max="1" width="24" customWidth="1"/>${columns > 1 ? `<col min="2" max="${columns}" width="13" customWidth="1"/>` : ''}</cols>` +
    `<sheetData>${rows.map((row, index) => rowXml(row, index)).join('')}</sheetData>` +
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
  )
}

function rowXml(row: readonly Cell[], index: number): string {
  return `<row r="${index + 1}">${row.map((cell, column) => cellXml(cell, `${letters(column)}${index + 1}`, index === 0)).join('')}</row>`
}

function cellXml(cell: Cell, place: string, isHead: boolean): string {
  if (cell === null) return ''
  if (typeof cell === 'string') {
    const style = isHead ? ` s="${headStyle}"` : ''
    return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  }
  const value = cell.format === 'duration_ms' ? cell.value / DAY_MS : cell.value
  return `<c r="${place}" s="${styles.indexOf(cell.format) + 1}"><v>${value}</v></c>`
}

/** A, B, ... Z, AA: the name of a column. */
function letters(column: number): string {
  const rest = column % 26
  const letter = String.fromCharCode(65 + rest)
  return column < 26 ? letter : letters((column - rest) / 26 - 1) + letter
}

/** 1 January 1980, midnight: the earliest that a ZIP file knows (APPNOTE 4.4.6). The same for every file. */
const dosTime = 0
const dosDate = 0x21
const utf8Names = 0x0800

/** A ZIP file (APPNOTE 6.3.10) of deflated parts in the given order. */
function zip(parts: readonly (readonly [name: string, text: string])[]): Buffer {
  const chunks: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of parts) {
    const content = Buffer.from(declaration + text)
    const packed = deflateRawSync(content, { level: 9 })
    const nameBytes = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(utf8Names, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt16LE(dosTime, 6)
    facts.writeUInt16LE(dosDate, 8)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(content.length, 18)
    facts.writeUInt16LE(nameBytes.length, 22)
    chunks.push(signature(0x04034b50), facts, nameBytes, packed)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(signature(0x02014b50), shortInt(20), facts, place, nameBytes)
    offset += 4 + facts.length + nameBytes.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(listing.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...chunks, listing, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function shortInt(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
