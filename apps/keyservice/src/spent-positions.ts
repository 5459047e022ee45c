import type { Storage } from '@sekisho/vault'
import { openAppendLog } from './append-log.ts'

const chunkBits = 65_536
/** So many positions behind the highest spent one are remembered; older receipts are refused for their age anyway. */
const rememberedPositions = 8 * 1024 * 1024
const compactAboveBytes = 4_000_000

/** Which entries have opened something. One entry opens once, over restarts and kills. */
export interface SpentPositions {
  /**
   * Marks a position as spent, on the disk, before anything is opened with it. False when it already was.
   *
   * @throws KeyServiceError `storage_full`: nothing may be opened; the position counts as spent until the next start
   */
  spend(log: string, position: number): Promise<boolean>
  /** Null when it is too long ago to be known. */
  isSpent(log: string, position: number): boolean | null
  readonly count: number
  readonly writable: boolean
  close(): void
}

type SpentRecord =
  | readonly [log: string, position: number]
  | { readonly log: string; readonly chunk: number; readonly bits: string }
  | { readonly log: string; readonly forgotten: number }

interface Spent {
  readonly chunks: Map<number, Buffer>
  /** Chunks below this number are no longer remembered. */
  forgotten: number
}

export function openSpentPositions(path: string, storage: Storage): SpentPositions {
  const { records, log: file } = openAppendLog(path, storage)
  const logs = new Map<string, Spent>()
  let count = 0
  let compactAbove = compactAboveBytes
  for (const record of records as SpentRecord[]) load(record)

  function load(record: SpentRecord): void {
    if ('length' in record) return mark(...record)
    const state = spentOf(record.log)
    if ('forgotten' in record) state.forgotten = record.forgotten
    else state.chunks.set(record.chunk, Buffer.from(record.bits, 'base64'))
  }

  function spentOf(log: string): Spent {
    const known = logs.get(log)
    if (known !== undefined) return known
    const made: Spent = { chunks: new Map(), forgotten: 0 }
    logs.set(log, made)
    return made
  }

  function mark(log: string, position: number): void {
    const state = spentOf(log)
    const chunk = Math.floor(position / chunkBits)
    let bits = state.chunks.get(chunk)
    if (bits === undefined) {
      bits = Buffer.alloc(chunkBits / 8)
      state.chunks.set(chunk, bits)
      forgetBelow(state, chunk - rememberedPositions / chunkBits)
    }
    const bit = position % chunkBits
    bits[bit >>> 3] = (bits[bit >>> 3] as number) | (1 << (bit & 7))
    count++
  }

  function forgetBelow(state: Spent, chunk: number): void {
    if (chunk <= state.forgotten) return
    state.forgotten = chunk
    for (const each of state.chunks.keys()) if (each < chunk) state.chunks.delete(each)
  }

  function isSpent(log: string, position: number): boolean | null {
    const state = logs.get(log)
    const chunk = Math.floor(position / chunkBits)
    if (state === undefined) return false
    if (chunk < state.forgotten) return null
    const bit = position % chunkBits
    return (((state.chunks.get(chunk)?.[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 1
  }

  function compact(): void {
    const records: SpentRecord[] = []
    for (const [log, state] of logs) {
      if (state.forgotten > 0) records.push({ log, forgotten: state.forgotten })
      for (const [chunk, bits] of state.chunks) records.push({ log, chunk, bits: bits.toString('base64') })
    }
    try {
      file.rewrite(records)
    } catch {
      // A full disk: the longer file stays valid, and is tried again when it has doubled.
    }
    compactAbove = Math.max(compactAboveBytes, 2 * file.bytes)
  }

  return {
    async spend(log, position) {
      if (isSpent(log, position) !== false) return false
      // In memory first: a second request that arrives before the disk has answered must already be refused.
      mark(log, position)
      await file.append([log, position] satisfies SpentRecord)
      if (file.bytes > compactAbove) compact()
      return true
    },
    isSpent,
    get count() {
      return count
    },
    get writable() {
      return file.writable
    },
    close: () => file.close(),
  }
}
