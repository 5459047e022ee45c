import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/index-native.js'

export interface TestSheet {
  readonly name: string
  readonly state?: 'hidden'
  /** Rows as XML inside `sheetData`. */
  readonly rows: string
}

export interface TestWorkbook {
  readonly sheets: readonly TestSheet[]
  /** `si` elements. */
  readonly strings?: string
  /** Format codes of the cell styles 1, 2, … */
  readonly formats?: readonly (string | number)[]
  readonly is1904?: boolean
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook laid out as Excel lays one out. */
export async function workbookOf({ sheets, strings, formats = [], is1904 = false }: TestWorkbook): Promise<Buffer> {
  const custom = formats.map((code, i) => ({ id: typeof code === 'number' ? code : 164 + i, code }))
  const files: Record<string, string> = {
    '[Content_Types].xml': `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${xml}<workbook ${main} xmlns:r="${relation}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${name}" sheetId="${i + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map(
        (_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join('')}<Relationship Id="s" Type="${relation}/styles" Target="styles.xml"/>${
      strings === undefined
        ? ''
        : `<Relationship Id="t" Type="${relation}/sharedStrings" Target="/xl/sharedStrings.xml"/>`
    }</Relationships>`,
    'xl/styles.xml': `${xml}<styleSheet ${main}><numFmts>${custom
      .filter(({ code }) => typeof code === 'string')
      .map(
        ({ id, code }) =>
          `<numFmt numFmtId="${id}" formatCode="${String(code).replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"/>`,
      )
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${custom
      .map(({ id }) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      sheets.map(({ rows }, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `${xml}<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `${xml}<sst ${main}>${strings}</sst>` }),
  }
  return zipOf(files)
}

/** Rows of inline texts and numbers, from row 1. */
export function rowsOf(...rows: readonly (readonly (string | number)[])[]): string {
  return rows
    .map((cells, row) => {
      const place = (column: number) => `${String.fromCharCode(65 + column)}${row + 1}`
      const inside = cells.map((cell, column) =>
        typeof cell === 'number'
          ? `<c r="${place(column)}"><v>${cell}</v></c>`
          : `<c r="${place(column)}" t="inlineStr"><is><t>${cell}</t></is></c>`,
      )
      return `<row r="${row + 1}">${inside.join('')}</row>`
    })
    .join('')
}

interface ZipOptions {
  readonly password?: string
  readonly rawPassword?: Uint8Array
  readonly zipCrypto?: boolean
}

export async function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ZipOptions = {},
): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...options })
  for (const [name, content] of Object.entries(files)) {
    await writer.add(name, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content))
  }
  return Buffer.from(await writer.close())
}
