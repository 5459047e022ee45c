import { commitmentNames, fieldCodes, firstNumbers, numberPlaces, repairCodes } from '@sekisho/contract'
import type {
  AttemptId,
  CampaignId,
  CommitmentName,
  CompanyId,
  ContactId,
  EntryId,
  ListId,
  PersonId,
  Receipt,
  TenantId,
  UploadId,
} from '@sekisho/contract'
import type {
  ColumnMapping,
  FileErrorCode,
  FileErrorDetail,
  Inspection,
  ReadSummary,
  RepairSeen,
  RowRules,
} from '@sekisho/intake'
import type { ClearNumber, FieldValues } from './contact-record.ts'
import type { DestructionCertificate } from './keystore-file.ts'
import type { KeyServiceErrorCode } from './errors.ts'
import { indexKinds } from './keyed-hashes.ts'
import { branded, bytes, flag, integer, listOf, nullable, object, oneOf, optional, record, text } from './shapes.ts'
import type { Shaped } from './shapes.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const tenantId = branded<TenantId>(36, uuid)
const clientId = branded<CompanyId>(36, uuid)
const listId = branded<ListId>(36, uuid)
const contactId = branded<ContactId>(36, uuid)
const campaignId = branded<CampaignId>(36, uuid)
const uploadId = branded<UploadId>(36, uuid)
const personId = branded<PersonId>(36, uuid)
const entryId = branded<EntryId>(36, uuid)
const attemptId = branded<AttemptId>(36, uuid)
const logId = text(32, /^[0-9a-f]{32}$/)
const position = integer(0, Number.MAX_SAFE_INTEGER)
const hash = bytes(32, 32)
const version = integer(0, 0xffffffff)
const ordinal = integer(1, 99)
const sealed = bytes(1, 4 * 1024 * 1024)
const value = text(65_536)
const fieldCode = oneOf(fieldCodes)

/** A chunk of an upload has at most this many clear bytes. */
export const maxChunkBytes = 256 * 1024

const receipt = object({
  log: logId,
  position,
  leaf: bytes(1, 65_535),
  size: position,
  proof: listOf(hash, 64),
}) satisfies (value: unknown) => Receipt

const head = object({ log: logId, oldSize: position, size: position, root: hash, proof: listOf(hash, 64) })

const encoding = oneOf(['utf-8', 'shift_jis'])
const delimiter = oneOf([',', '\t', ';'])
const isoDate = text(10, /^\d{4}-\d{2}-\d{2}$/)
const session = text(32, /^[0-9a-f]{32}$/)
const mapping = object({
  hasHeader: flag,
  columns: listOf(
    object({ heading: nullable(text(65_536)), field: nullable(fieldCode), place: optional(oneOf(numberPlaces)) }),
    500,
  ),
}) satisfies (value: unknown) => ColumnMapping
const rules = object({
  required: listOf(fieldCode, fieldCodes.length),
  phoneRequired: flag,
  firstNumber: oneOf(firstNumbers),
  allowCardNumbers: flag,
  allowFictitious: flag,
  withoutRepairs: listOf(oneOf(repairCodes), repairCodes.length),
  allowTollFree: flag,
  today: isoDate,
}) satisfies (value: unknown) => RowRules

/** By what rows of a file are compared with people who are there: every row once, or one for each of its numbers. */
export const matchKeys = ['customer_number', 'phone', 'nothing'] as const
export type MatchKey = (typeof matchKeys)[number]

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
  openNumber: object({ receipt, tenantId, listId, contactId, ordinal, rowVersion: version, sealed }),
  lookup: object({ receipt, tenantId, kind: oneOf(indexKinds), value: text(1_000) }),

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
    mapping,
    rules,
  }),
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
  'lookup',
  'beginInspection',
  'beginImport',
  'beginMatching',
  'destroyList',
] as const satisfies readonly OperationName[]
export type OpeningOperation = (typeof openingOperations)[number]

/** A head as the witness remembers it. */
export interface CosignedHead {
  readonly log: string
  readonly size: number
  readonly root: Uint8Array
  /** When it was cosigned, by the key service's own clock. */
  readonly atMs: number
}

/** Something that was refused, kept on disk until the server has entered it in the head-office ledger. */
export interface Refusal {
  /** Rises by one; ask for those after the last one that was entered. */
  readonly number: number
  readonly atMs: number
  readonly code: KeyServiceErrorCode
  readonly op: OperationName
  readonly log?: string | undefined
  readonly position?: number | undefined
}

export interface Status {
  readonly clients: number
  readonly tenants: number
  readonly lists: number
  readonly logs: number
  readonly openUploads: number
  /** Inspections and imports under way. */
  readonly openSessions: number
  readonly opened: number
  readonly refused: number
  /** False while the disk refuses writes; nothing opens until it takes them again. */
  readonly storageWritable: boolean
  /** True while the root is a key file beside the data (said on every page). */
  readonly trialRoot: boolean
  readonly uptimeMs: number
}

