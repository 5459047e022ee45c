import { type EntryId, type ImportPreview, type LeadId, type UploadId } from '@sekisho/contract'
import { repairOfNote, rowNoteCodes, rowNoteTexts } from '@sekisho/intake'
import {
  KeyServiceError,
  type Matched,
  type MatchKey,
  matchUpload,
  type RefusedImportRow,
  type RowKeys,
} from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { Asking } from './asking.ts'
import { besideCalls } from './calls-first.ts'
import type { ListsDependencies } from './dependencies.ts'
import { checkChoices, type ChosenFile, type ImportChoices } from './import-choices.ts'
import { bringsPeople } from './import-modes.ts'
import { knownIndexes } from './known-indexes.ts'
import { knownPeople } from './known-people.ts'
import { reasonCounts } from './list-view.ts'
import { readSession } from './read-session.ts'
import { reasonCounter } from './reason-counter.ts'

/**
 * Says what an import would do at this moment: the file is read by the choices, its people are compared with those who
 * are there by their blind indexes, and nothing is changed. One entry for each, because it tells who is in a file.
 *
 * @throws ProblemError `not_found`, `invalid_input`, `already_imported`, `ledger_unavailable`, `key_service_...`
 * @throws ImportProblem the file cannot be read to its end
 */
export async function previewImport(
  dependencies: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
  choices: ImportChoices,
): Promise<ImportPreview> {
  const { keys } = dependencies
  const { tenantId } = asking
  const { file, entryId } = await enter(dependencies, asking, uploadId, choices)
  const { digest, by, encoding, delimiter, mapping, rules, unpacking } = file
  const asked = { tenantId, uploadId, digest, by, format: { encoding, delimiter }, unpacking, mapping, rules }
  const existing = await knownToKeyService(dependencies, asking, choices, file)
  const reasons = reasonCounter()
  const comparison = compare(dependencies, asking, choices, by)
  const steps = readSession(dependencies, { tenantId, uploadId }, entryId, (receipt, sealedChunks) =>
    matchUpload(keys, { receipt, ...asked }, { chunks: besideCalls(dependencies, sealedChunks), existing }),
  )
  for await (const step of steps) {
    if (step.kind === 'matched') {
      const { rows, accepted, refused, repairs } = step
      const { outcome, existing: isThere } = comparison.result(accepted)
      const found = { notes: noteCounts(step.summary.notes), repairs: repairsSeen(repairs), difference: null }
      const counted = { rows, refused, duplicate: step.duplicates - isThere, reasons: reasonCounts(reasons.counts()) }
      return { ...counted, ...found, ...outcome }
    }
    reasons.add(step.refused.filter((row) => !isThereAlready(row)))
    await comparison.add(step)
  }
  throw asProblem(new KeyServiceError('unavailable'))
}

/**
 * People of the campaign for a key by that rows are compared inside the key service, as an import is: only the customer
 * number is compared here, batch by batch.
 */
async function knownToKeyService(
  { database }: ListsDependencies,
  { actor, tenantId, rowScope }: Asking,
  { campaignId, mode }: ImportChoices,
  { by, rules }: ChosenFile,
): Promise<Buffer[]> {
  if (by !== 'nothing' || !bringsPeople(mode)) return []
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const indexes: Buffer[] = []
      for await (const some of knownIndexes(tx, campaignId, rules.samePersonBy)) indexes.push(some)
      return indexes
    },
    rowScope,
  )
}

function isThereAlready({ reasons: [reason] }: RefusedImportRow): boolean {
  return reason === 'duplicate_existing'
}

/** What was noticed besides repairs, with its sentence. */
export function noteCounts(notes: Matched['summary']['notes']): ImportPreview['notes'] {
  return rowNoteCodes.flatMap((code) => {
    const rows = notes[code] ?? 0
    return rows === 0 || repairOfNote(code) !== null ? [] : [{ code, ...rowNoteTexts[code], rows }]
  })
}

export function repairsSeen(repairs: Matched['repairs']): ImportPreview['repairs'] {
  return repairs.map(({ code, cells, samples }) => ({ code, cells, samples: [...samples] }))
}

function enter(
  { database, writer, clock }: ListsDependencies,
  asking: Asking,
  uploadId: UploadId,
  choices: ImportChoices,
): Promise<{ file: ChosenFile; entryId: EntryId }> {
  const { actor, tenantId, rowScope, policyHash } = asking
  const checks = { lock: 'look', today: todayInJapan(clock.now()) } as const
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const { file, campaignKind } = await checkChoices(tx, asking, uploadId, choices, checks)
      const entryId = await writer.enter(tx, {
        type: 'upload.previewed',
        purpose: 'list_intake',
        policyHash,
        campaignKind,
        counts: { rows: file.rows },
        refs: { upload: uploadId, campaign: choices.campaignId, session: actor.sessionId },
        commit: { file: file.digest.toString('hex') },
      })
      return { file, entryId }
    },
    rowScope,
  )
}

interface Comparison {
  readonly outcome: Pick<ImportPreview, 'toAdd' | 'known' | 'toStop' | 'unknown'>
  /** Of the known people, those whom the key service counted as duplicates. */
  readonly existing: number
}

/** Compares batch by batch with the people of the campaign. */
function compare(
  { database }: ListsDependencies,
  { actor, tenantId, rowScope }: Asking,
  { campaignId, mode }: ImportChoices,
  by: MatchKey,
) {
  let known = 0
  let unknown = 0
  /** Found in the key service: rows that it did not accept. */
  let existing = 0
  const toStop = new Set<LeadId>()

  return {
    async add(batch: RowKeys): Promise<void> {
      existing += batch.refused.filter(isThereAlready).length
      const found = await database.transaction(
        actor,
        tenantId,
        (tx) => knownPeople(tx, campaignId, by, batch),
        rowScope,
      )
      const rows = new Set(found.map((row) => row.row_number)).size
      known += rows
      unknown += new Set(batch.rowNumbers).size - rows
      for (const row of found) if (row.may_be_called) toStop.add(row.lead_id)
    },
    result: (accepted: number): Comparison => ({ outcome: outcome(accepted), existing }),
  }

  function outcome(accepted: number): Comparison['outcome'] {
    switch (mode) {
      case 'exclude':
        return { toAdd: 0, known, toStop: toStop.size, unknown }
      // whoever is nobody here yet is not to be called either
      case 'do_not_call':
        return { toAdd: accepted, known, toStop: toStop.size, unknown: 0 }
      default:
        return { toAdd: accepted - known, known: known + existing, toStop: 0, unknown: 0 }
    }
  }
}
