import type { EntryId, TenantId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { createIndexWriter } from './index-writer.ts'
import type { IndexedEntry } from './sequencer-database.ts'

const tenantId = newId<TenantId>()

function entriesAt(from: number, count: number): IndexedEntry[] {
  return Array.from({ length: count }, (_, offset) => ({
    tenantId,
    entryId: newId<EntryId>(),
    position: from + offset,
    entry: {} as IndexedEntry['entry'],
    body: Buffer.alloc(0),
    sequencedAtMs: 0,
  }))
}

/** A database whose writes end when the test says so. */
function writer() {
  const written: number[][] = []
  const asked: { entries: readonly IndexedEntry[]; end: (error?: Error) => void }[] = []
  const indexed = { times: 0 }
  const made = createIndexWriter(
    {
      index: (entries) =>
        new Promise((resolve, reject) => {
          asked.push({
            entries,
            end(error) {
              if (error !== undefined) return reject(error)
              written.push(entries.map(({ position }) => position))
              resolve()
            },
          })
        }),
    },
    () => (indexed.times += 1),
  )
  return { made, asked, written, indexed }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the writer of the index', () => {
  it('moves what is cosigned, in order, and knows what may still stand in the queue', async () => {
    const { made, asked, written, indexed } = writer()
    const [first, second] = [entriesAt(0, 2), entriesAt(2, 1)]
    made.promised(first)
    await settled()
    expect(asked).toHaveLength(0)
    expect(made.isIndexed(tenantId, 0)).toBe(false)
    made.cosigned()
    made.promised(second)
    const before = made.unindexed()
    expect(before).toEqual(new Set([...first, ...second].map(({ entryId }) => entryId)))
    asked[0]?.end()
    await settled()
    expect(made.isIndexed(tenantId, 1)).toBe(true)
    expect(made.isIndexed(tenantId, 2)).toBe(false)
    // what a look that began before may have seen is not forgotten
    expect(before.size).toBe(3)
    made.cosigned()
    asked[1]?.end()
    await made.flush()
    expect(written).toEqual([[0, 1], [2]])
    expect(made.unindexed().size).toBe(0)
    expect(indexed.times).toBe(2)
  })

  it('does not wait while it keeps up, tells a failure until a try succeeds, and loses nothing by it', async () => {
    const { made, asked, written } = writer()
    made.promised(entriesAt(0, 1))
    made.cosigned()
    await made.keepUp()
    asked[0]?.end(new Error('blocked'))
    await settled()
    made.promised(entriesAt(1, 1))
    made.cosigned()
    const again = made.keepUp()
    asked[1]?.end(new Error('still blocked'))
    await expect(again).rejects.toThrow('still blocked')
    const once = made.keepUp()
    asked[2]?.end()
    await once
    expect(written).toEqual([[0, 1]])
    await made.keepUp()
    expect(asked).toHaveLength(3)
  })

  it('makes whoever promises more wait when it lags far behind', async () => {
    const { made, asked } = writer()
    made.promised(entriesAt(0, 5_001))
    made.cosigned()
    let isThrough = false
    const waiting = made.keepUp().then(() => (isThrough = true))
    await settled()
    expect(isThrough).toBe(false)
    asked[0]?.end()
    await waiting
    expect(isThrough).toBe(true)
  })
})
