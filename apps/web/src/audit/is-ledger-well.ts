import type { CallOutput } from '../shared/api/call.ts'

export type LedgerHealth = CallOutput<'ledger.health'>

/** Checkpoints come once a second while entries come; unplaced rows older than two seconds stop the gate (architecture). */
export const unplacedLimitMs = 2_000

/** A quiet ledger makes no checkpoints: an old one is bad only when the ledger has grown past it. */
export function isBehind(health: LedgerHealth, at: number): boolean {
  return health.checkpointSize < health.size && (health.checkpointAt === null || at - health.checkpointAt > 30_000)
}

/** Whether nothing of the ledger needs a person now. */
export function isLedgerWell(health: LedgerHealth, at: number): boolean {
  return (
    health.isAvailable &&
    health.keyServiceAgrees &&
    health.oldestUnplacedMs <= unplacedLimitMs &&
    !isBehind(health, at) &&
    health.findings.length === 0
  )
}
