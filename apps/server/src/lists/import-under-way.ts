import type { EntryId, ListId } from '@sekisho/contract'
import { fileErrorCodes } from '@sekisho/intake'
import { isKeyServiceErrorCode, KeyServiceError } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { isHeld } from './legal-hold.ts'
import { startedTypes } from './import-modes.ts'
import type { PlannedImport } from './start-import.ts'

// What importing and excluding share: who works on a list, its entry, and the end of its file.

export const importer = systemActor('importer')

/** A receipt opens for 60 s; an import that waited longer than this for its turn is entered anew by the importer. */
const freshMs = 20_000

/** The file cannot be read to its end: intake's code and places. Nothing of it was kept. */
export class ImportProblem extends Error {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>
  constructor(code: string, detail: object) {
    super(`import: ${code}`)
    this.name = 'ImportProblem'
    this.code = code
    this.detail = { ...detail }
  }
}

export interface ImportRun {
  /** Told after each batch how many rows of the file are done. */
  readonly onProgress: (rows: number) => void
  readonly signal: AbortSignal
}

/**
 * Holds a list's import, and its campaign's, until the transaction ends. Two imports into one campaign follow each other,
 * so that the second compares with the people of the first, and exclusions find whoever came before them. A client's own
 * do-not-call file asks for nobody of the campaign and waits for none.
 *
 * @returns false when the list is no longer waiting to be imported
 */
export async function holdImport(holder: Tx, { listId, campaignId, mode }: PlannedImport): Promise<boolean> {
  const ofCampaign = mode === 'do_not_call' ? [] : [`import ${campaignId}`]
  for (const lock of [importLock(listId), ...ofCampaign]) {
    await holder.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lock])
  }
  return isImporting(holder, listId, 'free')
}

/** The lock that says that somebody lives and works on an import; it goes with that process. */
export function importLock(listId: ListId): string {
  return `importing ${listId}`
}

export async function isImporting(tx: Tx, listId: ListId, lock: 'free' | 'locked'): Promise<boolean> {
  const list = tx.db.selectFrom('tenant.lists').select('state').where('list_id', '=', listId)
  const found = await (lock === 'free' ? list : list.forNoKeyUpdate()).executeTakeFirst()
  return found?.state === 'importing'
}

/** The entry of the beginning, or a new one when that is too old to open the file. */
export async function freshEntry(
  { database, writer, clock }: ListsDependencies,
  planned: PlannedImport,
): Promise<EntryId> {
  if (Math.abs(clock.now() - planned.enteredAtMs) < freshMs) return planned.entryId
  const { tenantId, listId, uploadId, campaignId, campaignKind, rows, digest } = planned
  return database.transaction(importer, tenantId, (tx) =>
    writer.enter(tx, {
      type: startedTypes[planned.mode],
      purpose: 'list_intake',
      campaignKind,
      counts: { rows },
      refs: { upload: uploadId, list: listId, campaign: campaignId, entry: planned.entryId },
      commit: { file: digest.toString('hex') },
    }),
  )
}

/** A session's problem as what is thrown. */
export function problemOf(code: string, detail: object): Error {
  if (isKeyServiceErrorCode(code)) return asProblem(new KeyServiceError(code))
  return new ImportProblem((fileErrorCodes as readonly string[]).includes(code) ? code : 'unreadable', detail)
}

/** Marks the file as done with and enters its end, unless it is held. */
export async function endUpload(
  writer: EntryWriter,
  tx: Tx,
  { uploadId, listId, campaignId, campaignKind }: PlannedImport,
): Promise<{ isHeld: boolean }> {
  // the contacts stand under the list's own key now; the file under the tenant's would outlive the list's destruction
  await tx.db
    .updateTable('tenant.uploads')
    .set({ state: 'imported', inspection: null })
    .where('upload_id', '=', uploadId)
    .execute()
  const held = await isHeld(tx, [
    { kind: 'upload', id: uploadId },
    { kind: 'list', id: listId },
    { kind: 'campaign', id: campaignId },
  ])
  const common = { purpose: 'list_intake', campaignKind } as const
  if (!held) await writer.enter(tx, { ...common, type: 'upload.discarded', refs: { upload: uploadId, list: listId } })
  return { isHeld: held }
}
