import type { AttemptId, DeskFromClient, DeskToClient } from '@sekisho/contract'
import type { CallEvent } from '../dialling/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'

/** One tab at a desk. */
export interface DeskSession {
  readonly sitter: Sitter
  /** One message of the page, checked for its shape; the answer goes out by `send`. */
  take(message: DeskFromClient): Promise<void>
  /** An event about this operator. */
  hear(event: CallEvent): void
  ledgerChanged(isAvailable: boolean): void
  /** Whether this tab holds the seat. */
  holdsSeat(): boolean
  /** The tab is gone. */
  end(): void
}

export interface SessionDependencies extends DeskDependencies {
  readonly send: (message: DeskToClient) => void
  /** Somebody reached for a call that is not his; entered, counted. */
  readonly denied: (sitter: Sitter, attemptId: AttemptId | null) => void
  /** Talking needs no keys: the session stays alive during a call. */
  readonly noteActivity: () => void
}
