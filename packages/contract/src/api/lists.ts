import { z } from 'zod'
import { fieldCodes } from '../fields.ts'
import { doNotCallScopes } from '../calling-laws.ts'
import { fileRefusalReasons, fileRefusalSources } from '../refusal-files.ts'
import { firstNumbers, numberPlaces } from '../numbers.ts'
import { repairCodes } from '../repairs.ts'
import { campaignId, listId, tenantId, uploadId } from '../ids.ts'
import { done, label, milliseconds, nothing, tenantParams } from './common.ts'
import { route } from './route.ts'

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

export const importRules = z.strictObject({
  /**
   * What makes two rows the same person: the customer number where the file has one, else number and name together. Of an
   * exclusion: by what the people of the campaign are found, the customer number or any of their numbers.
   */
  samePersonBy: z.enum(['customer_number', 'phone']),
  required: z.array(z.enum(fieldCodes)).max(20),
  /** Repairs that are switched off. */
  withoutRepairs: z.array(z.enum(repairCodes)).max(repairCodes.length),
  /** As in the file when left out. */
  firstNumber: z.enum(firstNumbers).optional(),
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

export const uploadView = z.strictObject({
  uploadId,
  state: z.enum(['receiving', 'received', 'imported', 'discarded', 'failed']),
  bytes: z.int(),
  createdAt: milliseconds,
  inspection: inspection.nullable(),
  /** A large file takes its time: `inspection` is that of before, or none, until it is done. */
  isInspecting: z.boolean(),
  /** The mapping last confirmed for a file of this client with the same columns. */
  keptMapping: columnMapping.nullable(),
})

const reasonCounts = z.array(z.strictObject({ code: z.string(), ja: z.string(), en: z.string(), rows: z.int() }))

/** What an import would do at this moment. Nothing was changed. */
export const importPreview = z.strictObject({
  rows: z.int(),
  /** Rows that would bring somebody who is not there yet. */
  toAdd: z.int(),
  /** Rows of somebody who is in the campaign already. */
  known: z.int(),
  /** Of an exclusion or refusals: leads of the campaign that would be stopped; of an exclusion rows that stand for nobody. */
  toStop: z.int(),
  unknown: z.int(),
  /** Of a difference: rows of known people by how they read, and people in calling whom the file does not name. */
  difference: z.strictObject({ changed: z.int(), same: z.int(), missing: z.int() }).nullable(),
  /** Rows of somebody who stands in the file above. */
  duplicate: z.int(),
  refused: z.int(),
  /** Counts by reason code, largest first. */
  reasons: reasonCounts,
  /** What else was noticed of rows that would be taken: gaiji, numbers that would be left out. Counts of cells. */
  notes: reasonCounts,
  /** What would be read otherwise than it is written. Samples are masked in the key service. */
  repairs: z.array(
    z.strictObject({
      code: z.enum(repairCodes),
      cells: z.int(),
      samples: z.array(z.strictObject({ row: z.int(), before: z.string(), after: z.string() })).max(3),
    }),
  ),
})
export type ImportPreview = z.infer<typeof importPreview>

/** An import under way. Imports of one server follow each other: one that waits says how many go before it. */
export const importProgress = z.strictObject({
  isWaiting: z.boolean(),
  importsAhead: z.int(),
  rowsDone: z.int(),
  rowsExpected: z.int(),
  rowsPerSecond: z.number(),
  /** Zero while nothing is known yet. */
  secondsLeft: z.number(),
})
export type ImportProgress = z.infer<typeof importProgress>

export const listView = z.strictObject({
  listId,
  campaignId,
  campaignName: z.string(),
  label: z.string(),
  mode: z.enum(importModes),
  state: z.enum(['importing', 'ready', 'undone', 'failed']),
  /** `doNotCall`: of those accepted, contacts on the client's do-not-call list, who are never called. */
  rows: z.strictObject({
    total: z.int(),
    accepted: z.int(),
    refused: z.int(),
    duplicate: z.int(),
    doNotCall: z.int(),
  }),
  /** Of a client's own do-not-call file: what it says, and rows that stood on the list already. */
  refusal: fileRefusal.extend({ known: z.int() }).nullable(),
  /** Of an exclusion: rows that stand for somebody of the campaign, rows that stand for nobody, leads it stopped. */
  exclusion: z.strictObject({ known: z.int(), unknown: z.int(), stopped: z.int() }).nullable(),
  /**
   * Of a difference: rows of known people that read otherwise or the same, people in calling whom the file did not name,
   * and the leads taken out of calling. `shown` is how many the preview showed, null when they were to stay; when more are
   * missing than that, nobody is taken out.
   */
  difference: z
    .strictObject({ changed: z.int(), same: z.int(), missing: z.int(), shown: z.int().nullable(), takenOut: z.int() })
    .nullable(),
  /** Counts by reason code, largest first. */
  reasons: reasonCounts,
  /** Null when no import is under way, or when nothing was heard of it yet. */
  progress: importProgress.nullable(),
  /** Whether it can be taken back: while it is imported, and afterwards until somebody was called. */
  mayUndo: z.boolean(),
  createdAt: milliseconds,
  finishedAt: milliseconds.nullable(),
  importedBy: z.string(),
  /** Its file, while that is still here and can be imported again. */
  uploadId: uploadId.nullable(),
})
export type ListView = z.infer<typeof listView>

/** What the lists socket says. It sends no lists: whoever hears of a change reads it by its route. */
export const listsToClient = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), listId, progress: importProgress }),
  z.strictObject({ type: z.literal('changed'), listId }),
  /** Changes may have been missed. */
  z.strictObject({ type: z.literal('missed') }),
  z.strictObject({ type: z.literal('session_over') }),
])
export type ListsToClient = z.infer<typeof listsToClient>

