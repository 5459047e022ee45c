import { sleep } from '../platform/clock.ts'
import type { ListsDependencies } from './dependencies.ts'

type Watch = Pick<ListsDependencies, 'receipts' | 'clock'>

/** A receipt takes so long on an idle machine; above it, calls and lists compete. */
const easyReceiptMs = 20
/** How long work on a list rests beside calls, in times of what it worked: a quarter of one core, and less when calls wait. */
const restPerWork = { least: 2, most: 6 }
/** One piece of work is shorter: what the clock says beyond it, it jumped. */
const longestWorkMs = 2_000
/** What the key service works on one chunk of a file, about. */
const workOfChunkMs = 15

/** Whether entries are being made, and so, most likely, somebody is on the line. */
export function isSomebodyOnTheLine({ receipts }: Watch): boolean {
  return receipts.recentMs() > 0
}

/**
 * Calls first: rests after a piece of work on a list, the longer the slower the ledger answers those who wait for it. At
 * once over when nobody is on the line.
 */
export async function restBesideCalls({ receipts, clock }: Watch, workedMs: number): Promise<void> {
  const recentMs = receipts.recentMs()
  if (recentMs === 0) return
  const rest = Math.min(Math.max(recentMs / easyReceiptMs, restPerWork.least), restPerWork.most)
  await sleep(clock, Math.min(workedMs, longestWorkMs) * rest)
}

/** The chunks of a file, not faster than calls allow. */
export async function* besideCalls(watch: Watch, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk
    await restBesideCalls(watch, workOfChunkMs)
  }
}
