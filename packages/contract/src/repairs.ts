/**
 * What is read otherwise than it is written, each of which can be switched off: then such a cell counts as unreadable.
 * The text itself is always stored as received.
 */
export const repairCodes = [
  /** `9000000001`: the zero that a spreadsheet dropped. */
  'leading_zero',
  /** `819000000001` */
  'country_code',
  /** `03-0000-0001 内線12`: dialled without it. */
  'extension',
  /** `03-0000-0001／090-0000-0001` in one cell. */
  'several_numbers',
  /** `０９０…` */
  'full_width',
  /** Dashes and long vowel marks in place of hyphens. */
  'hyphens',
  /** `S38.5.1` */
  'era_date',
  /** `23132`: the days since 1900 that a spreadsheet keeps in place of a date. */
  'serial_date',
] as const
export type RepairCode = (typeof repairCodes)[number]
