import { createKeySet, IntakeError, inspect, readRows, unpack } from '@sekisho/intake'
import type { KeySet, RefusedRow } from '@sekisho/intake'
import { indexDomains, indexLength, KeyServiceError, shortHmac } from '@sekisho/vault'
import type { ImportProgress, RefusedImportRow, SessionProblem } from '@sekisho/vault'
import { uploadReader } from '../uploads.ts'
import type { InspectTask, ReaderInput, ReaderOutput, ReadTask, SealerInput, UploadSource } from './messages.ts'
import { gate } from './gate.ts'
import { identityKeys } from './identity-keys.ts'
import { reasonCode, refusedRowKeeper } from './refused-rows.ts'
import type { ReadRefusedRow } from './refused-rows.ts'
import { rowBlockWriter } from './row-block.ts'
import type { Indexers } from './row-block.ts'

const blockBytes = 1024 * 1024
/** What the server writes beside calls is one block: hundreds of rows, so that nobody waits long for its commit. */
const blockRowCount = 500
/** Blocks that may wait for the sealer. */
const blocksAhead = 2

/** The messages that come from the main thread, one after the other. */
export type Inbox = AsyncIterator<ReaderInput>
export type Tell = (message: ReaderOutput) => void

/** Opens an upload's chunks as they come; ends after a trailer that proves that they were all. */
export async function* clearChunks(
  inbox: Inbox,
  first: ReaderInput,
  source: UploadSource,
  tell: Tell,
): AsyncGenerator<Buffer> {
  const reader = uploadReader(source.key, source.tenantId, source.uploadId, source.digest)
  for (let message: ReaderInput = first; ; ) {
    if (message.kind !== 'chunk') throw new KeyServiceError('bad_request')
    if (message.isTrailer) return reader.finish(message.sealed)
    yield reader.chunk(message.sealed)
    tell({ kind: 'took' })
    const next = await inbox.next()
    if (next.done === true) throw new KeyServiceError('unavailable')
    message = next.value
  }
}

export async function nextMessage(inbox: Inbox): Promise<ReaderInput> {
  const next = await inbox.next()
  if (next.done === true) throw new KeyServiceError('unavailable')
  return next.value
}

/** Reads the upload once and says what it is, with masked samples. */
export async function inspectUpload(task: InspectTask, inbox: Inbox, tell: Tell): Promise<void> {
  const file = unpack(clearChunks(inbox, await nextMessage(inbox), task.source, tell), task.unpacking)
  tell({ kind: 'inspection', inspection: await inspect(file.chunks, task.options), packed: file.found() })
  // After a problem in the file the rest was not read; nobody needs it.
}

/** Reads the upload's rows, judges and indexes them, and hands them to the sealer in blocks. */
export async function readUpload(task: ReadTask, inbox: Inbox, tell: Tell): Promise<void> {
  const { sealer, maxRows } = task
  const { keyOf, customerNumber } = identityKeys(task.indexKey)
  const indexers: Indexers = {
    phone: shortHmac(task.indexKey, indexDomains.phone),
    customerNumber,
    person: shortHmac(task.indexKey, indexDomains.person),
    numberAndName: shortHmac(task.indexKey, indexDomains.number_and_name),
    municipality: shortHmac(task.indexKey, indexDomains.municipality),
  }
  const known = createKeySet(maxRows)
  const first = await takeExisting(inbox, known)
  const room = gate(blocksAhead)
  sealer.on('message', () => room.leave())

  const counts = { rows: 0, bytes: 0, accepted: 0, refused: 0, duplicates: 0, numbers: 0 }
  const writer = rowBlockWriter(indexers, task.fields, blockBytes, blockRowCount)
  let refused: ReadRefusedRow[] = []
  let refusedBytes = 0
  const keep = refusedRowKeeper(task.rules)

  async function flush(): Promise<void> {
    if (writer.rows === 0 && refused.length === 0) return
    await room.enter()
    const accepted = writer.rows
    counts.numbers += writer.numbers
    const rows = writer.take()
    const progress: ImportProgress = { ...counts }
    sealer.postMessage({ kind: 'block', rows, accepted, refused, progress } satisfies SealerInput, [rows])
    refused = []
    refusedBytes = 0
  }

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of clearChunks(inbox, first, task.source, tell)) {
      counts.bytes += chunk.length
      yield chunk
    }
  }

  const rows = readRows(unpack(counted(), task.unpacking).chunks, {
    format: task.format,
    mapping: task.mapping,
    rules: task.rules,
    duplicates: { keyOf, seen: known },
  })
  for (;;) {
    const { done, value } = await rows.next()
    if (done === true) {
      await flush()
      await room.enter()
      const { blankRows, gaijiCharacters, reasons, notes } = value
      const summary = { blankRows, gaijiCharacters, reasons, notes }
      sealer.postMessage({ kind: 'imported', ...counts, summary } satisfies SealerInput)
      return
    }
    for (const row of value) {
      if (++counts.rows > maxRows) throw new KeyServiceError('refused_count')
      if (row.kind === 'accepted') {
        if (!writer.add(row)) {
          await flush()
          writer.add(row)
        }
        counts.accepted++
      } else {
        const without = withoutValues(row)
        if (without.outcome === 'duplicate') counts.duplicates++
        else counts.refused++
        const clear = keep(row)
        refused.push(clear === undefined ? without : { ...without, clear })
        refusedBytes += clear?.length ?? 0
        if (refused.length >= blockRowCount || refusedBytes >= blockBytes) await flush()
      }
    }
    await flush()
  }
}

/** Keys of people who are there already, before anything else; gives the message after them. */
export async function takeExisting(inbox: Inbox, known: KeySet): Promise<ReaderInput> {
  for (;;) {
    const message = await nextMessage(inbox)
    if (message.kind !== 'existing') return message
    for (let at = 0; at + indexLength <= message.indexes.length; at += indexLength) {
      known.preload(message.indexes.subarray(at, at + indexLength))
    }
  }
}

/** A refused row as it leaves the reader: codes and row numbers, no value. */
export function withoutValues({ row, reasons }: RefusedRow): RefusedImportRow {
  const [only] = reasons
  const isDuplicate = only?.code === 'duplicate_in_file' || only?.code === 'duplicate_existing'
  return {
    rowNumber: row,
    outcome: isDuplicate ? 'duplicate' : 'refused',
    reasons: reasons.map(reasonCode),
    ...(only?.firstRow === undefined ? {} : { sameAsRow: only.firstRow }),
  }
}

/** What ends a session early, as it may be told: a code, and places in the file. Throws what nobody foresaw. */
export function problemOf(error: unknown): SessionProblem {
  if (error instanceof IntakeError) return { kind: 'problem', code: error.code, detail: error.detail }
  if (error instanceof KeyServiceError) return { kind: 'problem', code: error.code, detail: {} }
  throw error
}
