import { fileRefusalCodes, ProblemError } from '@sekisho/contract'
import { indexLength, type Matched, type RowKeys } from '@sekisho/vault'
import { recordFile } from '../do-not-call/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { endUpload, importer, type ImportRun, isImporting } from './import-under-way.ts'
import { readRowKeys } from './read-row-keys.ts'
import { reasonCounter, type ReasonCounter } from './reason-counter.ts'
import { writeRefused } from './staging.ts'
import type { PlannedImport } from './start-import.ts'
import { whileHeld } from './while-held.ts'

/** What a file has put on the list so far, in rows. */
interface Tally {
  taken: number
  known: number
  readonly reasons: ReasonCounter
}

/**
 * Runs a client's own do-not-call file: blind indexes of its rows from the key service, and these on the client's list in
 * batches, each with its entry and at once. It does not give way to calls and waits for no import, because every call it
 * comes too late for is one to a person who refused.
 *
 * What was taken stays, also when it fails or is killed; the file can then be taken again.
 *
 * @returns false when it was no longer waiting
 * @throws  ImportProblem   the file
 * @throws  ProblemError    key service, ledger, disk
 */
export async function runDoNotCall(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  run: ImportRun,
): Promise<boolean> {
  const tally: Tally = { taken: 0, known: 0, reasons: reasonCounter() }
  return whileHeld(
    dependencies,
    planned,
    () => readRowKeys(dependencies, planned, run, (batch) => takeBatch(dependencies, planned, batch, tally)),
    (tx, matched) => settle(dependencies, tx, planned, matched, tally),
  )
}

/** One batch: its refusals, their entry and the counts of the file, or nothing of it. */
async function takeBatch(
  { database, writer, clock, refusals }: ListsDependencies,
  planned: PlannedImport,
  batch: RowKeys,
  tally: Tally,
): Promise<void> {
  const { tenantId, jobId, listId, campaignId, campaignKind, by, refusal } = planned
  if (refusal === undefined) throw new Error('a file of refusals without its scope')
  const keysOfRows = cut(batch)
  const counts = await database.transaction(importer, tenantId, async (tx) => {
    if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
    const fresh = await recordFile({ writer, events: refusals }, tx, {
      ...{ listId, campaignId, campaignKind, jobId, scope: refusal.scope, code: fileRefusalCodes[refusal.reason] },
      keyKind: by === 'customer_number' ? 'customer' : 'number',
      indexes: keysOfRows.map(({ index }) => index),
      atMs: clock.now(),
    })
    const rows = new Set(keysOfRows.map(({ row }) => row))
    const taken = new Set(keysOfRows.filter(({ index }) => fresh.has(index.toString('hex'))).map(({ row }) => row)).size
    const counted = { taken, known: rows.size - taken }
    await tx.db
      .updateTable('tenant.lists')
      .set((list) => ({
        rows_accepted: list('rows_accepted', '+', counted.taken),
        rows_known: list('rows_known', '+', counted.known),
      }))
      .where('list_id', '=', listId)
      .execute()
    if (batch.refused.length > 0) await writeRefused(tx, listId, batch.refused)
    return counted
  })
  tally.taken += counts.taken
  tally.known += counts.known
  tally.reasons.add(batch.refused)
}

function cut({ rowNumbers, indexes }: RowKeys): { readonly row: number; readonly index: Buffer }[] {
  const bytes = Buffer.from(indexes)
  return rowNumbers.map((row, at) => ({ row, index: bytes.subarray(at * indexLength, (at + 1) * indexLength) }))
}

async function settle(
  { writer, clock }: ListsDependencies,
  tx: Tx,
  planned: PlannedImport,
  { rows, refused, duplicates }: Matched,
  { taken, known, reasons }: Tally,
): Promise<{ isHeld: boolean }> {
  const { listId, uploadId, campaignId, campaignKind } = planned
  await tx.db
    .updateTable('tenant.lists')
    .set({
      state: 'ready',
      rows_total: rows,
      rows_refused: refused,
      rows_duplicate: duplicates,
      summary: JSON.stringify({ reasons: reasons.counts() }),
      finished_at: new Date(clock.now()),
    })
    .where('list_id', '=', listId)
    .execute()
  await writer.enter(tx, {
    type: 'do_not_call.file_taken',
    purpose: 'list_intake',
    campaignKind,
    counts: { rows, accepted: taken, do_not_call: known, refused, duplicates },
    refs: { upload: uploadId, list: listId, campaign: campaignId },
  })
  return endUpload(writer, tx, planned)
}
