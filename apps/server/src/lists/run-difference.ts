import { type ListId, ProblemError } from '@sekisho/contract'
import { type Differed, type Differences, differUpload, type RowsAsked } from '@sekisho/vault'
import { excludeImported } from '../do-not-call/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { applyChanges } from './apply-changes.ts'
import { besideCalls, restBesideCalls } from './calls-first.ts'
import type { ListsDependencies } from './dependencies.ts'
import { endUpload, freshEntry, importer, type ImportRun, isImporting } from './import-under-way.ts'
import { knownContacts, readyLists } from './known-contacts.ts'
import { refuseHeld } from './legal-hold.ts'
import { missingLeads, type NamedPeople, namedPeople } from './missing-people.ts'
import { readSession } from './read-session.ts'
import { reasonCounter, type ReasonCounter } from './reason-counter.ts'
import { writeRefused, writeRows } from './staging.ts'
import type { PlannedImport } from './start-import.ts'
import { leadStopper } from './stop-leads.ts'
import { whileHeld } from './while-held.ts'

/** What a difference has done so far. */
interface Tally {
  changed: number
  doNotCall: number
  readonly reasons: ReasonCounter
  readonly named: NamedPeople
}

interface Missing {
  readonly people: number
  readonly takenOut: number
}

/**
 * Runs a planned difference. Row by row the key service compares the file with the people of the campaign and gives what is
 * to be written: changed contacts, sealed anew under the keys of their own lists, and new ones for this list. Each step is
 * a transaction with its entry. When the whole file was read, people whom it does not name are taken out of calling, if
 * that was chosen and no more are missing than the preview has shown.
 *
 * Whatever fails, or is killed: who was changed stays changed, because the old text is gone and each contact is whole; new
 * people are nobody's before the list is ready, and are removed. The file can be taken again: what it changed before reads
 * the same then.
 *
 * @returns false when it was no longer waiting
 * @throws  ImportProblem   the file
 * @throws  ProblemError    key service, ledger, disk, `conflict` under a legal hold
 */
export async function runDifference(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  run: ImportRun,
): Promise<boolean> {
  const tally: Tally = { changed: 0, doNotCall: 0, reasons: reasonCounter(), named: namedPeople(planned.rows) }
  return whileHeld(
    dependencies,
    planned,
    async () => {
      const summary = await differ(dependencies, planned, run, tally)
      return { summary, missing: await takeOutMissing(dependencies, planned, tally) }
    },
    (tx, { summary, missing }) => settle(dependencies, tx, planned, summary, tally, missing),
  )
}

async function differ(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  { onProgress, signal }: ImportRun,
  tally: Tally,
): Promise<Differed> {
  const { database, keys, clock } = dependencies
  const { tenantId, listId, campaignId, uploadId, digest, mapping, rules, encoding, delimiter, unpacking } = planned
  const entryId = await freshEntry(dependencies, planned)
  const lists = await database.transaction(importer, tenantId, (tx) => readyLists(tx, campaignId))
  const asked = {
    tenantId,
    uploadId,
    digest,
    listId,
    campaignId,
    lists,
    dueAtMs: clock.now(),
    unpacking,
    mapping,
    rules,
  }
  const find = (rows: RowsAsked) => {
    tally.named.add(rows.indexes)
    return database.transaction(importer, tenantId, (tx) => knownContacts(tx, lists, rows))
  }
  const steps = readSession(dependencies, planned, entryId, (receipt, sealedChunks) => {
    const chunks = besideCalls(dependencies, sealedChunks)
    return differUpload(keys, { receipt, ...asked, format: { encoding, delimiter } }, { chunks, find })
  })
  for await (const step of steps) {
    if (step.kind === 'differed') return step
    if (signal.aborted) throw new ProblemError('internal', 'interrupted')
    const startedAtMs = clock.now()
    await database.transaction(importer, tenantId, (tx) => writeStep(dependencies, tx, planned, lists, step, tally))
    tally.reasons.add(step.refused)
    onProgress(step.progress.rows)
    await restBesideCalls(dependencies, clock.now() - startedAtMs)
  }
  throw new ProblemError('key_service_unavailable')
}

async function writeStep(
  { writer }: ListsDependencies,
  tx: Tx,
  planned: PlannedImport,
  lists: readonly ListId[],
  step: Differences,
  tally: Tally,
): Promise<void> {
  const { listId, campaignId, campaignKind } = planned
  if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
  if (step.added > 0) await writeRows(tx, [step])
  await writeRefused(tx, listId, step.refused)
  if (step.changed.length === 0) return
  await refuseHeld(tx, campaignId, lists)
  const { contacts, newNumbers, doNotCall } = await applyChanges(tx, planned, step.changed)
  await tx.db
    .updateTable('tenant.lists')
    .set((list) => ({ rows_changed: list('rows_changed', '+', contacts) }))
    .where('list_id', '=', listId)
    .execute()
  tally.changed += contacts
  tally.doNotCall += doNotCall
  if (contacts === 0) return
  await writer.enter(tx, {
    type: 'list.contacts_changed',
    purpose: 'list_intake',
    campaignKind,
    counts: { contacts, numbers: newNumbers, ...(doNotCall === 0 ? {} : { do_not_call: doNotCall }) },
    refs: { list: listId, campaign: campaignId },
  })
}

/** Nobody is taken out when more are missing than the preview showed: then the file is looked at again. */
async function takeOutMissing(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  { named }: Tally,
): Promise<Missing> {
  const { tenantId, campaignId, missingShown } = planned
  const walk = () =>
    missingLeads((work) => dependencies.database.transaction(importer, tenantId, work), campaignId, named)
  let people = 0
  for await (const leads of walk()) people += leads.length
  if (missingShown === null || people > missingShown) return { people, takenOut: 0 }
  const stopper = leadStopper(dependencies, planned)
  for await (const leads of walk()) await stopper.stop(leads)
  await stopper.stopLeftOut()
  return { people, takenOut: stopper.stopped }
}

async function settle(
  { writer, clock }: ListsDependencies,
  tx: Tx,
  planned: PlannedImport,
  { rows, refused, duplicates, added, changedRows, sameRows }: Differed,
  tally: Tally,
  missing: Missing,
): Promise<{ isHeld: boolean }> {
  const { listId, uploadId, campaignId, campaignKind } = planned
  const doNotCall = await excludeImported(tx, listId)
  await tx.db
    .updateTable('tenant.lists')
    .set({
      state: 'ready',
      rows_total: rows,
      rows_accepted: added,
      rows_refused: refused,
      rows_duplicate: duplicates,
      rows_known: changedRows + sameRows,
      rows_do_not_call: doNotCall,
      people_missing: missing.people,
      summary: JSON.stringify({ reasons: tally.reasons.counts() }),
      finished_at: new Date(clock.now()),
    })
    .where('list_id', '=', listId)
    .execute()
  await writer.enter(tx, {
    type: 'list.difference_done',
    purpose: 'list_intake',
    campaignKind,
    counts: {
      ...{ rows, accepted: added, refused, duplicates, contacts: tally.changed, leads: missing.takenOut },
      ...(doNotCall + tally.doNotCall === 0 ? {} : { do_not_call: doNotCall + tally.doNotCall }),
    },
    refs: { upload: uploadId, list: listId, campaign: campaignId },
  })
  return endUpload(writer, tx, planned)
}
