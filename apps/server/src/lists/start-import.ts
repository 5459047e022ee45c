import { createHash } from 'node:crypto'
import {
  type EntryId,
  fileRefusalCodes,
  type FileRefusal,
  type JobId,
  lastListPriority,
  type ListId,
  ProblemError,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { Asking } from './asking.ts'
import type { ListsDependencies } from './dependencies.ts'
import { reasonOf } from './failure-reason.ts'
import { digestOf } from './choices-digest.ts'
import { firstDueMs } from './first-due.ts'
import { checkChoices, type ChosenFile, type ImportChoices } from './import-choices.ts'
import { bringsPeople, startedTypes } from './import-modes.ts'
import { headingsHash } from './stored-inspection.ts'
import { hasTerms, termsOf, writeTerms } from './terms/first-terms.ts'

export interface WantedImport extends ImportChoices {
  readonly uploadId: UploadId
  readonly label: string
}

/** An import that was entered and has to be run. */
export interface PlannedImport extends ChosenFile, Pick<ImportChoices, 'campaignId' | 'mode' | 'refusal'> {
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly listId: ListId
  readonly campaignKind: 'production' | 'test'
  /** When the people whom it brings are due for their first call. */
  readonly dueAtMs: number
  /** Of a difference: as many people may be taken out of calling as the preview showed; null when they stay. */
  readonly missingShown: number | null
  /** The share of its people that a draw leaves out; 0 for nobody. */
  readonly heldOutPercent: number
  readonly entryId: EntryId
  readonly enteredAtMs: number
}

const duplicateKey = '23505'

/**
 * Begins an import: the list, its entry and the kept mapping in one transaction. The unique index over the file's digest
 * decides between two imports of one file at once.
 *
 * @throws ProblemError `not_found`, `invalid_input` with places or intake's codes, `already_imported`,
 *         `ledger_unavailable`, `key_service_unavailable`
 */
export async function startImport(
  dependencies: ListsDependencies,
  asking: Asking,
  wanted: WantedImport,
): Promise<PlannedImport> {
  const { database } = dependencies
  try {
    return await database.transaction(
      asking.actor,
      asking.tenantId,
      (tx) => plan(dependencies, tx, asking, wanted),
      asking.rowScope,
    )
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    const problem =
      code === duplicateKey && (constraint === 'lists_digest' || constraint === 'lists_difference')
        ? new ProblemError('already_imported')
        : error
    if (problem instanceof ProblemError && problem.code !== 'ledger_unavailable') {
      await enterDenied(dependencies, asking, wanted, problem)
    }
    throw problem
  }
}

async function plan(
  { writer, keys, clock }: ListsDependencies,
  tx: Tx,
  asking: Asking,
  wanted: WantedImport,
): Promise<PlannedImport> {
  const { actor, tenantId, policyHash } = asking
  const { uploadId, campaignId, mode, refusal } = wanted
  const checks = { lock: 'lock', today: todayInJapan(clock.now()) } as const
  const { file, jobId, campaignKind, inspection } = await checkChoices(tx, asking, uploadId, wanted, checks)
  const { digest, rows } = file
  const missingShown = await shownMissing(tx, wanted)
  const listId = newId<ListId>()
  // a list's own keys are for people to call
  if (bringsPeople(mode)) await keys.ensureList({ tenantId, listId }).catch(rethrow)
  const enteredAtMs = clock.now()
  await tx.db
    .insertInto('tenant.lists')
    .values({
      tenant_id: tenantId,
      list_id: listId,
      campaign_id: campaignId,
      upload_id: uploadId,
      label: wanted.label,
      mode,
      state: 'importing',
      digest: digestOfPart(file),
      mapping: JSON.stringify(wanted.mapping),
      rules: JSON.stringify(wanted.rules),
      rows_total: rows,
      missing_shown: missingShown,
      imported_by: actor.personId,
      refusal_scope: refusal?.scope ?? null,
      refusal_reason: refusal?.reason ?? null,
      refusal_source: refusal?.source ?? null,
      refusal_as_of: refusal?.asOf ?? null,
    })
    .execute()
  await tx.db
    .insertInto('tenant.kept_mappings')
    .values({
      tenant_id: tenantId,
      headings_hash: headingsHash(inspection.view),
      mapping: JSON.stringify(wanted.mapping),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'headings_hash'])
        .doUpdateSet({ mapping: JSON.stringify(wanted.mapping), kept_at: new Date(enteredAtMs) }),
    )
    .execute()
  const entryId = await writer.enter(tx, {
    type: startedTypes[mode],
    purpose: 'list_intake',
    policyHash,
    campaignKind,
    counts: { rows, ...placeOf(wanted) },
    refs: {
      ...{ upload: uploadId, list: listId, campaign: campaignId, session: actor.sessionId },
      ...(refusal === undefined ? {} : refusalRefs(refusal)),
      ...(mode === 'new' || mode === 'add' ? { same_person_by: wanted.rules.samePersonBy } : {}),
    },
    ...(refusal === undefined ? {} : { days: { from: refusal.asOf, until: refusal.asOf } }),
    commit: { file: digest.toString('hex') },
  })
  const terms = termsOf(wanted.rules)
  if (hasTerms(terms)) {
    const list = { listId, campaignId, kind: campaignKind }
    await writeTerms(writer, tx, { list, revision: 1, terms, atMs: enteredAtMs, by: asking })
  }
  return {
    ...{ ...file, tenantId, jobId, listId, campaignId, mode, campaignKind, missingShown, entryId, enteredAtMs },
    heldOutPercent: terms.heldOutPercent,
    dueAtMs: firstDueMs(enteredAtMs, wanted.rules),
    ...(refusal === undefined ? {} : { refusal }),
  }
}

