import type { FieldCode } from '@sekisho/contract'
import type { ColumnMapping, FileFormat, InspectOptions, RowRules, Unpacking } from '@sekisho/intake'
import type {
  Differed,
  Differences,
  ImportProgress,
  Imported,
  InspectionResult,
  KnownContact,
  Matched,
  MatchKey,
  RefusedImportRow,
  RowKeys,
  RowsAsked,
  SessionProblem,
  VaultKey,
} from '@sekisho/vault'
import type { MessagePort } from 'node:worker_threads'
import type { ReadRefusedRow } from './refused-rows.ts'
import type { SealedRows, SealingConstants } from './row-sealer.ts'

// What the threads of one session say to each other. The reader opens chunks and judges rows, the sealer seals them;
// only sealed rows, codes and counts reach the main thread.

/** An upload, and the key its chunks are sealed under. */
export interface UploadSource {
  readonly key: VaultKey
  readonly tenantId: string
  readonly uploadId: string
  readonly digest: Uint8Array
}

export interface InspectTask {
  readonly kind: 'inspect'
  readonly source: UploadSource
  readonly options: InspectOptions
  readonly unpacking: Unpacking | undefined
}

export interface ReadTask {
  readonly kind: 'read'
  readonly source: UploadSource
  readonly format: FileFormat
  readonly unpacking: Unpacking | undefined
  readonly mapping: ColumnMapping
  readonly rules: RowRules
  readonly fields: readonly FieldCode[]
  /** As many as the entry declares; one more ends the session. */
  readonly maxRows: number
  /** 32 bytes: the client's index key. */
  readonly indexKey: Uint8Array
  readonly sealer: MessagePort
}

export interface SealTask {
  readonly kind: 'seal'
  readonly constants: SealingConstants
  readonly key: VaultKey
  readonly reader: MessagePort
}

export interface MatchTask {
  readonly kind: 'match'
  readonly source: UploadSource
  readonly by: MatchKey
  readonly format: FileFormat
  readonly unpacking: Unpacking | undefined
  readonly mapping: ColumnMapping
  readonly rules: RowRules
  /** As many as the entry declares; one more ends the session. */
  readonly maxRows: number
  /** 32 bytes: the client's index key. */
  readonly indexKey: Uint8Array
}

export interface DifferTask {
  readonly kind: 'differ'
  readonly source: UploadSource
  readonly format: FileFormat
  readonly unpacking: Unpacking | undefined
  readonly mapping: ColumnMapping
  readonly rules: RowRules
  readonly fields: readonly FieldCode[]
  /** As many as the entry declares; one more ends the session. */
  readonly maxRows: number
  /** 32 bytes: the client's index key. */
  readonly indexKey: Uint8Array
  /** The lists whose people the file is compared with, each with its own key. */
  readonly lists: readonly { readonly listId: string; readonly key: VaultKey }[]
  /** Where new people go. Null: nothing is sealed, only counted. */
  readonly into: { readonly constants: SealingConstants; readonly key: VaultKey } | null
}

export type Task = DifferTask | InspectTask | MatchTask | ReadTask | SealTask

/** Main thread to reader. */
export type ReaderInput =
  | { readonly kind: 'existing'; readonly indexes: Uint8Array }
  /** A batch of keys was taken: there is room for another. */
  | { readonly kind: 'room' }
  | { readonly kind: 'known'; readonly known: readonly KnownContact[]; readonly isLast: boolean }
  | { readonly kind: 'chunk'; readonly sealed: Uint8Array; readonly isTrailer: boolean }

/** Reader to main thread: it has taken a chunk, or all is said. */
export type ReaderOutput =
  | { readonly kind: 'took' }
  | InspectionResult
  | RowKeys
  | Matched
  | RowsAsked
  | Differences
  | Differed
  | SessionProblem

/** Reader to sealer. */
export type SealerInput =
  | {
      readonly kind: 'block'
      readonly rows: ArrayBuffer
      readonly accepted: number
      readonly refused: readonly ReadRefusedRow[]
      readonly progress: ImportProgress
    }
  | Imported

/** Sealer to main thread. */
export type SealerOutput =
  | (SealedRows & {
      readonly kind: 'rows'
      readonly accepted: number
      readonly refused: readonly RefusedImportRow[]
      readonly progress: ImportProgress
    })
  | Imported
