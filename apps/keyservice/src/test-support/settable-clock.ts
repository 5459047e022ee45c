import type { KeyServiceClock } from '../clock.ts'

/** Clocks that a test moves by hand. */
export interface SettableClock extends KeyServiceClock {
  /** Time passes: both clocks move. */
  pass(ms: number): void
  /** Somebody sets the wall clock; the monotonic one does not notice. */
  jump(ms: number): void
  /** The machine boots again: monotonic time starts anew under another name. */
  reboot(): void
}

export function settableClock(startMs = 1_790_000_000_000): SettableClock {
  let wallMs = startMs
  let monotonicMs = 1_000
  let boots = 1
  return {
    nowMs: () => wallMs,
    monotonicMs: () => monotonicMs,
    get bootId() {
      return `boot ${boots}`
    },
    pass(ms) {
      wallMs += ms
      monotonicMs += ms
    },
    jump(ms) {
      wallMs += ms
    },
    reboot() {
      boots++
      monotonicMs = 0
    },
  }
}
