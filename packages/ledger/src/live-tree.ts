import { equalBytes } from './crypto.ts'
import { LedgerError, requireCount } from './errors.ts'
import { requireHash } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { createLiveTile, parseTile } from './live-tile.ts'
import type { LiveTile } from './live-tile.ts'
import { planConsistencyProof, planInclusionProof, rootAt } from './proofs.ts'
import type { ProofPlan } from './proofs.ts'
import { createTileCache, tileKey } from './stored-tiles.ts'
import type { TileStore } from './stored-tiles.ts'
import type { NodeAddress } from './subtrees.ts'
import { hashesAtLevel, tileSpot, tilesBetween } from './tile-math.ts'
import type { TileSpot } from './tile-math.ts'
import { tileHeight, tileWidth } from './tile-path.ts'
import type { HashTile } from './tile-path.ts'
import type { TreeHead } from './verify-proofs.ts'

/** A tile to be written under `tilePath(tile)`. */
export type DirtyTile = { readonly tile: HashTile; readonly bytes: Buffer }

/** One log's tree as its sequencer holds it: the right edge, the tiles not yet published, a few older ones. */
export type LiveTree = {
  readonly size: () => number
  /** Root of the tree as it is now (RFC 6962 section 2.1). */
  readonly root: () => Hash
  /** Adds leaves, all or none. Throws LedgerError `bad_hash` or `out_of_range` before anything changed. */
  readonly append: (leafHashes: readonly Uint8Array[]) => { readonly size: number; readonly root: Hash }
  /** Audit path of a leaf in the tree of `atSize`, at most `size()`; old tiles are read from the store. */
  readonly inclusionProof: (index: number, atSize: number) => Promise<Hash[]>
  /** Proof that the tree of now extends the tree of `oldSize`, 0 < oldSize <= `size()`. */
  readonly consistencyProof: (oldSize: number) => Promise<Hash[]>
  /** `inclusionProof` from memory alone; undefined when a tile would have to be read. For leaves just appended. */
  readonly inclusionProofInMemory: (index: number, atSize: number) => Hash[] | undefined
  /** `consistencyProof` from memory alone; undefined when a tile would have to be read. */
  readonly consistencyProofInMemory: (oldSize: number) => Hash[] | undefined
  /** All tiles of this size that are not yet marked published. Asking again repeats them: a failed publish is retried. */
  readonly dirtyTiles: () => { readonly size: number; readonly tiles: readonly DirtyTile[] }
  /** The caller has stored durably what `dirtyTiles` gave for `size`; the tree may forget those that are full. */
  readonly markPublished: (size: number) => void
  readonly publishedSize: () => number
}

export type LiveTreeOptions = {
  readonly store: TileStore
  /** full tiles kept after publication, 16 KB each */
  readonly maxCachedTiles?: number
}

/** The tiles of one level from `first` on; the last may be partial. */
type Row = { first: number; tiles: LiveTile[] }

/** A tree without leaves. */
export function createLiveTree(options: LiveTreeOptions): LiveTree {
  return liveTree(options, [], 0)
}

/**
 * The tree that was published at `head.size`, read back from its partial tiles.
 *
 * @throws LedgerError `root_mismatch` when the stored tiles do not lead to `head.root`, `bad_tile`
 */
export async function restoreLiveTree(options: LiveTreeOptions, head: TreeHead): Promise<LiveTree> {
  const size = requireCount(head.size, 'tree size')
  const rows: Row[] = []
  for (let level = 0; hashesAtLevel(size, level) > 0; level += 1) {
    const count = hashesAtLevel(size, level)
    const first = Math.floor(count / tileWidth)
    const width = count % tileWidth
    const tiles = width === 0 ? [] : [parseTile(await options.store.readTile(level, first, width), width)]
    rows.push({ first, tiles })
  }
  const tree = liveTree(options, rows, size)
  if (!equalBytes(tree.root(), head.root)) {
    throw new LedgerError('root_mismatch', `the tiles of size ${size} lead to another root`)
  }
  return tree
}