const uploadParams = z.strictObject({ tenantId, uploadId })
const listParams = z.strictObject({ tenantId, listId })

/** Opens a protected workbook or archive in the key service. It is kept nowhere, so each reading needs it again. */
const filePassword = z.string().min(1).max(255)

const importChoices = {
  campaignId,
  encoding: z.enum(encodings),
  mapping: columnMapping,
  rules: importRules,
  /** To add, when left out. */
  mode: z.enum(importModes).default('add'),
  /** Of a client's own do-not-call file, and of nothing else. */
  refusal: fileRefusal.optional(),
  password: filePassword.optional(),
} as const

export const listRoutes = {
  'uploads.create': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/uploads',
    permission: 'uploads.create',
    scope: 'tenant',
    params: tenantParams,
    /** The declared size tells a truncated upload from a whole one. */
    query: z.strictObject({ bytes: z.coerce.number().int().min(0) }),
    body: 'stream',
    output: z.strictObject({ uploadId }),
    problems: [
      'too_large',
      'upload_incomplete',
      'storage_full',
      'ledger_unavailable',
      'key_service_unavailable',
      'unreadable_file',
    ],
  }),
  'uploads.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/uploads/:uploadId',
    permission: 'uploads.read',
    scope: 'tenant',
    params: uploadParams,
    output: uploadView,
    problems: ['not_found'],
  }),
  'uploads.inspect': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/uploads/:uploadId/inspect',
    permission: 'uploads.create',
    scope: 'tenant',
    params: uploadParams,
    /** Without an encoding it is guessed, without a part the first that holds something is read. */
    body: z.strictObject({
      encoding: z.enum(encodings).optional(),
      part: z.int().min(0).max(1_999).optional(),
      password: filePassword.optional(),
    }),
    output: uploadView,
    problems: ['not_found', 'unreadable_file', 'ledger_unavailable', 'key_service_unavailable', 'key_service_refused'],
  }),
  'uploads.preview': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/uploads/:uploadId/preview',
    permission: 'lists.import',
    scope: 'tenant',
    params: uploadParams,
    body: z.strictObject(importChoices),
    /** Null while it is made, which a large file takes time for: ask again with the same body. */
    output: z.strictObject({ preview: importPreview.nullable() }),
    problems: [
      'not_found',
      'invalid_input',
      'already_imported',
      'conflict',
      'unreadable_file',
      'ledger_unavailable',
      'key_service_unavailable',
      'key_service_refused',
    ],
  }),
  'uploads.discard': route({
    method: 'DELETE',
    path: '/api/tenants/:tenantId/uploads/:uploadId',
    permission: 'uploads.create',
    scope: 'tenant',
    params: uploadParams,
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
  'lists.import': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists',
    permission: 'lists.import',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ uploadId, label, ...importChoices }),
    /** The import goes on by itself; read the list for its progress. */
    output: z.strictObject({ listId }),
    problems: [
      'not_found',
      'invalid_input',
      'already_imported',
      'conflict',
      'ledger_unavailable',
      'key_service_unavailable',
      'storage_full',
    ],
  }),
  'lists.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists',
    permission: 'lists.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ lists: z.array(listView) }),
    problems: [],
  }),
  'lists.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists/:listId',
    permission: 'lists.read',
    scope: 'tenant',
    params: listParams,
    output: listView,
    problems: ['not_found'],
  }),
  'lists.refusedRows': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists/:listId/refused-rows',
    permission: 'lists.read',
    scope: 'tenant',
    params: listParams,
    query: z.strictObject({
      afterRow: z.coerce.number().int().min(0).default(0),
      reason: z.string().max(60).optional(),
    }),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          rowNumber: z.int(),
          /** `unknown`: of an exclusion, a row that stands for nobody of the campaign. */
          outcome: z.enum(['refused', 'duplicate', 'unknown']),
          reasons: z.array(z.strictObject({ code: z.string(), ja: z.string(), en: z.string() })),
          sameAsRow: z.int().nullable(),
        }),
      ),
      nextAfterRow: z.int().nullable(),
    }),
    problems: ['not_found'],
  }),
  'lists.undo': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/undo',
    permission: 'lists.undo',
    scope: 'tenant',
    params: listParams,
    body: nothing,
    output: done,
    problems: ['not_found', 'already_called', 'conflict', 'ledger_unavailable'],
  }),
} as const
