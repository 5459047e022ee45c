import type { NodeAddress } from './subtrees.ts'
import { tileHeight, tileWidth } from './tile-path.ts'
import type { HashTile } from './tile-path.ts'

/** Where a complete subtree is found: `height` rows above the bottom of a tile, at `offset` in that row. */
export type TileSpot = {
  readonly level: number
  readonly index: number
  readonly height: number
  readonly offset: number
}

/** The tile that holds a subtree's hash, or the hashes it is made of. */
export function tileSpot(node: NodeAddress): TileSpot {
  const height = node.level % tileHeight
  const nodesPerTile = tileWidth >> height
  return {
    level: (node.level - height) / tileHeight,
    index: Math.floor(node.index / nodesPerTile),
    height,
    offset: node.index % nodesPerTile,
  }
}

/** Hashes at a tile level in a tree of `size`: floor(size / 256^level) (C2SP tlog-tiles, "Partial Tiles"). */
export function hashesAtLevel(size: number, level: number): number {
  let count = size
  for (let i = 0; i < level && count > 0; i += 1) count = Math.floor(count / tileWidth)
  return count
}

/** Width of a tile in a tree of `size`: 256, less for the last of its level, 0 when the tree has no such tile. */
export function tileWidthAt(size: number, level: number, index: number): number {
  return Math.max(0, Math.min(tileWidth, hashesAtLevel(size, level) - index * tileWidth))
}

/**
 * The tiles of hashes that a tree of `newSize` has and one of `oldSize` had not, or had narrower: what must be
 * published when a log grows from one to the other.
 */
export function tilesBetween(oldSize: number, newSize: number): HashTile[] {
  const tiles: HashTile[] = []
  for (let level = 0; hashesAtLevel(newSize, level) > 0; level += 1) {
    const before = hashesAtLevel(oldSize, level)
    const now = hashesAtLevel(newSize, level)
    if (now === before) continue
    for (let index = Math.floor(before / tileWidth); index < Math.ceil(now / tileWidth); index += 1) {
      tiles.push({ kind: 'hashes', level, index, width: tileWidthAt(newSize, level, index) })
    }
  }
  return tiles
}
