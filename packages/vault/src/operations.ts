import { commitmentNames, fieldCodes } from '@sekisho/contract'
import { lookUpKinds } from './keyed-hashes.ts'
import { flag, bytes, integer, listOf, object, oneOf, optional, record, text } from './shapes.ts'
import type { Shaped } from './shapes.ts'
import {
  tenantId,
  clientId,
  listId,
  contactId,
  campaignId,
  uploadId,
  personId,
  entryId,
  attemptId,
  logId,
  position,
  hash,
  version,
  ordinal,
  sealed,
  value,
  fieldCode,
  receipt,
  refusedRow,
  head,
  knownContact,
  unpacking,
  encoding,
  delimiter,
  isoDate,
  session,
  mapping,
  rules,
} from './question-shapes.ts'

/** A chunk of an upload has at most this many clear bytes. */
export const maxChunkBytes = 256 * 1024

/** By what rows of a file are compared with people who are there: every row once, or one for each of its numbers. */
export const matchKeys = ['customer_number', 'phone', 'nothing'] as const
export type MatchKey = (typeof matchKeys)[number]

/** Lists of one campaign whose people a file is compared with. */
export const maxLists = 10_000

/** Contacts in one answer to a difference's question. */
export const maxKnown = 2_000

/** Contacts with the same first number that a corrected row is compared with, where people have no customer numbers. */
export const maxSameNumber = 20

/** More memos of one contact than this are not opened at once. */
export const maxMemos = 20

/**
 * What can be asked of the key service, and the exact shape of each question. Everything that gives clear data, or the
 * index of a guess, carries a receipt; nothing else does.
 */
export const operations = {
  ensureClient: object({ clientId }),
  ensureTenant: object({ tenantId, clientId }),
  ensureList: object({ tenantId, listId }),
  ensureLog: object({ logId, tenantId, origin: text(200, /^[^\s+\p{Cc}]+$/u) }),

  pseudonyms: object({
    tenantId,
    of: listOf(object({ kind: oneOf(['actor', 'device', 'system']), id: text(64, /^[\w-]+$/) }), 1_000),
  }),
  commit: object({
    tenantId,
    entryId,
    values: listOf(object({ name: oneOf(commitmentNames), value, listId: optional(listId) }), 16),
  }),
  checkSubject: object({ tenantId, entryId, listId, contactId, commitment: text(44) }),
  checkRight: object({ tenantId, entryId, right: text(1_000), commitment: text(44) }),

  heads: object({ logs: optional(listOf(logId, 10_000)) }),
  cosign: object({ heads: listOf(head, 10_000) }),
  checkpoint: object({ logId }),

  openContact: object({
    receipt,
    tenantId,
    listId,
    contactId,
    rowVersion: version,
    sealed,
    fields: listOf(fieldCode, fieldCodes.length),
  }),
  openMemos: object({
    receipt,
    tenantId,
    listId,
    contactId,
    memos: listOf(object({ attemptId, sealed }), maxMemos),
  }),
  openRefusedRow: object({ ...refusedRow, fields: listOf(fieldCode, fieldCodes.length) }),
  judgeRefusedRow: object({ ...refusedRow, changes: record(fieldCodes, value), mapping, rules }),
  compareCorrection: object({
    judgement: session,
    contacts: listOf(object({ contactId, rowVersion: version, sealed }), maxSameNumber),
  }),
  openNumber: object({ receipt, tenantId, listId, contactId, ordinal, rowVersion: version, sealed }),
  lookup: object({ receipt, tenantId, kind: oneOf(lookUpKinds), value: text(1_000) }),

  sealContact: object({ tenantId, listId, contactId, rowVersion: version, values: record(fieldCodes, value) }),
  sealNumber: object({
    tenantId,
    listId,
    contactId,
    ordinal,
    rowVersion: version,
    number: object({ e164: text(16, /^\+\d{4,15}$/), asReceived: text(1_000) }),
  }),
  sealMemo: object({ tenantId, listId, contactId, attemptId, text: text(65_535) }),
  newTotp: object({ personId }),
  checkTotp: object({
    personId,
    sealed,
    code: text(6, /^\d{6}$/),
  }),

  sealChunk: object({ tenantId, uploadId, index: integer(0, 0xfffffffe), bytes: bytes(1, maxChunkBytes) }),
  finishUpload: object({ tenantId, uploadId }),
  abandonUpload: object({ tenantId, uploadId }),

  beginInspection: object({
    receipt,
    tenantId,
    uploadId,
    digest: hash,
    options: object({
      today: isoDate,
      encoding: optional(encoding),
      delimiter: optional(delimiter),
      hasHeader: optional(flag),
    }),
    unpacking: optional(unpacking),
  }),
  beginImport: object({
    receipt,
    tenantId,
    uploadId,
    digest: hash,
    listId,
    campaignId,
    dueAtMs: integer(0, 253_402_300_799_999),
    format: object({ encoding, delimiter }),
    unpacking: optional(unpacking),
    mapping,
    rules,
  }),
  beginMatching: object({
    receipt,
    tenantId,
    uploadId,
    digest: hash,
    by: oneOf(matchKeys),
    format: object({ encoding, delimiter }),
    unpacking: optional(unpacking),
    mapping,
    rules,
  }),
  beginComparison: object({
    ...{ receipt, tenantId, uploadId, digest: hash, campaignId },
    lists: listOf(listId, maxLists),
    format: object({ encoding, delimiter }),
    unpacking: optional(unpacking),
    mapping,
    rules,
  }),
  beginDifference: object({
    ...{ receipt, tenantId, uploadId, digest: hash, listId, campaignId },
    lists: listOf(listId, maxLists),
    dueAtMs: integer(0, 253_402_300_799_999),
    format: object({ encoding, delimiter }),
    unpacking: optional(unpacking),
    mapping,
    rules,
  }),
  feedKnown: object({ session, known: listOf(knownContact, maxKnown), isLast: flag }),
  feedExisting: object({ session, indexes: bytes(0, 4 * 1024 * 1024) }),
  feedChunk: object({ session, sealed: bytes(1, maxChunkBytes + 64), isTrailer: flag }),
  nextResult: object({ session }),
  endSession: object({ session }),

  destroyList: object({ receipt, tenantId, listId }),

  refusals: object({ after: integer(0, Number.MAX_SAFE_INTEGER) }),
  spent: object({ log: logId, positions: listOf(position, 10_000) }),
  status: object({}),
} as const

