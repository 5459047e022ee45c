import { z } from 'zod'
import { doNotCallScopes } from '../calling-laws.ts'
import { fieldCodes } from '../fields.ts'
import { firstNumbers, numberPlaces } from '../numbers.ts'
import { fileRefusalReasons, fileRefusalSources } from '../refusal-files.ts'
import { repairCodes } from '../repairs.ts'
import { samePersonKeys } from '../same-person.ts'

// A client's file: what it is for, how its columns and rows are read, and what was understood of it.

/** The largest file that is taken. */
export const maxUploadBytes = 2_000_000_000

/**
 * What a file is for: the first list of a campaign, people to add to those who are there, how people read now (差分更新),
 * people who are not to be called any more in it (消込・除外), or whom the client's own file says that nobody is to call
 * (架電拒否).
 */
export const importModes = ['new', 'add', 'difference', 'exclude', 'do_not_call'] as const
export type ImportMode = (typeof importModes)[number]

export const encodings = ['utf-8', 'shift_jis'] as const

/** Which column of the file is which field; a column that is not named here is not kept. */
export const columnMapping = z.strictObject({
  hasHeader: z.boolean(),
  columns: z
    .array(
      z.strictObject({
        column: z.int().min(0).max(499),
        field: z.enum(fieldCodes),
        /** Of a column of numbers, where it is known. */
        place: z.enum(numberPlaces).optional(),
      }),
    )
    .min(1)
    .max(60),
})
export type ColumnMapping = z.infer<typeof columnMapping>

/** How far a client's own do-not-call file reaches, why, whose word it is, and of which day. */
export const fileRefusal = z.strictObject({
  /** `job`: that of the campaign; `client`: every job of the client; `number`: the numbers alone, whoever has them. */
  scope: z.enum(doNotCallScopes),
  reason: z.enum(fileRefusalReasons),
  source: z.enum(fileRefusalSources),
  asOf: z.iso.date(),
})
export type FileRefusal = z.infer<typeof fileRefusal>

/** Kept in calling, or taken out of it as far as a preview of the very choices has shown how many they are. */
export const missingRules = ['keep', 'take_out'] as const

/** At most this share of a list, in per cent, is left out of calling to be compared with. */
export const mostHeldOutPercent = 50

/** Places of a list in the order of calling: 1 is called first; the last is that of every list without one. */
export const lastListPriority = 5

export const importRules = z.strictObject({
  /**
   * What makes two rows the same person; a difference takes the customer number alone. Of an exclusion and a do-not-call
   * file: by what the people of the campaign are found, the customer number or any of their numbers.
   */
  samePersonBy: z.enum(samePersonKeys),
  required: z.array(z.enum(fieldCodes)).max(20),
  /** Repairs that are switched off. */
  withoutRepairs: z.array(z.enum(repairCodes)).max(repairCodes.length),
  /** As in the file when left out. */
  firstNumber: z.enum(firstNumbers).optional(),
  /** In what place its people are called for the first time; the last when left out. */
  priority: z.int().min(1).max(lastListPriority).optional(),
  /** The first and the last day in Japan on which its people may be called; without an end when left out. */
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  /** The share of its people, in per cent, that is drawn to be left out of calling; nobody when left out. */
  heldOutPercent: z.int().min(0).max(mostHeldOutPercent).optional(),
  /** Of a difference: what becomes of people whom the file does not name. They stay when left out. */
  missing: z.enum(missingRules).optional(),
})
export type ImportRules = z.infer<typeof importRules>

/** What we understood of a file. Samples are masked in the key service; nothing here is clear personal data. */
export const inspection = z.strictObject({
  /** False when something stands in the way of any import; the first of `problems` says what. */
  isReadable: z.boolean(),
  encoding: z.enum(encodings),
  hasByteOrderMark: z.boolean(),
  delimiter: z.enum(['comma', 'tab', 'semicolon']),
  hasHeader: z.boolean(),
  records: z.int(),
  gaiji: z.int(),
  /** Of a workbook or an archive: what is in it, and which sheet or file of it was read. Null for text. */
  packed: z
    .strictObject({
      kind: z.enum(['workbook', 'archive']),
      isProtected: z.boolean(),
      parts: z.array(z.strictObject({ name: z.string(), isHidden: z.boolean() })).max(2_000),
      part: z.int().nullable(),
      /** Cells that were dates, numbers with zeros before them, and formulas, which are read by their last value. */
      cells: z.strictObject({ dates: z.int(), padded: z.int(), formulas: z.int() }),
    })
    .nullable(),
  columns: z.array(
    z.strictObject({
      column: z.int(),
      heading: z.string().nullable(),
      guess: z.enum(fieldCodes).nullable(),
      /** Of a column of numbers, from its heading. */
      place: z.enum(numberPlaces).nullable(),
      confidence: z.enum(['sure', 'likely', 'unsure']),
      because: z.enum(['heading', 'content', 'kept_mapping', 'none']),
      samples: z.array(z.string()).max(5),
    }),
  ),
  /** Closed codes of packages/intake, with row numbers. */
  problems: z
    .array(z.strictObject({ code: z.string(), row: z.int().nullable(), ja: z.string(), en: z.string() }))
    .max(100),
})
export type Inspection = z.infer<typeof inspection>
