import { randomFillSync } from 'node:crypto'

const drawn = 512

/**
 * New row ids: UUIDs of version 7 (RFC 9562 section 5.7), random except for the millisecond, so that a million new rows
 * stand beside each other in their indexes and not all over them.
 *
 * @returns a function that gives 16 bytes, valid until the next call but `drawn`
 */
export function rowIds(nowMs: () => number): () => Buffer {
  const pool = Buffer.alloc(16 * drawn)
  let next = drawn
  return () => {
    if (next === drawn) {
      randomFillSync(pool)
      const ms = nowMs()
      for (let at = 0; at < pool.length; at += 16) {
        pool.writeUIntBE(ms, at, 6)
        pool[at + 6] = ((pool[at + 6] as number) & 0x0f) | 0x70
        pool[at + 8] = ((pool[at + 8] as number) & 0x3f) | 0x80
      }
      next = 0
    }
    const id = pool.subarray(16 * next, 16 * next + 16)
    next++
    return id
  }
}
