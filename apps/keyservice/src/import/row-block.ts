import { fieldCodes, numberKinds } from '@sekisho/contract'
import type { FieldCode } from '@sekisho/contract'
import { numberAndName } from '@sekisho/intake'
import type { AcceptedRow } from '@sekisho/intake'
import { fieldNumbers, indexLength } from '@sekisho/vault'

// Rows between the reading and the sealing worker: one transferred buffer for many rows, no objects to clone.

export type Indexer = (text: string, out: Uint8Array, at: number) => void

export interface Indexers {
  readonly phone: Indexer
  readonly customerNumber: Indexer
  readonly person: Indexer
  readonly numberAndName: Indexer
  readonly municipality: Indexer
}

export interface RowBlockWriter {
  /** Adds a row. False when the block is full: take it and add the row again. */
  add(row: AcceptedRow): boolean
  readonly rows: number
  readonly numbers: number
  /** The block so far; the writer begins a new one. */
  take(): ArrayBuffer
}

const hasCustomer = 1
const hasPerson = 2
const hasNumberAndName = 4
const hasMunicipality = 8
const fixedBytes = 4 + 1 + 1 + 1 + 4 * indexLength + 4
const customerFrom = 7
const personFrom = customerFrom + indexLength
const numberNameFrom = personFrom + indexLength
const municipalityFrom = numberNameFrom + indexLength
/** More numbers of one contact are left out; an ordinal has two digits. */
const maxNumbers = 99
const fixedNumberBytes = 1 + 2 + indexLength + 4

/**
 * Writes accepted rows: row number, flags, count of numbers, prefecture (0 where nothing is known), four indexes, the
 * contact's clear bytes, then for each number its kind, area (0 where it has none), index and clear bytes. Lengths are uint32.
 */
export function rowBlockWriter(
  indexers: Indexers,
  fields: readonly FieldCode[],
  maxBytes: number,
  maxRows: number,
): RowBlockWriter {
  const ordered = fieldCodes.filter((code) => fields.includes(code))
  let block = Buffer.from(new ArrayBuffer(maxBytes))
  let at = 0
  let rows = 0
  let numbers = 0

  function writeContact(values: AcceptedRow['values'], from: number): number {
    let text = ''
    let count = 0
    for (const code of ordered) {
      const value = values[code]
      if (value === undefined) continue
      block[from + 1 + count] = fieldNumbers.get(code) as number
      text = count === 0 ? value : `${text}\0${value}`
      count++
    }
    block[from] = count
    return from + 1 + count + block.write(text, from + 1 + count, 'utf8')
  }

  return {
    add({ row, values, keys }) {
      if (rows === maxRows || (rows > 0 && at + mostBytes(values) > block.length)) return false
      if (at + mostBytes(values) > block.length) block = Buffer.from(new ArrayBuffer(mostBytes(values)))
      block.writeUInt32BE(row, at)
      let flags = 0
      if (keys.customerNumber !== null) {
        flags |= hasCustomer
        indexers.customerNumber(keys.customerNumber, block, at + customerFrom)
      }
      if (keys.kana !== null && keys.birthDate !== null) {
        flags |= hasPerson
        indexers.person(`${keys.kana}\n${keys.birthDate}`, block, at + personFrom)
      }
      const known = numberAndName(keys)
      if (known !== null) {
        flags |= hasNumberAndName
        indexers.numberAndName(known, block, at + numberNameFrom)
      }
      if (keys.municipality !== null) {
        flags |= hasMunicipality
        indexers.municipality(keys.municipality, block, at + municipalityFrom)
      }
      block[at + 4] = flags
      const phones = keys.phones.length > maxNumbers ? keys.phones.slice(0, maxNumbers) : keys.phones
      block[at + 5] = phones.length
      block[at + 6] = keys.prefecture ?? 0
      let end = writeContact(values, at + fixedBytes)
      block.writeUInt32BE(end - at - fixedBytes, at + fixedBytes - 4)
      for (const { field, e164, kind, areaDigits } of phones) {
        // A cell with two numbers stays whole in the contact only: dialling one must not open the other.
        const isShared = phones.length > 1 && phones.some((other) => other.field === field && other.e164 !== e164)
        block[end] = numberKinds.indexOf(kind)
        block.writeUInt16BE(Number(areaDigits), end + 1)
        indexers.phone(e164, block, end + 3)
        const from = end + fixedNumberBytes
        const length = block.write(`${e164}\0${isShared ? '' : (values[field] ?? '')}`, from, 'utf8')
        block.writeUInt32BE(length, from - 4)
        end = from + length
      }
      numbers += phones.length
      rows++
      at = end
      return true
    },
    get rows() {
      return rows
    },
    get numbers() {
      return numbers
    },
    take() {
      const full = block.buffer.slice(0, at)
      at = 0
      rows = 0
      numbers = 0
      return full
    },
  }
}

