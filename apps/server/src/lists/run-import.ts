import { ProblemError } from '@sekisho/contract'
import { importUpload, type Imported, type ImportRows } from '@sekisho/vault'
import { excludeImported } from '../do-not-call/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { besideCalls, isSomebodyOnTheLine, restBesideCalls } from './calls-first.ts'
import type { ListsDependencies } from './dependencies.ts'
import { endUpload, freshEntry, importer, type ImportRun, isImporting } from './import-under-way.ts'
import { knownIndexes } from './known-indexes.ts'
import { readSession } from './read-session.ts'
import { reasonCounter, type ReasonCounter } from './reason-counter.ts'
import { writeRefused, writeRows } from './staging.ts'
import { keepCells } from './refused/keep-cells.ts'
import type { PlannedImport } from './start-import.ts'
import { settleDraw } from './terms/settle-draw.ts'
import { whileHeld } from './while-held.ts'

/** Contacts in one transaction; bounds the memory of the foreign keys' checks. */
const rowsAtOnce = 8_000
/** While somebody is on the line: what an import writes to the log of PostgreSQL at once, every call's commit waits for. */
const rowsBesideCalls = 300

/**
 * Runs a planned import: sealed chunks to the key service, sealed rows back into the database in batches, and at the end
 * the list `ready` with its entry. Nobody calls, finds or counts a row before that. Whatever fails, or is killed, leaves
 * a list that is never ready; its rows are removed by `cleanUp`, at once or at the next start.
 *
 * Batches, because PostgreSQL keeps what any transaction deletes or changes for as long as an older one is open: beside
 * an import of a minute in one transaction, the ledger's queue held 15,000 dead rows, and receipts took ten seconds.
 *
 * @returns false when the list was no longer waiting to be imported
 * @throws  ImportProblem   the file
 * @throws  ProblemError    key service, ledger, disk
 */
export async function runImport(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  run: ImportRun,
): Promise<boolean> {
  return whileHeld(
    dependencies,
    planned,
    (holder) => takeRows(dependencies, holder, planned, run),
    (tx, { summary, reasons }) => settleReady(dependencies, tx, planned, summary, reasons),
  )
}

async function takeRows(
  dependencies: ListsDependencies,
  holder: Tx,
  planned: PlannedImport,
  { onProgress, signal }: ImportRun,
): Promise<{ summary: Imported; reasons: ReasonCounter }> {
  const { keys } = dependencies
  const { tenantId, listId, campaignId, uploadId, digest, mapping, rules, encoding, delimiter, unpacking } = planned
  const entryId = await freshEntry(dependencies, planned)
  const format = { encoding, delimiter }
  const common = {
    tenantId,
    uploadId,
    digest,
    listId,
    campaignId,
    dueAtMs: planned.dueAtMs,
    format,
    unpacking,
    mapping,
    rules,
  }
  const reasons = reasonCounter()
  const batch = importBatch(dependencies, planned)
  const steps = readSession(dependencies, planned, entryId, (receipt, sealedChunks) => {
    const chunks = besideCalls(dependencies, sealedChunks)
    return importUpload(
      keys,
      { receipt, ...common },
      { chunks, existing: knownIndexes(holder, campaignId, rules.samePersonBy) },
    )
  })
  for await (const step of steps) {
    if (step.kind === 'imported') {
      await batch.write()
      return { summary: step, reasons }
    }
    if (signal.aborted) throw new ProblemError('internal', 'interrupted')
    await batch.add(step)
    reasons.add(step.refused)
    onProgress(step.progress.rows)
  }
  throw new ProblemError('key_service_unavailable')
}

/** Gathers rows of the file until they are worth a transaction. */
function importBatch(
  dependencies: ListsDependencies,
  { tenantId, listId, campaignId, heldOutPercent: percent }: PlannedImport,
) {
  const { database, clock } = dependencies
  let gathered: ImportRows[] = []
  let accepted = 0

  async function write(): Promise<void> {
    if (gathered.length === 0) return
    const batches = gathered
    gathered = []
    accepted = 0
    await database.transaction(importer, tenantId, async (tx) => {
      // false when somebody took us for dead
      if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
      await writeRows(
        tx,
        batches.filter((rows) => rows.accepted > 0),
        { listId, campaignId, percent },
      )
      const refused = batches.flatMap((rows) => rows.refused)
      await writeRefused(tx, listId, refused)
      await keepCells(tx, { listId, campaignId }, refused)
    })
  }

  return {
    write,
    async add(rows: ImportRows): Promise<void> {
      gathered.push(rows)
      accepted += rows.accepted
      if (accepted < (isSomebodyOnTheLine(dependencies) ? rowsBesideCalls : rowsAtOnce)) return
      const startedAtMs = clock.now()
      await write()
      await restBesideCalls(dependencies, clock.now() - startedAtMs)
    },
  }
}

async function settleReady(
  { writer, clock }: ListsDependencies,
  tx: Tx,
  planned: PlannedImport,
  summary: Imported,
  reasons: ReasonCounter,
): Promise<{ isHeld: boolean }> {
  const { listId, uploadId, campaignId, campaignKind } = planned
  const { rows, accepted, refused, duplicates } = summary
  const doNotCall = await excludeImported(tx, listId)
  await tx.db
    .updateTable('tenant.lists')
    .set({
      state: 'ready',
      rows_total: rows,
      rows_accepted: accepted,
      rows_refused: refused,
      rows_duplicate: duplicates,
      rows_do_not_call: doNotCall,
      summary: JSON.stringify({ reasons: reasons.counts() }),
      finished_at: new Date(clock.now()),
    })
    .where('list_id', '=', listId)
    .execute()
  const refs = { upload: uploadId, list: listId, campaign: campaignId }
  const common = { purpose: 'list_intake', campaignKind } as const
  await writer.enter(tx, {
    ...common,
    type: 'list.imported',
    counts: { rows, accepted, refused, duplicates, ...(doNotCall === 0 ? {} : { do_not_call: doNotCall }) },
    refs,
  })
  await settleDraw(writer, tx, planned, accepted)
  return endUpload(writer, tx, planned)
}
