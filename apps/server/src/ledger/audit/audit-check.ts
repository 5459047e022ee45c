import type { KeyServiceCalls } from '@sekisho/vault'
import type { MonotonicClock } from '../../platform/clock.ts'
import type { AuditDatabase } from './audit-database.ts'
import type { Findings } from './findings.ts'
import type { HeldEntries } from './held-entries.ts'

/** What a check of another slice gets from the ledger's own process. */
export interface AuditCheckParts {
  readonly database: Pick<AuditDatabase, 'select'>
  readonly held: HeldEntries
  readonly findings: Pick<Findings, 'enter'>
  readonly keys: Pick<KeyServiceCalls, 'checkRight'>
  readonly clock: MonotonicClock
}

/**
 * A check that another slice lends to the audit, so that nobody who holds a server can silence it. It is asked several
 * times a second, and each step is small: receipts wait for this process while it is at one. A step says whether the
 * check goes on with its look; while none does, they are asked once a round.
 */
export type AuditCheck = (parts: AuditCheckParts) => { step(): Promise<boolean> }
