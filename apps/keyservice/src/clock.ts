import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Time as the key service sees it: by its own clocks, never by what a request says. */
export interface KeyServiceClock {
  /** Milliseconds since 1970 UTC; may jump. */
  nowMs(): number
  /** Milliseconds that only ever rise, comparable between processes of one boot. */
  monotonicMs(): number
  /** Names the boot within which monotonic times can be compared. */
  readonly bootId: string
}

/** The machine's clocks. Where the system names no boot, each process counts as one: restarts then end all receipts. */
export function systemClock(): KeyServiceClock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
    bootId: readBootId(),
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    return randomUUID()
  }
}
