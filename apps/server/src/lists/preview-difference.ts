import type { EntryId, ImportPreview, ListId, UploadId } from '@sekisho/contract'
import { compareUpload, KeyServiceError, type RowsAsked } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { Asking } from './asking.ts'
import { besideCalls } from './calls-first.ts'
import { digestOf } from './choices-digest.ts'
import type { ListsDependencies } from './dependencies.ts'
import { checkChoices, type ChosenFile, type ImportChoices } from './import-choices.ts'
import { knownContacts, readyLists } from './known-contacts.ts'
import { reasonCounts } from './list-view.ts'
import { missingLeads, namedPeople } from './missing-people.ts'
import { noteCounts, repairsSeen } from './preview-import.ts'
import { readSession } from './read-session.ts'
import { reasonCounter } from './reason-counter.ts'

/**
 * Says what a difference would do at this moment: how many rows are new, read otherwise or the same, and how many people in
 * calling the file does not name. The key service compares; nothing is changed. What was shown is kept with the upload.
 *
 * @throws ProblemError `not_found`, `invalid_input`, `already_imported`, `conflict` under a legal hold,
 *         `ledger_unavailable`, `key_service_...`
 * @throws ImportProblem the file cannot be read to its end
 */
export async function previewDifference(
  dependencies: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
  choices: ImportChoices,
): Promise<ImportPreview> {
  const { database, keys } = dependencies
  const { actor, tenantId, rowScope } = asking
  const { campaignId } = choices
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.transaction(actor, tenantId, work, rowScope)
  const { file, lists, entryId } = await enter(dependencies, asking, uploadId, choices)
  const { digest, encoding, delimiter, mapping, rules, unpacking } = file
  const asked = {
    tenantId,
    uploadId,
    digest,
    campaignId,
    lists,
    format: { encoding, delimiter },
    unpacking,
    mapping,
    rules,
  }
  const named = namedPeople(file.rows)
  const reasons = reasonCounter()
  const find = (rows: RowsAsked) => {
    named.add(rows.indexes)
    return within((tx) => knownContacts(tx, lists, rows))
  }
  const steps = readSession(dependencies, { tenantId, uploadId }, entryId, (receipt, sealedChunks) =>
    compareUpload(keys, { receipt, ...asked }, { find, chunks: besideCalls(dependencies, sealedChunks) }),
  )
  for await (const step of steps) {
    if (step.kind === 'differed') {
      let missing = 0
      for await (const leads of missingLeads(within, campaignId, named)) missing += leads.length
      await within((tx) => remember(tx, uploadId, choices, missing))
      const { rows, refused, duplicates, added, changedRows, sameRows, summary, repairs } = step
      return {
        ...{ rows, toAdd: added, known: changedRows + sameRows, toStop: 0, unknown: 0 },
        difference: { changed: changedRows, same: sameRows, missing },
        ...{ duplicate: duplicates, refused, reasons: reasonCounts(reasons.counts()) },
        ...{ notes: noteCounts(summary.notes), repairs: repairsSeen(repairs) },
      }
    }
    reasons.add(step.refused)
  }
  throw asProblem(new KeyServiceError('unavailable'))
}

function enter(
  { database, writer, clock }: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
  choices: ImportChoices,
): Promise<{ file: ChosenFile; lists: ListId[]; entryId: EntryId }> {
  const { actor, tenantId, rowScope, policyHash } = asking
  const checks = { lock: 'look', today: todayInJapan(clock.now()) } as const
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const { file, campaignKind } = await checkChoices(tx, asking, uploadId, choices, checks)
      const entryId = await writer.enter(tx, {
        type: 'upload.compared',
        purpose: 'list_intake',
        policyHash,
        campaignKind,
        counts: { rows: file.rows },
        refs: { upload: uploadId, campaign: choices.campaignId, session: actor.sessionId },
        commit: { file: file.digest.toString('hex') },
      })
      return { file, lists: await readyLists(tx, choices.campaignId), entryId }
    },
    rowScope,
  )
}

async function remember(tx: Tx, uploadId: UploadId, choices: ImportChoices, missing: number): Promise<void> {
  await tx.db
    .updateTable('tenant.uploads')
    .set({ previewed_choices: digestOf(choices), previewed_missing: missing })
    .where('upload_id', '=', uploadId)
    .where('state', '=', 'received')
    .execute()
}
