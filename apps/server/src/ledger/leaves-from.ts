import type { OpenLog } from './recovery.ts'

/** Most leaves that `leavesFrom` gives: one bundle (C2SP tlog-tiles). */
export const bundleWidth = 256

/**
 * Leaves of a log as the ledger itself holds them, from a position to the end of its bundle: from memory while they are
 * not published, from the published files afterwards. Empty at the end of the log.
 */
export function leavesFrom({ state, files }: Pick<OpenLog, 'state' | 'files'>, at: number): readonly Buffer[] {
  const { from, bytes } = state.leaves
  const offset = at % bundleWidth
  const first = at - offset
  if (at >= from) return bytes.slice(at - from, first + bundleWidth - from)
  return files.readBundle(first / bundleWidth, bundleWidth).slice(offset)
}
