import { IntakeError } from './codes.ts'
import { describeField, isFieldCode } from './fields.ts'
import type { FieldCode, NumberPlace } from '@sekisho/contract'

/**
 * What the supervisor confirmed: which column holds which field. Kept per client, so that the next file of the same
 * shape needs no question. `heading` is the confirmed heading; null in a file without a heading row.
 */
export interface ColumnMapping {
  readonly hasHeader: boolean
  /** One per column of the file, in order; `field` null: the column is not imported. */
  readonly columns: readonly {
    readonly heading: string | null
    readonly field: FieldCode | null
    /** Of a column of numbers, where it is known. */
    readonly place?: NumberPlace
  }[]
}

const plain = (heading: string): string => heading.normalize('NFKC').replace(/\s+/g, '')

/** Checks a mapping that came from outside. A field stands once, except name, kana and address, which are joined. */
export function checkMapping(mapping: ColumnMapping): void {
  const taken = new Set<FieldCode>()
  mapping.columns.forEach(({ field }, index) => {
    if (field === null) return
    const isRepeated = taken.has(field) && describeField(field).joinedBy === null
    if (!isFieldCode(field) || isRepeated) throw new IntakeError('mapping_invalid', { column: index + 1 })
    taken.add(field)
  })
  if (taken.size === 0) throw new IntakeError('mapping_invalid', { column: 1 })
}

/** Checks that the headings of a file are those that were confirmed; the order counts, width and spaces do not. */
export function checkHeader(mapping: ColumnMapping, header: readonly string[]): void {
  const count = Math.max(header.length, mapping.columns.length)
  for (let index = 0; index < count; index++) {
    const [seen, confirmed] = [header[index], mapping.columns[index]]
    const isSame =
      seen === undefined || confirmed === undefined
        ? (seen ?? '') === '' && confirmed?.field == null
        : confirmed.heading === null || plain(seen) === plain(confirmed.heading)
    if (!isSame) throw new IntakeError('mapping_mismatch', { row: 1, column: index + 1 })
  }
}

/**
 * Whether a mapping that was kept for a client belongs to a file with these headings, all of them. A mapping that
 * knows no headings belongs to no file for certain, and a person has to look.
 */
export function fitsHeader(mapping: ColumnMapping, header: readonly string[]): boolean {
  if (mapping.columns.length !== header.length || mapping.columns.some(({ heading }) => heading === null)) return false
  try {
    checkHeader(mapping, header)
    return true
  } catch (error) {
    if (error instanceof IntakeError) return false
    throw error
  }
}

/** The column whose heading stands twice (1-based), or null. Empty headings may repeat. */
export function repeatedHeading(header: readonly string[]): number | null {
  const seen = new Set<string>()
  for (const [index, heading] of header.entries()) {
    const key = plain(heading)
    if (key === '') continue
    if (seen.has(key)) return index + 1
    seen.add(key)
  }
  return null
}