function liveTree({ store, maxCachedTiles = 16 }: LiveTreeOptions, rows: Row[], initialSize: number): LiveTree {
  const cache = createTileCache(maxCachedTiles)
  let size = initialSize
  let published = initialSize

  function push(level: number, hash: Hash): void {
    const row = (rows[level] ??= { first: 0, tiles: [] })
    let tile = row.tiles.at(-1)
    if (tile === undefined || tile.width() === tileWidth) {
      tile = createLiveTile()
      row.tiles.push(tile)
    }
    tile.append(hash)
    // Only a full tile is hashed into the level above (C2SP tlog-tiles, "Partial Tiles").
    if (tile.width() === tileWidth) push(level + 1, tile.node(tileHeight, 0))
  }

  function inMemory({ level, index }: TileSpot): LiveTile | undefined {
    const row = rows[level]
    return row?.tiles[index - row.first] ?? cache.get(tileKey(level, index))
  }

  /** What is neither at the right edge nor waiting for publication is full and published. */
  async function load(spot: TileSpot): Promise<LiveTile> {
    const tile = parseTile(await store.readTile(spot.level, spot.index, tileWidth), tileWidth)
    cache.put(tileKey(spot.level, spot.index), tile)
    return tile
  }

  function proveInMemory(plan: ProofPlan): Hash[] | undefined {
    const hashes: Hash[] = []
    for (const spot of plan.nodes.map(tileSpot)) {
      const tile = inMemory(spot)
      if (tile === undefined) return undefined
      hashes.push(tile.node(spot.height, spot.offset))
    }
    return plan.finish(hashes)
  }

  async function prove(plan: ProofPlan): Promise<Hash[]> {
    const hashes: Hash[] = []
    for (const spot of plan.nodes.map(tileSpot)) {
      // Complete subtrees never change, so appends during this await do no harm.
      const tile = inMemory(spot) ?? (await load(spot))
      hashes.push(tile.node(spot.height, spot.offset))
    }
    return plan.finish(hashes)
  }

  function readEdge(nodes: readonly NodeAddress[]): Hash[] {
    return nodes.map((node) => {
      const spot = tileSpot(node)
      const tile = inMemory(spot)
      if (tile === undefined) throw new LedgerError('bad_tile', 'a tile of the right edge is missing')
      return tile.node(spot.height, spot.offset)
    })
  }

  function requireInside(atSize: number): number {
    if (requireCount(atSize, 'tree size') > size) throw new LedgerError('out_of_range', 'the tree is smaller')
    return atSize
  }

  const root = () => rootAt(readEdge, size)

  return {
    size: () => size,
    root,
    append: (leafHashes) => {
      const leaves = leafHashes.map(requireHash)
      requireCount(size + leaves.length, 'tree size')
      for (const leaf of leaves) push(0, leaf)
      size += leaves.length
      return { size, root: root() }
    },
    inclusionProof: async (index, atSize) => prove(planInclusionProof(requireInside(atSize), index)),
    consistencyProof: async (oldSize) => prove(planConsistencyProof(oldSize, size)),
    inclusionProofInMemory: (index, atSize) => proveInMemory(planInclusionProof(requireInside(atSize), index)),
    consistencyProofInMemory: (oldSize) => proveInMemory(planConsistencyProof(oldSize, size)),
    dirtyTiles: () => ({
      size,
      tiles: tilesBetween(published, size).map((tile) => {
        const row = rows[tile.level]
        const live = row?.tiles[tile.index - row.first]
        if (live === undefined) throw new LedgerError('bad_tile', 'a tile to be published is missing')
        return { tile, bytes: live.bytes(tile.width) }
      }),
    }),
    markPublished: (publishedSize) => {
      if (requireInside(publishedSize) < published) throw new LedgerError('out_of_range', 'more was published already')
      published = publishedSize
      for (const [level, row] of rows.entries()) {
        const keepFrom = Math.floor(hashesAtLevel(published, level) / tileWidth)
        const done = row.tiles.splice(0, keepFrom - row.first)
        for (const [i, tile] of done.entries()) cache.put(tileKey(level, row.first + i), tile)
        row.first = keepFrom
      }
    },
    publishedSize: () => published,
  }
}
