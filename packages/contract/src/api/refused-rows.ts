import { z } from 'zod'
import { fieldCodes } from '../fields.ts'
import { listId, tenantId } from '../ids.ts'
import { mostRowChars, setAsideGrounds } from '../refused-rows.ts'
import { milliseconds, nothing } from './common.ts'
import { route } from './route.ts'

/** `open`: kept, and can be corrected. */
export const refusedRowStates = ['open', 'corrected', 'set_aside'] as const
export type RefusedRowState = (typeof refusedRowStates)[number]

/** Who was first, and when. */
const settledRow = z.strictObject({
  outcome: z.literal('settled'),
  state: z.enum(['corrected', 'set_aside']),
  by: z.string(),
  at: milliseconds,
})

const rowReason = z.strictObject({
  code: z.string(),
  /** Null: it is about the whole row. */
  field: z.enum(fieldCodes).nullable(),
  ja: z.string(),
  en: z.string(),
})
export type RowReason = z.infer<typeof rowReason>

/** What is sealed holds no NUL between two values, so no value may. */
const cell = z
  .string()
  .max(mostRowChars)
  .refine((text) => !text.includes('\0'))
const cells = z.partialRecord(z.enum(fieldCodes), cell)

const params = z.strictObject({ tenantId, listId, rowNumber: z.coerce.number().int().min(1).max(2_000_000_000) })

export const refusedRowRoutes = {
  /** Opens one refused row. A POST, because it is entered each time and its answer is kept nowhere. */
  'refusedRows.open': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/refused-rows/:rowNumber/open',
    permission: 'refused_rows.correct',
    scope: 'tenant',
    params,
    body: nothing,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('opened'),
        /** The fields of its file, in the order of the columns. */
        fields: z.array(z.enum(fieldCodes)),
        values: z.partialRecord(z.enum(fieldCodes), z.string()),
        reasons: z.array(rowReason),
        entryPosition: z.int(),
      }),
      settledRow,
    ]),
    problems: ['not_found', 'ledger_unavailable', 'key_service_refused', 'key_service_unavailable', 'storage_full'],
  }),
  /** Judges a row with some fields typed anew, as an import would, and takes it in when the rules accept it. */
  'refusedRows.correct': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/refused-rows/:rowNumber/correction',
    permission: 'refused_rows.correct',
    scope: 'tenant',
    params,
    /** Only what was changed; an empty text empties the field. */
    body: z.strictObject({ changes: cells }),
    output: z.discriminatedUnion('outcome', [
      /** `isOnDoNotCall`: in the list, and never called. */
      z.strictObject({ outcome: z.literal('accepted'), isOnDoNotCall: z.boolean() }),
      /** Nothing was changed and nothing of what was typed is kept. */
      z.strictObject({ outcome: z.literal('refused'), reasons: z.array(rowReason) }),
      settledRow,
    ]),
    problems: [
      'not_found',
      'conflict',
      'import_under_way',
      'invalid_input',
      'ledger_unavailable',
      'key_service_refused',
      'key_service_unavailable',
      'storage_full',
    ],
  }),
  /** Says that a row is not corrected, and why; what it reads is deleted. */
  'refusedRows.setAside': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/refused-rows/:rowNumber/set-aside',
    permission: 'refused_rows.correct',
    scope: 'tenant',
    params,
    body: z.strictObject({ ground: z.enum(setAsideGrounds) }),
    output: z.discriminatedUnion('outcome', [z.strictObject({ outcome: z.literal('set_aside') }), settledRow]),
    problems: ['not_found', 'ledger_unavailable', 'key_service_unavailable'],
  }),
} as const
