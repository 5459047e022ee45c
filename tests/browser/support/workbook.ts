import type { Page } from 'playwright-core'
import { unzip } from '../../../apps/server/src/reports/test-unzip.ts'

/** The sheets of an Excel file by name: rows of texts and numbers, empty cells as null. */
export type Workbook = ReadonlyMap<string, readonly (readonly (string | number | null)[])[]>

/** Opens an Excel file with the XML reader of the browser, which knows nothing of how the product wrote it. */
export async function readWorkbook(page: Page, file: Buffer): Promise<Workbook> {
  const sheets = await page.evaluate(
    (parts) => {
      const xml = (name: string) => {
        const document = new DOMParser().parseFromString(parts[name] ?? '', 'application/xml')
        if (document.querySelector('parsererror') !== null) throw new Error(`${name} is not XML`)
        return document
      }
      const targets = new Map(
        [...xml('xl/_rels/workbook.xml.rels').querySelectorAll('Relationship')].map((each) => [
          each.getAttribute('Id'),
          each.getAttribute('Target') ?? '',
        ]),
      )
      const columnOf = (place: string) =>
        place
          .replace(/\d+$/, '')
          .split('')
          .reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      return [...xml('xl/workbook.xml').querySelectorAll('sheet')].map((sheet) => {
        const rows = [...xml(`xl/${targets.get(sheet.getAttribute('r:id'))}`).querySelectorAll('row')].map((row) => {
          const cells: (string | number | null)[] = []
          for (const cell of row.querySelectorAll('c')) {
            const column = columnOf(cell.getAttribute('r') ?? 'A1')
            while (cells.length < column) cells.push(null)
            const isText = cell.getAttribute('t') === 'inlineStr'
            cells[column] = isText ? (cell.textContent ?? '') : Number(cell.querySelector('v')?.textContent)
          }
          return cells
        })
        return { name: sheet.getAttribute('name') ?? '', rows }
      })
    },
    Object.fromEntries(unzip(file)),
  )
  return new Map(sheets.map(({ name, rows }) => [name, rows]))
}
