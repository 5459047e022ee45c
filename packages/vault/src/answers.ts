import type { CommitmentName, NumberKind } from '@sekisho/contract'
import type { FileErrorCode, FileErrorDetail, Inspection, PackedFile, ReadSummary, RepairSeen } from '@sekisho/intake'
import type { ClearNumber, FieldValues } from './contact-record.ts'
import type { DestructionCertificate } from './keystore-file.ts'
import type { KeyServiceErrorCode } from './errors.ts'
import type { OperationName } from './operations.ts'

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
  openRefusedRow: FieldValues
  judgeRefusedRow: JudgedRow
  /** Whether one of them is the person of the row that was judged. A judgement is asked once. */
  compareCorrection: boolean
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
  beginComparison: { readonly session: string }
  beginDifference: { readonly session: string }
  /** In answer to `asked`, in one part or several. */
  feedKnown: null
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
export type SessionResult =
  | InspectionResult
  | ImportRows
  | Imported
  | RowKeys
  | Matched
  | RowsAsked
  | Differences
  | Differed
  | SessionProblem

const steps: ReadonlySet<SessionResult['kind']> = new Set(['rows', 'keys', 'asked', 'differences'])

/** Whether more comes after a result. */
export function goesOn({ kind }: SessionResult): boolean {
  return steps.has(kind)
}

export interface InspectionResult {
  readonly kind: 'inspection'
  /** Samples are masked; nothing in it is clear personal data. */
  readonly inspection: Inspection
  /** Null for a file that is text as it is. */
  readonly packed: PackedFile | null
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
  /** What it reads, by field, sealed under the list's key: of an import, and only where it may be corrected on a screen. */
  readonly sealed?: Uint8Array
}

/** A refused row with some fields typed anew, by the rules of an import. */
export type JudgedRow =
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | {
      readonly kind: 'accepted'
      /** For `compareCorrection`, soon. */
      readonly judgement: string
      /**
       * What makes two rows the same person here, each by its index. Number and name of contacts without that index can
       * be compared by the key service alone.
       */
      readonly comparedBy: 'customer_number' | 'name_and_birth' | 'number_and_name' | 'nothing'
      readonly contactId: string
      readonly sealed: Uint8Array
      readonly customerIndex: Uint8Array | null
      readonly personIndex: Uint8Array | null
      readonly numberNameIndex: Uint8Array | null
      readonly prefecture: number | null
      readonly municipalityIndex: Uint8Array | null
      readonly areas: string
      readonly numbers: ChangedContact['newNumbers']
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

/** Whom these rows stand for: answered with `feedKnown` before anything else comes. */
export interface RowsAsked {
  readonly kind: 'asked'
  readonly rowNumbers: readonly number[]
  /** 16 bytes each: blind indexes of customer numbers, also of rows that are refused. */
  readonly indexes: Uint8Array
}

/** One batch of a difference, in file order. Of a comparison it holds counts, and nothing that is sealed. */
export interface Differences {
  readonly kind: 'differences'
  /** Whole binary COPY streams, as of `ImportRows`: people whom nobody knew. */
  readonly contacts: Uint8Array
  readonly numbers: Uint8Array
  readonly leads: Uint8Array
  readonly added: number
  /** Rows by what they are to people who are there. */
  readonly changedRows: number
  readonly sameRows: number
  readonly changed: readonly ChangedContact[]
  readonly refused: readonly RefusedImportRow[]
  readonly progress: ImportProgress
}

/** A contact as it reads now, sealed under the key of its own list. */
export interface ChangedContact {
  readonly contactId: string
  /** One more than the version it takes the place of. */
  readonly rowVersion: number
  readonly sealed: Uint8Array
  readonly personIndex: Uint8Array | null
  readonly numberNameIndex: Uint8Array | null
  /** That its address begins with, by JIS X 0401; null where it does not say. */
  readonly prefecture: number | null
  /** Blind index of the municipality that its address begins with; null where it does not say. */
  readonly municipalityIndex: Uint8Array | null
  /** Three digits of each landline's area, with spaces between them; '' without one. */
  readonly areas: string
  /** Of the numbers it has, those that are in the file. */
  readonly keptOrdinals: readonly number[]
  readonly newNumbers: readonly {
    readonly ordinal: number
    readonly kind: NumberKind
    readonly sealed: Uint8Array
    readonly index: Uint8Array
  }[]
}

/** The end of a difference or a comparison. */
export interface Differed extends ImportProgress {
  readonly kind: 'differed'
  readonly added: number
  readonly changedRows: number
  readonly sameRows: number
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
    columns: [
      'tenant_id',
      'contact_id',
      'list_id',
      'row_number',
      'sealed',
      'customer_index',
      'person_index',
      'number_name_index',
    ],
  },
  numbers: {
    table: 'tenant.contact_numbers',
    columns: ['tenant_id', 'contact_id', 'ordinal', 'kind', 'sealed', 'phone_index'],
  },
  leads: {
    table: 'tenant.leads',
    columns: [
      'tenant_id',
      'lead_id',
      'campaign_id',
      'list_id',
      'contact_id',
      'due_at',
      'prefecture',
      'municipality_index',
      'areas',
    ],
  },
} as const
