import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts'
import { LedgerError } from './errors.ts'
import { createLiveTile, decodeTile, encodeTile, parseTile } from './live-tile.ts'
import { naiveRoot, someLeaves } from './naive-tree.ts'
import { hashesAtLevel, tileWidthAt, tilesBetween } from './tile-math.ts'
import { parseTilePath, tilePath } from './tile-path.ts'
import type { TileFile } from './tile-path.ts'

const width = fc.integer({ min: 1, max: 256 })
const file: fc.Arbitrary<TileFile> = fc.oneof(
  fc.record({ kind: fc.constant('entries' as const), index: fc.maxSafeNat(), width }),
  fc.record({
    kind: fc.constant('hashes' as const),
    level: fc.integer({ min: 0, max: 63 }),
    index: fc.maxSafeNat(),
    width,
  }),
)

describe('paths of tiles', () => {
  it('are those of C2SP tlog-tiles', () => {
    expect(tilePath({ kind: 'hashes', level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ kind: 'hashes', level: 12, index: 1_000, width: 8 })).toBe('tile/12/x001/000.p/8')
    expect(tilePath({ kind: 'entries', index: 0, width: 255 })).toBe('tile/entries/000.p/255')
  })

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(file, (each) => {
        expect(parseTilePath(tilePath(each))).toEqual(each)
      }),
      { numRuns: 200 },
    )
  })

  it('have one spelling each', () => {
    const paths = [
      'tile/0/x000/001',
      'tile/0/1',
      'tile/0/0001',
      'tile/0/001/002',
      'tile/0/x001',
      'tile/00/001',
      'tile/64/001',
      'tile/-1/001',
      'tile/0/001.p/0',
      'tile/0/001.p/256',
      'tile/0/001.p/01',
      'tile/0/001.p/',
      'tile/0/001.p',
      'tile/0/001/',
      '/tile/0/001',
      'tile/0/../001',
      'tile/entries/x999/x999/x999/x999/x999/x999/999',
      'tile/data/001',
      'tile/0/001\n',
      'checkpoint',
      '',
    ]
    for (const each of paths) expect(() => parseTilePath(each), each).toThrow(LedgerError)
    for (const bad of [{ index: -1 }, { index: 0.5 }, { width: 0 }, { width: 257 }, { level: 64 }, { level: -1 }]) {
      expect(() => tilePath({ kind: 'hashes', level: 0, index: 0, width: 1, ...bad })).toThrow(LedgerError)
    }
  })
})

describe('tiles', () => {
  it('hold the hashes of complete subtrees at each height', () => {
    const leaves = someLeaves(256)
    const tile = parseTile(encodeTile(leaves), 256)
    for (let height = 0; height <= 8; height += 1) {
      for (let index = 0; index < 256 >> height; index += 1) {
        expect(tile.node(height, index)).toEqual(naiveRoot(leaves.slice(index << height, (index + 1) << height)))
      }
    }
    expect(tile.bytes(256)).toEqual(encodeTile(leaves))
    expect(() => tile.append(leaves[0] as Buffer)).toThrow(LedgerError)
  })

  it('do not show a subtree that is not complete yet', () => {
    const tile = createLiveTile()
    for (const leaf of someLeaves(5)) tile.append(leaf)
    expect(tile.node(2, 0)).toEqual(naiveRoot(someLeaves(4)))
    expect(() => tile.node(2, 1)).toThrow(LedgerError)
    expect(() => tile.node(0, 5)).toThrow(LedgerError)
    expect(() => tile.node(9, 0)).toThrow(LedgerError)
  })

  it('are refused with a hash too few, too many or cut', () => {
    const bytes = encodeTile(someLeaves(7))
    expect(decodeTile(bytes, 7)).toEqual(someLeaves(7))
    for (const wrong of [6, 8, 0, 257, 7.5]) expect(() => decodeTile(bytes, wrong)).toThrow(LedgerError)
    expect(() => decodeTile(bytes.subarray(1), 7)).toThrow(LedgerError)
    expect(() => encodeTile([])).toThrow(LedgerError)
    expect(() => encodeTile([Buffer.alloc(31), Buffer.alloc(33)])).toThrow(LedgerError)
  })

  it('to publish between two sizes are exactly those whose width differs', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(3_000), (oldSize, growth) => {
        const newSize = oldSize + growth
        const listed = new Set(tilesBetween(oldSize, newSize).map(tilePath))
        const expected = new Set<string>()
        for (let level = 0; hashesAtLevel(newSize, level) > 0; level += 1) {
          for (let index = 0; tileWidthAt(newSize, level, index) > 0; index += 1) {
            const width = tileWidthAt(newSize, level, index)
            if (width !== tileWidthAt(oldSize, level, index)) {
              expected.add(tilePath({ kind: 'hashes', level, index, width }))
            }
          }
        }
        expect(listed).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})

describe('entry bundles', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 256 })

  it('give back the entries they were made of', () => {
    fc.assert(
      fc.property(entries, (each) => {
        const decoded = decodeEntryBundle(encodeEntryBundle(each), each.length)
        expect(decoded.map((entry) => [...entry])).toEqual(each.map((entry) => [...entry]))
      }),
      { numRuns: 60 },
    )
  })

  it('are refused with a byte or an entry too few or too many', () => {
    fc.assert(
      fc.property(entries, (each) => {
        const bytes = encodeEntryBundle(each)
        expect(() => decodeEntryBundle(bytes.subarray(0, -1), each.length)).toThrow(LedgerError)
        expect(() => decodeEntryBundle(Buffer.concat([bytes, Buffer.from([0])]), each.length)).toThrow(LedgerError)
        expect(() => decodeEntryBundle(bytes, each.length + 1)).toThrow(LedgerError)
        expect(() => decodeEntryBundle(bytes, each.length - 1)).toThrow(LedgerError)
      }),
      { numRuns: 60 },
    )
  })

  it('take entries of at most 65,535 bytes', () => {
    const longest = Buffer.alloc(65_535, 1)
    expect(decodeEntryBundle(encodeEntryBundle([longest]), 1)).toEqual([longest])
    expect(() => encodeEntryBundle([Buffer.alloc(65_536)])).toThrow(LedgerError)
    expect(() => encodeEntryBundle([])).toThrow(LedgerError)
    expect(() => encodeEntryBundle(Array.from({ length: 257 }, () => longest))).toThrow(LedgerError)
  })
})