/** What each operation answers. */
export interface Results {
  ensureClient: null
  ensureTenant: null
  ensureList: null
  ensureLog: { readonly verifierKey: string; readonly witnessKey: string }
  /** 32 hex digits each, in the order asked. */
  pseudonyms: readonly string[]
  /** Base64 of each commitment, ready for the entry. */
  commit: Partial<Record<CommitmentName, string>>
  checkSubject: boolean
  /** Whether a designation's entry commits to exactly this right. */
  checkRight: boolean
  heads: readonly CosignedHead[]
  cosign: { readonly heads: readonly CosignedHead[] }
  /** A signed note: the log's signature and the key service's cosignature/v1. Null before the first head. */
  checkpoint: string | null
  openContact: FieldValues
  /** Texts in the order asked. */
  openMemos: readonly string[]
  openNumber: ClearNumber
  /** The 16-byte blind index. */
  lookup: Uint8Array
  sealContact: Uint8Array
  sealNumber: Uint8Array
  sealMemo: Uint8Array
  newTotp: { readonly sealed: Uint8Array; readonly secret: string }
  /** By the key service's own clock; a code that was accepted is never accepted again. */
  checkTotp: { readonly ok: boolean }
  sealChunk: Uint8Array
  finishUpload: UploadFinished
  abandonUpload: null
  /** A session takes an upload's chunks and gives results, each at its own pace. It ends by itself when left alone. */
  beginInspection: { readonly session: string }
  beginImport: { readonly session: string }
  beginMatching: { readonly session: string }
  /** All of it stands in the set of known people before the first chunk is read. */
  feedExisting: null
  /** False when the session had no room in time: ask again with the same chunk. */
  feedChunk: boolean
  /** Null when there was nothing yet: ask again. */
  nextResult: SessionResult | null
  endSession: null
  /** The same answer however often it is asked. */
  destroyList: DestructionCertificate
  refusals: readonly Refusal[]
  /** One for each position asked: spent, not spent, or null when it is too long ago to be known. */
  spent: readonly (boolean | null)[]
  status: Status
}

export interface UploadFinished {
  /** Keyed digest of the content: 32 bytes, equal for equal files of one tenant. Its hex is what `file` commits to. */
  readonly digest: Uint8Array
  /** To be stored as the last chunk: without it the upload does not open, so a truncated one is noticed. */
  readonly trailer: Uint8Array
  readonly bytes: number
  /** Number of chunks including the trailer. */
  readonly chunks: number
}

/** What a session gives. After `inspection`, `imported`, `matched` or `problem` there is no more. */
export type SessionResult = InspectionResult | ImportRows | Imported | RowKeys | Matched | SessionProblem

export interface InspectionResult {
  readonly kind: 'inspection'
  /** Samples are masked; nothing in it is clear personal data. */
  readonly inspection: Inspection
}

/** One batch, in file order, ready for the database. */
export interface ImportRows {
  readonly kind: 'rows'
  /** Whole binary COPY streams for the tables and columns of `copyColumns`. Contacts come first: others refer to them. */
  readonly contacts: Uint8Array
  readonly numbers: Uint8Array
  readonly leads: Uint8Array
  readonly accepted: number
  readonly refused: readonly RefusedImportRow[]
  readonly progress: ImportProgress
}

/** One batch of a matching, in file order: blind indexes to compare with, and no value. */
export interface RowKeys {
  readonly kind: 'keys'
  /** The row of each index. A row of several numbers stands once for each. */
  readonly rowNumbers: readonly number[]
  /** 16 bytes each. */
  readonly indexes: Uint8Array
  readonly refused: readonly RefusedImportRow[]
  readonly progress: ImportProgress
}

export interface RefusedImportRow {
  /** As Excel shows it, from 1. */
  readonly rowNumber: number
  readonly outcome: 'refused' | 'duplicate'
  /** A reason's code, with `:` and the field where it has one. */
  readonly reasons: readonly string[]
  /** The first row with the same person, for duplicates inside the file. */
  readonly sameAsRow?: number
}

export interface ImportProgress {
  readonly rows: number
  /** Clear bytes of the file read so far. */
  readonly bytes: number
  readonly accepted: number
  readonly refused: number
  readonly duplicates: number
  readonly numbers: number
}

export interface Imported extends ImportProgress {
  readonly kind: 'imported'
  /** Of the whole file: by reason, by note, blank rows, gaiji. */
  readonly summary: Pick<ReadSummary, 'blankRows' | 'gaijiCharacters' | 'reasons' | 'notes'>
}

/** The end of a matching. */
export interface Matched extends ImportProgress {
  readonly kind: 'matched'
  readonly summary: Imported['summary']
  /** With masked samples. */
  readonly repairs: readonly RepairSeen[]
}

/** The file cannot be read to its end. Throw away every batch that came before. */
export interface SessionProblem {
  readonly kind: 'problem'
  readonly code: FileErrorCode | KeyServiceErrorCode
  readonly detail: FileErrorDetail
}

/** Tables and columns of the COPY streams of `ImportRows`: `copy <table> (<columns>) from stdin (format binary)`. */
export const copyColumns = {
  contacts: {
    table: 'tenant.contacts',
    columns: ['tenant_id', 'contact_id', 'list_id', 'row_number', 'sealed', 'customer_index', 'person_index'],
  },
  numbers: {
    table: 'tenant.contact_numbers',
    columns: ['tenant_id', 'contact_id', 'ordinal', 'kind', 'sealed', 'phone_index'],
  },
  leads: {
    table: 'tenant.leads',
    columns: ['tenant_id', 'lead_id', 'campaign_id', 'list_id', 'contact_id', 'due_at'],
  },
} as const
