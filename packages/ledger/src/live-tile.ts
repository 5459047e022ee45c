import { LedgerError } from './errors.ts'
import { hashLength, nodeHash } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { tileHeight, tileWidth } from './tile-path.ts'

/** A tile in memory with the hashes of its inner levels, so that a proof reads them instead of hashing again. */
export type LiveTile = {
  /** hashes in the bottom row, 0 to 256 */
  readonly width: () => number
  /** Adds one hash to the bottom row; the tile must not be full. */
  readonly append: (hash: Hash) => void
  /** Hash of the complete subtree `index` at `height` (0 to 8) above the bottom row. A view: copy what is kept. */
  readonly node: (height: number, index: number) => Hash
  /** The bottom row's first `width` hashes, as stored in a tile. A copy. */
  readonly bytes: (width: number) => Buffer
}

/** Where each height's row begins, counted in hashes: 256 at height 0, then 128, 64 ... and one root. */
const rowStarts = Array.from({ length: tileHeight + 1 }, (_, height) => 2 * tileWidth - 2 * (tileWidth >> height))

export function createLiveTile(): LiveTile {
  const hashes = Buffer.alloc((2 * tileWidth - 1) * hashLength)
  let width = 0

  function view(height: number, index: number): Hash {
    const at = ((rowStarts[height] ?? 0) + index) * hashLength
    return hashes.subarray(at, at + hashLength)
  }

  return {
    width: () => width,
    append: (hash) => {
      if (width === tileWidth) throw new LedgerError('bad_tile', 'the tile is full')
      let index = width
      view(0, index).set(hash)
      width += 1
      for (let height = 0; index % 2 === 1; height += 1) {
        const parent = nodeHash(view(height, index - 1), view(height, index))
        index = (index - 1) / 2
        view(height + 1, index).set(parent)
      }
    },
    node: (height, index) => {
      if (height < 0 || height > tileHeight || (index + 1) * 2 ** height > width) {
        throw new LedgerError('bad_tile', 'the subtree is not complete in this tile')
      }
      return view(height, index)
    },
    bytes: (count) => Buffer.from(hashes.subarray(0, Math.min(count, width) * hashLength)),
  }
}

/**
 * Reads a stored tile (C2SP tlog-tiles); what it holds is not yet known to belong to any root.
 *
 * @param width  hashes that it must hold, no fewer and no more
 * @throws LedgerError `bad_tile`
 */
export function parseTile(bytes: Uint8Array, width: number): LiveTile {
  const tile = createLiveTile()
  for (const hash of decodeTile(bytes, width)) tile.append(hash)
  return tile
}

/** The hashes of a stored tile of `width`; throws LedgerError `bad_tile` when its length is another. */
export function decodeTile(bytes: Uint8Array, width: number): Hash[] {
  if (!Number.isInteger(width) || width < 1 || width > tileWidth || bytes.length !== width * hashLength) {
    throw new LedgerError('bad_tile', `a tile of width ${width} has ${width} hashes of 32 bytes`)
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: width }, (_, i) => view.subarray(i * hashLength, (i + 1) * hashLength))
}

/** The stored form of 1 to 256 hashes; throws LedgerError `bad_tile` or `bad_hash`. */
export function encodeTile(hashes: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(hashes)
  decodeTile(bytes, hashes.length)
  if (hashes.some((hash) => hash.length !== hashLength)) throw new LedgerError('bad_hash', 'a hash has 32 bytes')
  return bytes
}
