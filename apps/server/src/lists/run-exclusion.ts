import { ProblemError } from '@sekisho/contract'
import type { Matched, RowKeys } from '@sekisho/vault'
import type { Tx } from '../platform/database/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { endUpload, importer, type ImportRun, isImporting } from './import-under-way.ts'
import { knownPeople } from './known-people.ts'
import { readRowKeys } from './read-row-keys.ts'
import { reasonCounter, type ReasonCounter } from './reason-counter.ts'
import { writeRefused } from './staging.ts'
import type { PlannedImport } from './start-import.ts'
import { type LeadStopper, leadStopper } from './stop-leads.ts'
import { nameLeads } from './terms/name-leads.ts'
import { whileHeld } from './while-held.ts'

/** What an exclusion has done so far. */
interface Tally {
  known: number
  unknown: number
  readonly reasons: ReasonCounter
  readonly stopper: LeadStopper
}

/**
 * Runs a planned exclusion: blind indexes of the file's rows from the key service, the leads of the campaign that they
 * stand for, and these stopped in batches, each with its entry. It does not give way to calls, because every call it
 * comes too late for is one to a person who has paid or refused.
 *
 * Whoever was stopped stays stopped, also when it fails or is killed; the file can then be taken again.
 *
 * @returns false when it was no longer waiting
 * @throws  ImportProblem   the file
 * @throws  ProblemError    key service, ledger, disk
 */
export async function runExclusion(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  run: ImportRun,
): Promise<boolean> {
  const tally: Tally = { known: 0, unknown: 0, reasons: reasonCounter(), stopper: leadStopper(dependencies, planned) }
  return whileHeld(
    dependencies,
    planned,
    async () => {
      const matched = await readRowKeys(dependencies, planned, run, (batch) =>
        stopBatch(dependencies, planned, batch, tally),
      )
      await tally.stopper.stopLeftOut()
      return matched
    },
    (tx, matched) => settle(dependencies, tx, planned, matched, tally),
  )
}

async function stopBatch(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  batch: RowKeys,
  tally: Tally,
): Promise<void> {
  const { tenantId, campaignId, listId, by } = planned
  const { database, clock } = dependencies
  const found = await database.transaction(importer, tenantId, async (tx) => {
    const rows = await knownPeople(tx, campaignId, by, batch)
    await nameLeads(tx, listId, [...new Set(rows.map((row) => row.lead_id))], clock.now())
    return rows
  })
  const known = new Set(found.map((row) => row.row_number))
  const unknown = [...new Set(batch.rowNumbers)].filter((row) => !known.has(row))
  const leadIds = [...new Set(found.filter((row) => row.may_be_called).map((row) => row.lead_id))]
  await tally.stopper.stop(leadIds)
  const refused = [
    ...batch.refused,
    ...unknown.map((rowNumber) => ({ rowNumber, outcome: 'unknown' as const, reasons: ['not_in_campaign'] })),
  ]
  if (refused.length > 0) {
    await database.transaction(importer, tenantId, async (tx) => {
      if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
      await writeRefused(tx, listId, refused)
    })
  }
  tally.known += known.size
  tally.unknown += unknown.length
  tally.reasons.add(refused)
}

async function settle(
  { writer, clock }: ListsDependencies,
  tx: Tx,
  planned: PlannedImport,
  { rows, refused, duplicates }: Matched,
  { known, unknown, stopper, reasons }: Tally,
): Promise<{ isHeld: boolean }> {
  const { listId, uploadId, campaignId, campaignKind } = planned
  await tx.db
    .updateTable('tenant.lists')
    .set({
      state: 'ready',
      rows_total: rows,
      rows_refused: refused,
      rows_duplicate: duplicates,
      rows_known: known,
      rows_unknown: unknown,
      summary: JSON.stringify({ reasons: reasons.counts() }),
      finished_at: new Date(clock.now()),
    })
    .where('list_id', '=', listId)
    .execute()
  await writer.enter(tx, {
    type: 'list.excluded',
    purpose: 'list_intake',
    campaignKind,
    counts: { rows, accepted: known, refused, duplicates, leads: stopper.stopped },
    refs: { upload: uploadId, list: listId, campaign: campaignId },
  })
  return endUpload(writer, tx, planned)
}
