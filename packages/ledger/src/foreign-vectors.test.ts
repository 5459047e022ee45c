import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  LedgerError,
  consistencyProof,
  createFrontier,
  createStoredTileReader,
  decodeEntryBundle,
  decodeTile,
  leafHash,
  openCheckpoint,
  parseTilePath,
  parseVerifierKey,
  readConsistencyProof,
  readInclusionProof,
  readRoot,
  rootAt,
  tilePath,
  tileWidthAt,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'
import type { Hash } from './index.ts'
import { foldSubtrees } from './subtrees.ts'

// Data that other implementations made; the folder lies beside the project's root where there is one.
const projectRoot = join(import.meta.dirname, '../../..')
const vectors = join(projectRoot, '../shared/vectors')
const proofs = join(vectors, 'merkle-proofs')
const log = join(vectors, 'tlog-tiles')

if (!existsSync(vectors)) console.log('foreign test vectors: ../shared/vectors is absent, 0 ran')

/** An inclusion vector has the first four fields, a consistency vector the next four. */
type Vector = {
  leafIdx: number
  treeSize: number
  leafHash: string
  root: string
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
}

function decode(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

function refusal(run: () => void): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

/** Runs every vector of a folder and lists those that were judged otherwise than they say. */
function misjudged(folder: string, verify: (vector: Vector) => void) {
  const names = filesUnder(folder)
  const wrong = names.filter((name) => {
    const vector = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Vector
    const error = refusal(() => verify(vector))
    // Anything but a LedgerError is a crash, not a refusal.
    return vector.wantErr ? !(error instanceof LedgerError) : error !== undefined
  })
  return { count: names.length, wrong }
}

describe.runIf(existsSync(proofs))('proofs made by transparency-dev/merkle', () => {
  it('accepts every good inclusion proof and refuses every bad one', () => {
    const { count, wrong } = misjudged(join(proofs, 'inclusion'), (v) =>
      verifyInclusion(decode(v.leafHash), v.leafIdx, v.treeSize, (v.proof ?? []).map(decode), decode(v.root)),
    )
    console.log(`foreign test vectors: ${count} inclusion proofs ran`)
    expect(count).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })

  it('accepts every good consistency proof and refuses every bad one', () => {
    const { count, wrong } = misjudged(join(proofs, 'consistency'), (v) =>
      verifyConsistency(v.size1, v.size2, (v.proof ?? []).map(decode), decode(v.root1), decode(v.root2)),
    )
    console.log(`foreign test vectors: ${count} consistency proofs ran`)
    expect(count).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })
})

describe.runIf(existsSync(log))('a log written by Tessera', () => {
  const logKey = parseVerifierKey('example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx')
  const words = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ')
  const leaves = words.map((word) => leafHash(Buffer.from(word)))
  const sizes = Array.from({ length: 16 }, (_, size) => size)
  const checkpoint = (size: number | undefined) =>
    openCheckpoint(readFileSync(join(log, size === undefined ? 'checkpoint' : `checkpoint.${size}`)), {
      origin: 'example.com/log/testdata',
      logKey,
    })
  const store = {
    readTile: async (level: number, index: number, width: number) =>
      readFileSync(join(log, tilePath({ kind: 'hashes', level, index, width }))),
  }

  it('opens the checkpoints of sizes 0 to 15 and the latest with the verifier key', () => {
    expect(sizes.map((size) => checkpoint(size).size)).toEqual(sizes)
    expect(checkpoint(undefined).size).toBe(15)
    console.log(`foreign test vectors: ${sizes.length + 1} checkpoints ran`)
  })

  it('refuses a checkpoint under another size or root, and for another origin', () => {
    const note = readFileSync(join(log, 'checkpoint.7'), 'utf8')
    const expected = { origin: 'example.com/log/testdata', logKey }
    expect(() => openCheckpoint(note.replace('\n7\n', '\n8\n'), expected)).toThrow(LedgerError)
    expect(() => openCheckpoint(note, { ...expected, origin: 'example.com/log/other' })).toThrow(LedgerError)
  })

  it('recomputes each root from the entry bundle, from the tile and by the frontier', async () => {
    const frontier = createFrontier()
    for (const size of sizes) {
      const { root } = checkpoint(size)
      expect(frontier.root()).toEqual(root)
      expect(await readRoot(createStoredTileReader(store, size), size)).toEqual(root)
      if (size > 0) {
        const width = tileWidthAt(size, 0, 0)
        const bundle = readFileSync(join(log, tilePath({ kind: 'entries', index: 0, width })))
        expect(decodeEntryBundle(bundle, width).map(String)).toEqual(words.slice(0, size))
        const tile = decodeTile(await store.readTile(0, 0, width), width)
        expect(tile).toEqual(leaves.slice(0, size))
      }
      const next = leaves[size]
      if (next !== undefined) frontier.append(next)
    }
  })

  it('proves consistency between every pair of sizes and inclusion of every entry in every size', async () => {
    const latest = createStoredTileReader(store, 15)
    let count = 0
    for (const newer of sizes.slice(1)) {
      const { root } = checkpoint(newer)
      for (const older of sizes.slice(1, newer + 1)) {
        const proof = await readConsistencyProof(latest, older, newer)
        verifyConsistency(older, newer, proof, checkpoint(older).root, root)
        const index = older - 1
        verifyInclusion(leaves[index] as Hash, index, newer, await readInclusionProof(latest, newer, index), root)
        count += 2
      }
    }
    console.log(`foreign test vectors: ${count} proofs over Tessera's tiles ran`)
    expect(count).toBe(2 * 120)
  })

  it('reads the same through a synchronous reader', () => {
    const read = (nodes: readonly { level: number; index: number }[]): Hash[] =>
      nodes.map(({ level, index }) => {
        const own = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)
        let row: Hash[] = own
        while (row.length > 1) {
          row = row.flatMap((hash, i) => (i % 2 === 1 ? [foldSubtrees([row[i - 1] as Hash, hash])] : []))
        }
        return row[0] as Hash
      })
    expect(rootAt(read, 15)).toEqual(checkpoint(15).root)
    verifyConsistency(6, 15, consistencyProof(read, 6, 15), checkpoint(6).root, checkpoint(15).root)
  })

  it('names all tile and bundle files as Tessera does', () => {
    const names = readdirSync(join(log, 'tile'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(log.length + 1))
    expect(names).toHaveLength(30)
    for (const name of names) expect(tilePath(parseTilePath(name))).toBe(name)
  })
})
