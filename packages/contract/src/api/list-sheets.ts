import { z } from 'zod'
import { fieldCodes } from '../fields.ts'
import { campaignId, listId, tenantId } from '../ids.ts'
import { milliseconds, tenantParams } from './common.ts'
import { importModes } from './list-files.ts'
import { route } from './route.ts'

/** How much harm a leaked value does, from most to least; `open`: a column of the client's own, not judged by anybody. */
export const sensitivities = ['contact', 'identifying', 'profile', 'open'] as const

/** A field that a list holds. @property label  the campaign's own word for it, null where it shows it to nobody */
export const heldField = z.strictObject({
  field: z.enum(fieldCodes),
  ja: z.string(),
  en: z.string(),
  label: z.string().nullable(),
  sensitivity: z.enum(sensitivities),
})
export type HeldField = z.infer<typeof heldField>

const ofList = {
  listId,
  label: z.string(),
  campaignId,
  campaignName: z.string(),
  mode: z.enum(importModes),
  state: z.enum(['importing', 'ready', 'undone', 'failed']),
  /** Files of exclusions and refusals leave indexes only: nothing of their rows is kept. */
  fields: z.array(heldField),
  /** People whose data rests here now. */
  contacts: z.int(),
  /** Refused rows that are kept sealed until they are corrected or set aside. */
  keptRows: z.int(),
} as const

/** What one list holds. */
export const inventoryList = z.strictObject({ ...ofList, importedAt: milliseconds })
export type InventoryList = z.infer<typeof inventoryList>

/**
 * The sheet that both sides sign when a list was handed over (受渡書; D-01, D-03). Nothing of a row stands in it, and of the
 * file what outlives the import.
 */
export const listSheet = z.strictObject({
  ...ofList,
  clientName: z.string(),
  tenantName: z.string(),
  jobName: z.string(),
  campaignKind: z.enum(['production', 'test']),
  file: z.strictObject({
    bytes: z.int(),
    /** Hex; keyed by the tenant's key, so that it says nothing of the file to whoever has not both. */
    digest: z.string(),
    receivedAt: milliseconds,
    receivedBy: z.string(),
    /** Of the entry in the ledger; null until it is placed. */
    position: z.int().nullable(),
  }),
  import: z.strictObject({
    startedAt: milliseconds,
    finishedAt: milliseconds.nullable(),
    by: z.string(),
    position: z.int().nullable(),
  }),
  rows: z.strictObject({ total: z.int(), accepted: z.int(), refused: z.int(), duplicate: z.int() }),
  /** Whether its campaign may hold numbers of credit cards (E-11). */
  mayHoldCards: z.boolean(),
})
export type ListSheet = z.infer<typeof listSheet>

export const listSheetRoutes = {
  'listSheets.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists/:listId/sheet',
    permission: 'lists.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, listId }),
    output: listSheet,
    problems: ['not_found'],
  }),
  'listSheets.inventory': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/inventory',
    permission: 'lists.read',
    scope: 'tenant',
    params: tenantParams,
    /** Lists whose people are still here, newest first. */
    output: z.strictObject({ lists: z.array(inventoryList) }),
    problems: [],
  }),
} as const