export type OperationName = keyof typeof operations
export const operationNames = Object.keys(operations) as OperationName[]

/** What each operation is asked with. */
export type OperationParameters<Name extends OperationName> = Shaped<(typeof operations)[Name]>

/**
 * Who may ask what. Each caller has a socket of its own, which the other's uid cannot open: a server that could cosign
 * would go on with a log by itself, and open with entries that stand in no published log.
 */
export const callers = ['server', 'sequencer'] as const
export type Caller = (typeof callers)[number]

const ofSequencerAlone = ['cosign', 'checkpoint'] as const satisfies readonly OperationName[]
const ofBoth = [
  'heads',
  'pseudonyms',
  'spent',
  'checkSubject',
  'checkRight',
] as const satisfies readonly OperationName[]
export type SequencerOperation = (typeof ofSequencerAlone)[number] | (typeof ofBoth)[number]

export const operationsOf: Readonly<Record<Caller, ReadonlySet<OperationName>>> = {
  server: new Set(operationNames.filter((name) => !(ofSequencerAlone as readonly OperationName[]).includes(name))),
  sequencer: new Set([...ofSequencerAlone, ...ofBoth]),
}

/** Operations that need a receipt: a failure of one is kept and told as a refusal, whatever its reason. */
export const openingOperations = [
  'openContact',
  'openMemos',
  'openNumber',
  'openRefusedRow',
  'judgeRefusedRow',
  'lookup',
  'beginInspection',
  'beginImport',
  'beginMatching',
  'beginComparison',
  'beginDifference',
  'destroyList',
] as const satisfies readonly OperationName[]
export type OpeningOperation = (typeof openingOperations)[number]
