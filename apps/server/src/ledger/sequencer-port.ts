import type { EntryId, Receipt, TenantId } from '@sekisho/contract'
import type { MonotonicClock } from '../platform/clock.ts'
import type { AuditedLedger } from './audit/ledger-audit.ts'
import type { JournalDisk } from './journal.ts'
import type { SequencerDatabase } from './sequencer-database.ts'
import type { StallCode } from './stall-code.ts'
import type { Witness } from './witness.ts'

export interface SequencerState {
  readonly stalled: StallCode | null
  /** Entries that were seen and are not through yet. */
  readonly unplaced: number
  /** How long the oldest of them has been waiting. */
  readonly oldestUnplacedMs: number
}

/** The points of the path at which the kill tests kill. */
export type SequencerStep = 'read' | 'journaled' | 'cosigned' | 'answered' | 'indexed' | 'published'

export interface SequencerDependencies {
  readonly database: SequencerDatabase
  readonly witness: Witness
  readonly clock: MonotonicClock
  /** Where the journal and the published logs live. */
  readonly folder: string
  /** Pseudonym of the sequencer in the head-office log, from the key service. */
  readonly pseudonym: string
  /** The sequencer has ended and cannot go on: the database is lost, or a person has to look. */
  readonly onFatal: (error: Error) => void
  readonly disk?: JournalDisk
  /** Default 16 MiB. */
  readonly rotateAtBytes?: number | undefined
  /** How long one turn may take before the ledger counts as held up. Default two seconds. */
  readonly turnLimitMs?: number | undefined
  readonly atStep?: (step: SequencerStep) => void
}

/** A log as the auditor's checks see it. */
export interface LogFacts {
  readonly size: number
  readonly cosigned: { readonly size: number; readonly root: Uint8Array }
  readonly publishedSize: number
  /** Milliseconds since 1970; null when nothing was published yet. */
  readonly publishedAt: number | null
  /** For how long it has held entries that no checkpoint covers, in milliseconds; 0 where there are none. */
  readonly unpublishedMs: number
  /** When the index was last compared with all of the log, milliseconds since 1970; null before the first time. */
  readonly checkedAt: number | null
  /** Inclusion proofs in the cosigned head, one for each position asked; null where there is no such entry. */
  readonly proofs: readonly (readonly Uint8Array[] | null)[]
}

export interface Sequencer {
  /** Entries were committed. Without it they are found within half a second. */
  wake(): void
  /** Tells the receipt of one entry as soon as it has its place; forgets the question after ten seconds. */
  receipt(tenantId: TenantId, entryId: EntryId, tell: (receipt: Receipt) => void): void
  /** Tells that an entry has its place. */
  placed(tenantId: TenantId, entryId: EntryId, tell: () => void): void
  facts(tenantId: TenantId, positions: readonly number[]): Promise<LogFacts | undefined>
  state(): SequencerState
  /** What the audit of the ledger works on. */
  readonly audited: AuditedLedger
  /** Finishes the batch in hand and publishes. */
  stop(): Promise<void>
}
