import type { RepairCode } from '@sekisho/contract'
import { isPhoneField } from './fields.ts'
import type { RowNoteCode } from './codes.ts'
import { maskAsWritten, maskCell } from './masking.ts'
import type { AcceptedRow } from './read-rows.ts'
import type { RowNote } from './row-judge.ts'

/** A kind of repair: in how many cells, and the first few of them, masked as any sample. */
export interface RepairSeen {
  readonly code: RepairCode
  readonly cells: number
  readonly samples: readonly { readonly row: number; readonly before: string; readonly after: string }[]
}

const samplesKept = 3

const repairOf: { readonly [code in RowNoteCode]?: RepairCode } = {
  phone_zero_restored: 'leading_zero',
  phone_country_code_restored: 'country_code',
  phone_extension_left_out: 'extension',
  phone_cell_split: 'several_numbers',
  phone_full_width: 'full_width',
  phone_hyphens: 'hyphens',
  birth_date_era: 'era_date',
  birth_date_serial: 'serial_date',
}

/** The repair that a note tells of; null for a note that tells of something else. */
export function repairOfNote(code: RowNoteCode): RepairCode | null {
  return repairOf[code] ?? null
}

/** Gathers what was read otherwise than it is written. */
export function createRepairReport() {
  const seen = new Map<RepairCode, { cells: number; samples: RepairSeen['samples'][number][] }>()

  function note(row: AcceptedRow, { code, field }: RowNote): void {
    const repair = repairOfNote(code)
    if (repair === null || field === undefined) return
    const known = seen.get(repair) ?? { cells: 0, samples: [] }
    seen.set(repair, known)
    known.cells += 1
    if (known.samples.length === samplesKept) return
    const before = maskAsWritten(field, row.values[field] ?? '')
    known.samples.push({ row: row.row, before, after: maskCell(field, readAs(row, field)) })
  }

  return {
    add(row: AcceptedRow): void {
      for (const each of row.notes) note(row, each)
    },
    /** The most frequent first. */
    seen: (): readonly RepairSeen[] =>
      [...seen].map(([code, { cells, samples }]) => ({ code, cells, samples })).sort((a, b) => b.cells - a.cells),
  }
}

/** What was understood of one cell. */
function readAs({ keys }: AcceptedRow, field: NonNullable<RowNote['field']>): string {
  if (!isPhoneField(field)) return keys.birthDate ?? ''
  const numbers = keys.phones.filter((phone) => phone.field === field)
  return numbers.map(({ e164 }) => `0${e164.slice(3)}`).join(' / ')
}
