import { LedgerError } from './errors.ts'
import type { Hash } from './hashing.ts'
import { parseTile } from './live-tile.ts'
import type { LiveTile } from './live-tile.ts'
import type { AsyncHashReader } from './proofs.ts'
import { tileSpot, tileWidthAt } from './tile-math.ts'

/** The storage port: the bytes of one tile of hashes. It rejects when the tile is not there. */
export type TileStore = {
  readonly readTile: (level: number, index: number, width: number) => Promise<Uint8Array>
}

/**
 * Reads hashes from the published tiles of a tree of `size`.
 *
 * The store is not trusted: a root or proof made from it proves nothing until it is checked against a signed root.
 *
 * @param size        a size for which a checkpoint was published, so that its partial tiles exist
 * @param maxTiles    tiles kept in memory (16 KB each)
 * @throws LedgerError `bad_tile` for a tile of the wrong length, `out_of_range` for a hash the tree does not have
 */
export function createStoredTileReader(store: TileStore, size: number, maxTiles = 64): AsyncHashReader {
  const cache = createTileCache(maxTiles)
  return async (nodes) => {
    const hashes: Hash[] = []
    for (const node of nodes) {
      const spot = tileSpot(node)
      const key = tileKey(spot.level, spot.index)
      let tile = cache.get(key)
      if (tile === undefined) {
        const width = tileWidthAt(size, spot.level, spot.index)
        if (width === 0) throw new LedgerError('out_of_range', 'the tree has no such tile')
        tile = parseTile(await store.readTile(spot.level, spot.index, width), width)
        cache.put(key, tile)
      }
      hashes.push(tile.node(spot.height, spot.offset))
    }
    return hashes
  }
}

/** Keeps the `maxTiles` tiles that were used last. */
export type TileCache = {
  readonly get: (key: string) => LiveTile | undefined
  readonly put: (key: string, tile: LiveTile) => void
}

export function createTileCache(maxTiles: number): TileCache {
  // A Map remembers the order of insertion, so its first key is the one unused for longest.
  const tiles = new Map<string, LiveTile>()
  return {
    get: (key) => {
      const tile = tiles.get(key)
      if (tile !== undefined) {
        tiles.delete(key)
        tiles.set(key, tile)
      }
      return tile
    },
    put: (key, tile) => {
      tiles.delete(key)
      tiles.set(key, tile)
      const [oldest] = tiles.keys()
      if (tiles.size > maxTiles && oldest !== undefined) tiles.delete(oldest)
    },
  }
}

export function tileKey(level: number, index: number): string {
  return `${level}/${index}`
}
