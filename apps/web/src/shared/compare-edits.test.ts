import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareEdits } from './compare-edits.ts'

const base = { name: '秋', attempts: 5, hours: { from: 9, until: 20 } }

describe('two people who change one document', () => {
  it('keep both changes where they are of different parts', () => {
    const mine = { ...base, attempts: 3 }
    const theirs = { ...base, hours: { until: 18, from: 9 } }
    expect(compareEdits(base, mine, theirs)).toEqual({
      theirs: ['hours'],
      both: [],
      merged: { name: '秋', attempts: 3, hours: { from: 9, until: 18 } },
    })
  })
  it('are told of the part that both changed, which stays as it stands here', () => {
    const { both, merged } = compareEdits(base, { ...base, attempts: 3 }, { ...base, attempts: 4, name: '冬' })
    expect(both).toEqual(['attempts'])
    expect(merged).toEqual({ ...base, attempts: 3, name: '冬' })
  })
  it('who made the same change have nothing to choose', () => {
    const changed = { ...base, hours: { from: 10, until: 17 } }
    expect(compareEdits(base, changed, { ...base, hours: { until: 17, from: 10 } })).toMatchObject({
      theirs: [],
      both: [],
    })
  })
  it('lose nothing that either of them changed alone', () => {
    const doc = fc.record({ a: fc.nat(2), b: fc.nat(2), c: fc.nat(2) })
    fc.assert(
      fc.property(doc, doc, doc, (first, mine, theirs) => {
        const { merged, both } = compareEdits(first, mine, theirs)
        for (const part of ['a', 'b', 'c'] as const) {
          if (mine[part] !== first[part]) expect(merged[part]).toBe(mine[part])
          else expect(merged[part]).toBe(theirs[part])
          const isContested = mine[part] !== first[part] && theirs[part] !== first[part] && mine[part] !== theirs[part]
          expect(both.includes(part)).toBe(isContested)
        }
      }),
    )
  })
})
