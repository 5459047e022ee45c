/** Bytes of a key: an HMAC cut to 128 bits keeps 10^7 contacts apart with a chance of error below 10^-24. */
export const keyBytes = 16

/** Row value of keys that were there before the file; no file has that many rows. */
const existingRow = 0xffff_ffff

/**
 * Set of 16-byte keys with the row each was first seen in: open addressing over two flat arrays.
 * 20 bytes a slot, at most two thirds full: 30 MB for 1,000,000 keys when told the number before.
 */
export interface KeySet {
  readonly size: number
  /** Bytes of the two arrays. */
  readonly bytes: number
  /** Adds a key of the data that is already there. */
  preload(key: Uint8Array): void
  has(key: Uint8Array): boolean
  /** Adds the key of `row`. Null when it is new, else where it was seen first. */
  add(key: Uint8Array, row: number): { readonly firstRow: number } | 'existing' | null
}

/** @param expectedKeys keys to make room for; the set grows when more come, at the price of one rehash */
export function createKeySet(expectedKeys = 1_000): KeySet {
  let slots = Math.max(16, Math.ceil(expectedKeys * 1.5))
  let words = new Uint32Array(slots * 4)
  let rows = new Uint32Array(slots)
  let size = 0

  // The first word of an HMAC is uniform, so it is its own hash; multiply-and-shift spreads it over any slot count.
  const firstSlot = (word: number): number => Math.floor((word * slots) / 0x1_0000_0000)

  const find = (a: number, b: number, c: number, d: number): number => {
    let slot = firstSlot(a)
    while (rows[slot] !== 0) {
      const at = slot * 4
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot
      slot = slot + 1 === slots ? 0 : slot + 1
    }
    return slot
  }

  const put = (slot: number, a: number, b: number, c: number, d: number, row: number): void => {
    words.set([a, b, c, d], slot * 4)
    rows[slot] = row
  }

  const grow = (): void => {
    const [oldWords, oldRows, oldSlots] = [words, rows, slots]
    slots = oldSlots * 2
    words = new Uint32Array(slots * 4)
    rows = new Uint32Array(slots)
    for (let slot = 0; slot < oldSlots; slot++) {
      const row = oldRows[slot] as number
      if (row === 0) continue
      const at = slot * 4
      const [a, b] = [oldWords[at] as number, oldWords[at + 1] as number]
      const [c, d] = [oldWords[at + 2] as number, oldWords[at + 3] as number]
      put(find(a, b, c, d), a, b, c, d, row)
    }
  }

  const word = (key: Uint8Array, at: number): number =>
    (((key[at] as number) << 24) |
      ((key[at + 1] as number) << 16) |
      ((key[at + 2] as number) << 8) |
      (key[at + 3] as number)) >>>
    0

  const insert = (key: Uint8Array, row: number): number => {
    if (key.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes`)
    const [a, b, c, d] = [word(key, 0), word(key, 4), word(key, 8), word(key, 12)]
    const slot = find(a, b, c, d)
    const before = rows[slot] as number
    if (before !== 0) return before
    put(slot, a, b, c, d, row)
    size += 1
    if (size * 3 > slots * 2) grow()
    return 0
  }

  return {
    get size() {
      return size
    },
    get bytes() {
      return words.byteLength + rows.byteLength
    },
    preload: (key) => {
      insert(key, existingRow)
    },
    has: (key) => {
      const [a, b, c, d] = [word(key, 0), word(key, 4), word(key, 8), word(key, 12)]
      return rows[find(a, b, c, d)] !== 0
    },
    add: (key, row) => {
      const before = insert(key, row)
      return before === 0 ? null : before === existingRow ? 'existing' : { firstRow: before }
    },
  }
}
