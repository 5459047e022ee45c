import type { CallOutput } from '../shared/api/call.ts'

export type LedgerHealth = CallOutput<'ledger.health'>

/** Checkpoints come once a second while entries come; unplaced rows older than two seconds stop the gate (architecture). */
export const unplacedLimitMs = 2_000

/** A quiet ledger makes no checkpoints: what counts is for how long it has been ahead of its last one. */
export const isBehind = ({ unpublishedMs }: LedgerHealth): boolean => unpublishedMs > 30_000

/** Whether nothing of the ledger needs a person now. */
export function isLedgerWell(health: LedgerHealth): boolean {
  return (
    health.isAvailable &&
    health.keyServiceAgrees &&
    health.oldestUnplacedMs <= unplacedLimitMs &&
    !isBehind(health) &&
    health.findings.length === 0
  )
}
