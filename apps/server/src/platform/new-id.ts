import { randomBytes } from 'node:crypto'

let lastMs = 0
let sequence = 0

/**
 * A new UUID, version 7 (RFC 9562, 5.7): ids made one after another lie beside each other in an index. The 12 bits after
 * the time count within a millisecond, so that ids of one process are in order.
 */
export function newId<Id extends string>(): Id {
  const now = Math.max(Date.now(), lastMs)
  sequence = now === lastMs ? (sequence + 1) & 0xfff : 0
  // 4,096 ids in one millisecond: borrow the next one rather than repeat
  lastMs = now === lastMs && sequence === 0 ? now + 1 : now
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