/** The last place is that of every list, and not entered. */
function placeOf({ mode, rules: { priority } }: WantedImport): { priority?: number } {
  const hasPlace = (mode === 'new' || mode === 'add') && priority !== undefined && priority < lastListPriority
  return hasPlace ? { priority } : {}
}

function refusalRefs({ scope, source, reason }: FileRefusal) {
  return { refusal_scope: scope, refusal_source: source, disposition: fileRefusalCodes[reason] }
}

/** Two sheets of one workbook are two lists; the same sheet twice is one. */
function digestOfPart({ digest, unpacking: { part } }: ChosenFile): Buffer {
  return part === undefined ? digest : createHash('sha256').update(digest).update(`part ${part}`).digest()
}

/**
 * How many people a preview of these very choices found missing, where they are to be taken out of calling.
 *
 * @throws ProblemError `invalid_input` with `not_previewed`
 */
async function shownMissing(tx: Tx, wanted: WantedImport): Promise<number | null> {
  if (wanted.mode !== 'difference' || wanted.rules.missing !== 'take_out') return null
  const upload = await tx.db
    .selectFrom('tenant.uploads')
    .select('previewed_missing')
    .where('upload_id', '=', wanted.uploadId)
    .where('previewed_choices', '=', digestOf(wanted))
    .executeTakeFirst()
  if (upload === undefined || upload.previewed_missing === null)
    throw new ProblemError('invalid_input', 'not_previewed')
  return upload.previewed_missing
}

/** A refused import is an attempt, too (M-01). */
async function enterDenied(
  { database, writer, log }: ListsDependencies,
  { actor, tenantId, policyHash }: Asking,
  { uploadId, campaignId, mode }: WantedImport,
  problem: ProblemError,
): Promise<void> {
  // what was not found may be another tenant's; its id does not belong into this tenant's ledger
  const refs = problem.code === 'not_found' ? {} : { upload: uploadId, campaign: campaignId }
  await database
    .transaction(actor, tenantId, (tx) =>
      writer.enter(tx, {
        type: startedTypes[mode],
        outcome: 'denied',
        reason: reasonOf(problem),
        purpose: 'list_intake',
        policyHash,
        refs: { ...refs, session: actor.sessionId },
      }),
    )
    .catch((error: unknown) => log.warn({ err: error }, 'a refused import could not be entered'))
}

function rethrow(error: unknown): never {
  throw error instanceof KeyServiceError ? asProblem(error) : error
}
