import type { LineLimit } from '@sekisho/dialer'
import type { Clock } from '../platform/clock.ts'
import type { LiveCalls } from './live-calls.ts'

/** How many calls may be begun at this moment, and by what there are not more. */
export interface FreeLines {
  readonly count: number
  readonly limit: LineLimit
}

/** What bounds the calls of one process: its line contract, and how many numbers are being opened. */
export interface LineBounds {
  free(): FreeLines
  /** A call is begun: its number is being opened. */
  began(): void
  /** Its number was opened, or will not be. @returns  whether another may be opened only now */
  placed(): boolean
}

/**
 * So many numbers are being opened at once. When ledger or key service are slow, fewer calls begin, instead of more of
 * them running into the two seconds after which a receipt counts as not to come.
 */
const mostPlacing = 100

export function createLineBounds(
  lines: { readonly atOnce: number; readonly perSecond: number },
  live: Pick<LiveCalls, 'size'>,
  clock: Pick<Clock, 'now'>,
): LineBounds {
  let begunAtMs: number[] = []
  let placing = 0
  return {
    free() {
      const nowMs = clock.now()
      begunAtMs = begunAtMs.filter((atMs) => atMs > nowMs - 1_000 && atMs <= nowMs)
      return fewestOf({
        lines: lines.atOnce - live.size(),
        calls_a_second: lines.perSecond - begunAtMs.length,
        opening: mostPlacing - placing,
      })
    },
    began() {
      begunAtMs.push(clock.now())
      placing += 1
    },
    placed() {
      placing -= 1
      return placing === mostPlacing - 1
    },
  }
}

/** The least of several bounds; none is below nothing. */
function fewestOf(bounds: Readonly<Record<LineLimit, number>>): FreeLines {
  const [limit, count] = (Object.entries(bounds) as [LineLimit, number][]).reduce((least, bound) =>
    bound[1] < least[1] ? bound : least,
  )
  return { count: Math.max(0, count), limit }
}
