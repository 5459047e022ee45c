import { readBirthDate } from './birth-date.ts'
import { judgePhone, splitPhoneCell } from './phone.ts'

/** What a column's values look like. `phone`, `name` and the others are shapes here, not yet fields. */
export const contentKinds = [
  'phone',
  'email',
  'postal_code',
  'birth_date',
  'gender',
  'address',
  'kana',
  'name',
  'amount',
  'customer_number',
] as const
export type ContentKind = (typeof contentKinds)[number]

export interface ColumnContent {
  readonly filled: number
  /** Share of filled cells (0 to 1) that have the shape. */
  readonly shares: Readonly<Record<ContentKind, number>>
}

const phoneRules = { allowFictitious: true, allowTollFree: true, withoutRepairs: [] }
const genders = new Set(['男', '女', '男性', '女性', 'M', 'F', 'm', 'f', 'male', 'female', '男子', '女子'])
const address = /^(?:東京都|北海道|京都府|大阪府|[\u4e00-\u9fff]{2,3}県)|[市区町村郡].*[0-9０-９一二三四五六七八九十]/
const kana = /^[\u3041-\u3096\u30a1-\u30fc\uff66-\uff9f][\u3041-\u3096\u30a1-\u30fc\uff66-\uff9f\s\u3000・･]*$/
const name =
  /^[\u4e00-\u9fff\u3005\u3041-\u30fc\uf900-\ufaff\ue000-\uf8ff]{1,8}(?:[\s\u3000][\u4e00-\u9fff\u3005\u3041-\u30fc\uf900-\ufaff\ue000-\uf8ff]{1,8})?$/
const hasHan = /[\u4e00-\u9fff\uf900-\ufaff]/
const postal = /^〒?\d{3}-\d{4}$/
const barePostal = /^\d{7}$/
const money = /^[¥￥]?-?\d{1,3}(?:,\d{3})+円?$|^[¥￥]\d+$|^\d+円$/
const identifier = /^[A-Za-z0-9][A-Za-z0-9-]{3,19}$/

const isPhone = (cell: string): boolean => {
  const [first] = splitPhoneCell(cell)
  return first !== undefined && judgePhone(first, phoneRules).ok
}

/** Looks at the values of one column; a few hundred are enough. `today` ends the plausible dates. */
export function lookAtContent(cells: readonly string[], today: string): ColumnContent {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const distinct = new Set(filled).size
  const share = (test: (cell: string) => boolean): number =>
    filled.length === 0 ? 0 : filled.reduce((sum, cell) => sum + (test(cell) ? 1 : 0), 0) / filled.length
  // Kinds that tell people apart have nearly as many values as rows; a course or a rank has a handful.
  const variety = filled.length === 0 ? 0 : distinct / filled.length
  const isVaried = filled.length < 5 ? distinct === filled.length : variety > 0.5
  return {
    filled: filled.length,
    shares: {
      phone: share(isPhone),
      email: share((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell)),
      postal_code: share((cell) => postal.test(cell.normalize('NFKC'))) || share((cell) => barePostal.test(cell)) * 0.6,
      birth_date: share((cell) => readBirthDate(cell, today).ok),
      gender: distinct <= 4 ? share((cell) => genders.has(cell)) : 0,
      address: isVaried ? share((cell) => address.test(cell) && cell.length >= 5) : 0,
      kana: isVaried ? share((cell) => kana.test(cell)) : 0,
      name: isVaried ? share((cell) => name.test(cell) && hasHan.test(cell) && !address.test(cell)) : 0,
      amount: share((cell) => money.test(cell.normalize('NFKC'))),
      customer_number:
        distinct === filled.length && filled.length > 1 ? share((cell) => identifier.test(cell) && /\d/.test(cell)) : 0,
    },
  }
}
