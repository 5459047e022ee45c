import { fieldCodes, firstNumbers, numberPlaces, repairCodes, samePersonKeys } from '@sekisho/contract'
import type {
  AttemptId,
  CampaignId,
  CompanyId,
  ContactId,
  EntryId,
  ListId,
  PersonId,
  Receipt,
  TenantId,
  UploadId,
} from '@sekisho/contract'
import type { ColumnMapping, RowRules, Unpacking } from '@sekisho/intake'
import { branded, flag, bytes, integer, listOf, nullable, object, oneOf, optional, text } from './shapes.ts'

// The parts of which the questions in operations.ts are made.

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const tenantId = branded<TenantId>(36, uuid)
export const clientId = branded<CompanyId>(36, uuid)
export const listId = branded<ListId>(36, uuid)
export const contactId = branded<ContactId>(36, uuid)
export const campaignId = branded<CampaignId>(36, uuid)
export const uploadId = branded<UploadId>(36, uuid)
export const personId = branded<PersonId>(36, uuid)
export const entryId = branded<EntryId>(36, uuid)
export const attemptId = branded<AttemptId>(36, uuid)
export const logId = text(32, /^[0-9a-f]{32}$/)
export const position = integer(0, Number.MAX_SAFE_INTEGER)
export const hash = bytes(32, 32)
export const version = integer(0, 0xffffffff)
export const ordinal = integer(1, 99)
export const sealed = bytes(1, 4 * 1024 * 1024)
export const value = text(65_536)
export const fieldCode = oneOf(fieldCodes)

export const receipt = object({
  log: logId,
  position,
  leaf: bytes(1, 65_535),
  size: position,
  proof: listOf(hash, 64),
}) satisfies (value: unknown) => Receipt

/** One refused row of a list, as the database holds it. */
export const refusedRow = { receipt, tenantId, listId, rowNumber: integer(1, 0xffffffff), version, sealed } as const

/** How a workbook or an archive is opened. The password is used by the session's thread and kept nowhere. */
export const unpacking = object({
  password: optional(text(255)),
  part: optional(integer(0, 10_000)),
}) satisfies (value: unknown) => Unpacking

/** A contact that a row of a file may stand for, as the database holds it. */
export const knownContact = object({
  row: integer(1, 0xffffffff),
  contactId,
  listId,
  rowVersion: version,
  sealed,
  /** All its numbers, those that are not called any more included. */
  numbers: listOf(object({ ordinal, index: bytes(16, 16) }), 99),
})

export const head = object({ log: logId, oldSize: position, size: position, root: hash, proof: listOf(hash, 64) })

export const encoding = oneOf(['utf-8', 'shift_jis'])
export const delimiter = oneOf([',', '\t', ';'])
export const isoDate = text(10, /^\d{4}-\d{2}-\d{2}$/)
export const session = text(32, /^[0-9a-f]{32}$/)
export const mapping = object({
  hasHeader: flag,
  columns: listOf(
    object({ heading: nullable(text(65_536)), field: nullable(fieldCode), place: optional(oneOf(numberPlaces)) }),
    500,
  ),
}) satisfies (value: unknown) => ColumnMapping
export const rules = object({
  required: listOf(fieldCode, fieldCodes.length),
  phoneRequired: flag,
  firstNumber: oneOf(firstNumbers),
  allowCardNumbers: flag,
  allowFictitious: flag,
  withoutRepairs: listOf(oneOf(repairCodes), repairCodes.length),
  allowTollFree: flag,
  today: isoDate,
  samePersonBy: oneOf(samePersonKeys),
}) satisfies (value: unknown) => RowRules
