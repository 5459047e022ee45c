import { z } from 'zod'
import { campaignId, listId, tenantId, uploadId } from '../ids.ts'
import { setAsideGrounds } from '../refused-rows.ts'
import { repairCodes } from '../repairs.ts'
import { samePersonKeys } from '../same-person.ts'
import { done, label, milliseconds, nothing, tenantParams } from './common.ts'
import { columnMapping, encodings, fileRefusal, importModes, importRules, inspection } from './list-files.ts'
import { listTermsRoutes, listTermsView } from './list-terms.ts'
import { refusedRowStates } from './refused-rows.ts'
import { route } from './route.ts'

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
  /** In what place its people are called for the first time: 1 to `lastListPriority`. */
  priority: z.int(),
  /** On which days its people may be called, and whom a draw left out; null for files that bring nobody by themselves. */
  terms: listTermsView.nullable(),
  /** What made two rows the same person; null for files that bring nobody by themselves. */
  samePersonBy: z.enum(samePersonKeys).nullable(),
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
  ...listTermsRoutes,
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
      state: z.enum(refusedRowStates).optional(),
    }),
    output: z.strictObject({
      /** Of the whole list: refused rows by what became of them, and those of which only the reasons are kept. */
      states: z.strictObject({ open: z.int(), corrected: z.int(), setAside: z.int(), notKept: z.int() }),
      rows: z.array(
        z.strictObject({
          rowNumber: z.int(),
          /** `unknown`: of an exclusion, a row that stands for nobody of the campaign. */
          outcome: z.enum(['refused', 'duplicate', 'unknown']),
          reasons: z.array(z.strictObject({ code: z.string(), ja: z.string(), en: z.string() })),
          sameAsRow: z.int().nullable(),
          /** Null where it is not kept, and so cannot be corrected here. */
          state: z.enum(refusedRowStates).nullable(),
          setAside: z.enum(setAsideGrounds).nullable(),
          settledBy: z.string().nullable(),
          settledAt: milliseconds.nullable(),
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
