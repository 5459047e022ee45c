import { createKeySet, createRepairReport, readRows, unpack } from '@sekisho/intake'
import type { SearchKeys } from '@sekisho/intake'
import { indexDomains, indexLength, KeyServiceError, shortHmac } from '@sekisho/vault'
import type { RefusedImportRow } from '@sekisho/vault'
import type { Gate } from './gate.ts'
import { identityKeys } from './identity-keys.ts'
import type { MatchTask } from './messages.ts'
import { clearChunks, takeExisting, withoutValues } from './read-upload.ts'
import type { Inbox, Tell } from './read-upload.ts'

/** Indexes in one batch. */
const batchKeys = 4_000

/**
 * Reads the upload's rows, judges them, and gives the blind indexes by which people who are there are found. Nothing is
 * sealed; but for a few masked samples of repaired cells no value leaves.
 *
 * @param room  for batches that the server has not taken yet
 */
export async function matchUpload(task: MatchTask, inbox: Inbox, tell: Tell, room: Gate): Promise<void> {
  const { by, source, format, mapping, rules, maxRows } = task
  const { keyOf, customerNumber } = identityKeys(task.indexKey)
  const phone = shortHmac(task.indexKey, indexDomains.phone)
  const counts = { rows: 0, bytes: 0, accepted: 0, refused: 0, duplicates: 0, numbers: 0 }
  const batch = keyBatch()
  const repairs = createRepairReport()
  let refused: RefusedImportRow[] = []

  async function flush(): Promise<void> {
    if (batch.size === 0 && refused.length === 0) return
    await room.enter()
    tell({ kind: 'keys', ...batch.take(), refused, progress: { ...counts } })
    refused = []
  }

  function index(row: number, keys: SearchKeys): void {
    if (by === 'customer_number' && keys.customerNumber !== null) {
      customerNumber(keys.customerNumber, ...batch.place(row))
    }
    if (by === 'phone') for (const { e164 } of keys.phones) phone(e164, ...batch.place(row))
  }

  const seen = createKeySet(maxRows)
  const first = await takeExisting(inbox, seen)

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of clearChunks(inbox, first, source, tell)) {
      counts.bytes += chunk.length
      yield chunk
    }
  }

  const duplicates = { keyOf, seen }
  const rows = readRows(unpack(counted(), task.unpacking).chunks, { format, mapping, rules, duplicates })
  for (;;) {
    const { done, value } = await rows.next()
    if (done === true) {
      await flush()
      await room.enter()
      const { blankRows, gaijiCharacters, reasons, notes } = value
      const summary = { blankRows, gaijiCharacters, reasons, notes }
      tell({ kind: 'matched', ...counts, summary, repairs: repairs.seen() })
      return
    }
    for (const row of value) {
      if (++counts.rows > maxRows) throw new KeyServiceError('refused_count')
      if (row.kind === 'accepted') {
        counts.accepted++
        counts.numbers += row.keys.phones.length
        index(row.row, row.keys)
        repairs.add(row)
      } else {
        const without = withoutValues(row)
        if (without.outcome === 'duplicate') counts.duplicates++
        else counts.refused++
        refused.push(without)
      }
    }
    if (batch.size + refused.length >= batchKeys) await flush()
  }
}

/** Gathers indexes beside the rows they belong to. */
function keyBatch() {
  let rowNumbers: number[] = []
  let indexes = Buffer.alloc(batchKeys * indexLength)

  return {
    get size() {
      return rowNumbers.length
    },
    /** Where the next index is to be written. */
    place(row: number): [out: Buffer, at: number] {
      const at = rowNumbers.length * indexLength
      if (at === indexes.length) indexes = Buffer.concat([indexes, Buffer.alloc(indexes.length)])
      rowNumbers.push(row)
      return [indexes, at]
    },
    take(): { rowNumbers: number[]; indexes: Buffer } {
      const full = { rowNumbers, indexes: Buffer.from(indexes.subarray(0, rowNumbers.length * indexLength)) }
      rowNumbers = []
      return full
    },
  }
}