/** The most bytes that a row can take: three for each UTF-16 unit, phone cells stand in the contact and as numbers. */
function mostBytes(values: AcceptedRow['values']): number {
  let units = 0
  for (const code in values) units += (values[code as FieldCode] as string).length
  return fixedBytes + 1 + 2 * fieldCodes.length + 6 * units + maxNumbers * (fixedNumberBytes + 20)
}

/** Where the parts of one row stand in a block. One object is used for all rows: nothing of it may be kept. */
export interface BlockRow {
  rowNumber: number
  /** Code of JIS X 0401; 0 where nothing is known. */
  prefecture: number
  /** -1 where the row holds no such field; else 16 bytes begin here. */
  customerIndexAt: number
  personIndexAt: number
  numberNameIndexAt: number
  municipalityIndexAt: number
  contactAt: number
  contactEnd: number
  readonly numbers: BlockNumber[]
  numberCount: number
}

export interface BlockNumber {
  kind: number
  /** Three digits; 0 where the number has no area. */
  area: number
  indexAt: number
  clearAt: number
  clearEnd: number
}

/** Walks through the rows of a block, in order. */
export function eachBlockRow(block: Buffer, visit: (row: BlockRow) => void): void {
  const numbers = Array.from({ length: maxNumbers }, () => ({ kind: 0, area: 0, indexAt: 0, clearAt: 0, clearEnd: 0 }))
  const row: BlockRow = {
    rowNumber: 0,
    prefecture: 0,
    customerIndexAt: 0,
    personIndexAt: 0,
    numberNameIndexAt: 0,
    municipalityIndexAt: 0,
    contactAt: 0,
    contactEnd: 0,
    numbers,
    numberCount: 0,
  }
  let at = 0
  while (at < block.length) {
    const flags = block[at + 4] as number
    row.rowNumber = block.readUInt32BE(at)
    row.numberCount = block[at + 5] as number
    row.prefecture = block[at + 6] as number
    row.customerIndexAt = (flags & hasCustomer) === 0 ? -1 : at + customerFrom
    row.personIndexAt = (flags & hasPerson) === 0 ? -1 : at + personFrom
    row.numberNameIndexAt = (flags & hasNumberAndName) === 0 ? -1 : at + numberNameFrom
    row.municipalityIndexAt = (flags & hasMunicipality) === 0 ? -1 : at + municipalityFrom
    row.contactAt = at + fixedBytes
    row.contactEnd = row.contactAt + block.readUInt32BE(row.contactAt - 4)
    at = row.contactEnd
    for (let i = 0; i < row.numberCount; i++) {
      const number = numbers[i] as BlockNumber
      number.kind = block[at] as number
      number.area = block.readUInt16BE(at + 1)
      number.indexAt = at + 3
      number.clearAt = at + fixedNumberBytes
      number.clearEnd = number.clearAt + block.readUInt32BE(number.clearAt - 4)
      at = number.clearEnd
    }
    visit(row)
  }
}
