import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LedgerError } from './errors.ts'
import { emptyRoot, leafHash } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { createLiveTree, restoreLiveTree } from './live-tree.ts'
import type { LiveTree } from './live-tree.ts'
import { naiveRoot, someLeaves } from './naive-tree.ts'
import { readInclusionProof, readRoot } from './proofs.ts'
import { createStoredTileReader } from './stored-tiles.ts'
import { tilesBetween } from './tile-math.ts'
import { tilePath } from './tile-path.ts'
import { verifyConsistency, verifyInclusion } from './verify-proofs.ts'

/** Published tiles by path, as a web server or a folder would have them. */
function memoryStore() {
  const files = new Map<string, Buffer>()
  let reads = 0
  return {
    files,
    reads: () => reads,
    readTile: async (level: number, index: number, width: number) => {
      reads += 1
      const bytes = files.get(tilePath({ kind: 'hashes', level, index, width }))
      if (bytes === undefined) throw new Error('no such tile')
      return bytes
    },
  }
}

function publish(tree: LiveTree, store: ReturnType<typeof memoryStore>): void {
  const { size, tiles } = tree.dirtyTiles()
  for (const { tile, bytes } of tiles) store.files.set(tilePath(tile), bytes)
  tree.markPublished(size)
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 0, max: 300 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('prove' as const), pick: fc.nat() }) },
)

describe('the live tree', () => {
  it('equals the definition through any order of appends, publishes, crashes and proofs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const store = memoryStore()
        const leaves = someLeaves(300 * 14)
        let tree = createLiveTree({ store, maxCachedTiles: 1 })
        for (const each of steps) {
          const size = tree.size()
          if (each.kind === 'append') {
            const head = tree.append(leaves.slice(size, size + each.count))
            expect(head).toEqual({ size: size + each.count, root: naiveRoot(leaves.slice(0, size + each.count)) })
          } else if (each.kind === 'publish') {
            publish(tree, store)
            expect(tree.dirtyTiles().tiles).toEqual([])
          } else if (each.kind === 'crash') {
            const published = tree.publishedSize()
            const root = naiveRoot(leaves.slice(0, published))
            tree = await restoreLiveTree({ store, maxCachedTiles: 1 }, { size: published, root })
          } else if (size > 0) {
            const index = each.pick % size
            const atSize = index + 1 + (each.pick % (size - index))
            const rootThen = naiveRoot(leaves.slice(0, atSize))
            const proof = await tree.inclusionProof(index, atSize)
            verifyInclusion(leaves[index] as Hash, index, atSize, proof, rootThen)
            verifyConsistency(atSize, size, await tree.consistencyProof(atSize), rootThen, tree.root())
            const quick = tree.inclusionProofInMemory(index, atSize)
            if (quick !== undefined) expect(quick).toEqual(proof)
          }
        }
        publish(tree, store)
        expect(await readRoot(createStoredTileReader(store, tree.size()), tree.size())).toEqual(tree.root())
      }),
      { numRuns: 30 },
    )
  })

  it('publishes the tiles that C2SP tlog-tiles lists for a tree of 70,000', () => {
    const tiles = tilesBetween(0, 70_000)
    const full = tiles.filter(({ width }) => width === 256)
    expect(full.filter(({ level }) => level === 0)).toHaveLength(273)
    expect(full.filter(({ level }) => level === 1)).toHaveLength(1)
    expect(tiles.filter(({ width }) => width < 256).map(({ level, width }) => [level, width])).toEqual([
      [0, 112],
      [1, 17],
      [2, 1],
    ])
    expect(tilesBetween(0, 256).map(({ level, width }) => [level, width])).toEqual([
      [0, 256],
      [1, 1],
    ])
  })

  it('climbs to a third level of tiles, and a reader of the published tiles finds every leaf it asks for', async () => {
    const store = memoryStore()
    const leaves = someLeaves(66_000)
    const tree = createLiveTree({ store })
    for (let at = 0; at < leaves.length; at += 5_000) {
      tree.append(leaves.slice(at, at + 5_000))
      publish(tree, store)
    }
    expect(store.files.has('tile/2/000.p/1')).toBe(true)
    const reader = createStoredTileReader(store, tree.size())
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      const proof = await readInclusionProof(reader, tree.size(), index)
      expect(proof).toEqual(await tree.inclusionProof(index, tree.size()))
      verifyInclusion(leaves[index] as Hash, index, tree.size(), proof, tree.root())
    }
    const restored = await restoreLiveTree({ store }, { size: tree.size(), root: tree.root() })
    expect(restored.append([emptyRoot])).toEqual(tree.append([emptyRoot]))
  })

  it('proves what was just appended without reading the store, and gives up what it does not hold', () => {
    const store = memoryStore()
    const leaves = someLeaves(3_000)
    const tree = createLiveTree({ store, maxCachedTiles: 1 })
    tree.append(leaves.slice(0, 2_500))
    publish(tree, store)
    const { size, root } = tree.append(leaves.slice(2_500))
    for (let index = 2_500; index < size; index += 1) {
      const proof = tree.inclusionProofInMemory(index, size)
      verifyInclusion(leaves[index] as Hash, index, size, proof ?? [], root)
    }
    const proof = tree.consistencyProofInMemory(2_500)
    verifyConsistency(2_500, size, proof ?? [], naiveRoot(leaves.slice(0, 2_500)), root)
    expect(tree.inclusionProofInMemory(0, size)).toBeUndefined()
    expect(store.reads()).toBe(0)
  })

  it('repeats unpublished tiles until they are marked, and takes a mark for an earlier size', () => {
    const store = memoryStore()
    const tree = createLiveTree({ store })
    tree.append(someLeaves(300))
    const first = tree.dirtyTiles()
    expect(tree.dirtyTiles()).toEqual(first)
    tree.append(someLeaves(300))
    tree.markPublished(first.size)
    expect(tree.dirtyTiles().tiles.map(({ tile }) => tilePath(tile))).toEqual([
      'tile/0/001',
      'tile/0/002.p/88',
      'tile/1/000.p/2',
    ])
    expect(() => tree.markPublished(299)).toThrow(LedgerError)
    expect(() => tree.markPublished(601)).toThrow(LedgerError)
  })

  it('refuses to start from tiles that lead to another root, or that are cut', async () => {
    const store = memoryStore()
    const tree = createLiveTree({ store })
    const { size, root } = tree.append(someLeaves(700))
    publish(tree, store)
    await expect(restoreLiveTree({ store }, { size, root: emptyRoot })).rejects.toMatchObject({ code: 'root_mismatch' })
    const path = 'tile/0/002.p/188'
    const bytes = store.files.get(path) as Buffer
    store.files.set(path, bytes.subarray(1))
    await expect(restoreLiveTree({ store }, { size, root })).rejects.toMatchObject({ code: 'bad_tile' })
    store.files.set(path, Buffer.concat([leafHash(Buffer.from('other')), bytes.subarray(32)]))
    await expect(restoreLiveTree({ store }, { size, root })).rejects.toMatchObject({ code: 'root_mismatch' })
  })

  it('changes nothing when one of the leaves is no hash', () => {
    const tree = createLiveTree({ store: memoryStore() })
    const { root } = tree.append(someLeaves(5))
    expect(() => tree.append([...someLeaves(2), Buffer.alloc(31)])).toThrow(LedgerError)
    expect(tree.size()).toBe(5)
    expect(tree.root()).toEqual(root)
  })
})
