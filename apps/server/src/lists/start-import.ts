import {
  type CampaignId,
  type ColumnMapping,
  type EntryId,
  type ImportRules,
  type JobId,
  type ListId,
  ProblemError,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import {
  checkMapping,
  type ColumnMapping as ConfirmedMapping,
  defaultRules,
  IntakeError,
  type RowRules,
} from '@sekisho/intake'
import { KeyServiceError } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import type { ListsDependencies } from './dependencies.ts'
import { reasonOf } from './failure-reason.ts'
import { type Encoding, todayInJapan } from './inspect-upload.ts'
import { confirmedMapping, dataRows, delimiterOf, headingsHash, type StoredInspection } from './stored-inspection.ts'
import { findUpload } from './uploads.ts'

export interface WantedImport {
  readonly uploadId: UploadId
  readonly campaignId: CampaignId
  readonly label: string
  readonly encoding: Encoding
  readonly mapping: ColumnMapping
  readonly rules: ImportRules
}

/** An import that was entered and has to be run. */
export interface PlannedImport {
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly listId: ListId
  readonly campaignId: CampaignId
  readonly campaignKind: 'production' | 'test'
  readonly uploadId: UploadId
  readonly digest: Buffer
  readonly encoding: Encoding
  readonly delimiter: ',' | '\t' | ';'
  readonly mapping: ConfirmedMapping
  readonly rules: RowRules
  /** Most rows the entry allows. */
  readonly rows: number
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
      code === duplicateKey && constraint === 'lists_digest' ? new ProblemError('already_imported') : error
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
  const { uploadId, campaignId } = wanted
  const campaign = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['kind', 'state', 'job_id'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (campaign === undefined) throw new ProblemError('not_found')
  if (campaign.state === 'closed') throw new ProblemError('invalid_input', 'closed')
  const campaignKind = campaign.kind as PlannedImport['campaignKind']
  // under a lock: a second import of the same upload waits here, and then meets the digest
  const upload = await findUpload(tx, asking, uploadId, 'lock')
  if (upload.state === 'imported') throw new ProblemError('already_imported')
  const { digest, inspection } = upload
  if (upload.state !== 'received' || digest === null) throw new ProblemError('not_found')
  if (inspection === null) throw new ProblemError('invalid_input', 'not_inspected')
  const mapping = checkedMapping(wanted, inspection)
  const rows = dataRows(inspection.view, wanted.mapping.hasHeader)
  const rules = await rowRules(tx, wanted.rules, campaignKind, todayInJapan(clock.now()))
  const listId = newId<ListId>()
  await keys.ensureList({ tenantId, listId }).catch(rethrow)
  const enteredAtMs = clock.now()
  await tx.db
    .insertInto('tenant.lists')
    .values({
      tenant_id: tenantId,
      list_id: listId,
      campaign_id: campaignId,
      upload_id: uploadId,
      label: wanted.label,
      state: 'importing',
      digest,
      mapping: JSON.stringify(wanted.mapping),
      rules: JSON.stringify(wanted.rules),
      rows_total: rows,
      imported_by: actor.personId,
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
    type: 'list.import_started',
    purpose: 'list_intake',
    policyHash,
    campaignKind,
    counts: { rows },
    refs: { upload: uploadId, list: listId, campaign: campaignId, session: actor.sessionId },
    commit: { file: digest.toString('hex') },
  })
  const { encoding } = wanted
  const delimiter = delimiterOf[inspection.view.delimiter]
  const files = { uploadId, digest, encoding, delimiter, mapping, rules, rows }
  return { tenantId, jobId: campaign.job_id, listId, campaignId, campaignKind, ...files, entryId, enteredAtMs }
}

function checkedMapping({ encoding, mapping, rules }: WantedImport, seen: StoredInspection): ConfirmedMapping {
  if (seen.problem !== null) throw new ProblemError('invalid_input', seen.problem)
  if (encoding !== seen.view.encoding) throw new ProblemError('invalid_input', 'body.encoding')
  const width = seen.view.columns.length
  const columns = mapping.columns.map(({ column }) => column)
  if (columns.some((column) => column >= width) || new Set(columns).size < columns.length) {
    throw new ProblemError('invalid_input', 'body.mapping.columns')
  }
  const fields = new Set(mapping.columns.map(({ field }) => field))
  if (!rules.required.every((field) => fields.has(field)))
    throw new ProblemError('invalid_input', 'body.rules.required')
  const confirmed = confirmedMapping(mapping, seen.view)
  try {
    checkMapping(confirmed)
  } catch (error) {
    throw error instanceof IntakeError ? new ProblemError('invalid_input', error.code) : error
  }
  // the key service compares by customer number where the file has one, else by number and name together; a rule that
  // it does not know is refused, because an ignored one would be found out by the people called twice
  const known = fields.has('customer_number') ? 'customer_number' : 'phone'
  if (rules.samePersonBy !== known) throw new ProblemError('invalid_input', 'body.rules.samePersonBy')
  return confirmed
}

/** Numbers nobody can own are for trying out: in test campaigns and in a labelled demo. */
async function rowRules(
  tx: Tx,
  { required, repairLeadingZero, firstNumber = 'as_in_file' }: ImportRules,
  kind: PlannedImport['campaignKind'],
  today: string,
): Promise<RowRules> {
  const tenant = await tx.db.selectFrom('house.tenants').select('is_demo').executeTakeFirst()
  const allowFictitious = kind === 'test' || tenant?.is_demo === true
  return { ...defaultRules(today), required, restoreLeadingZero: repairLeadingZero, firstNumber, allowFictitious }
}

/** A refused import is an attempt, too (M-01). */
async function enterDenied(
  { database, writer, log }: ListsDependencies,
  { actor, tenantId, policyHash }: Asking,
  { uploadId, campaignId }: WantedImport,
  problem: ProblemError,
): Promise<void> {
  // what was not found may be another tenant's; its id does not belong into this tenant's ledger
  const refs = problem.code === 'not_found' ? {} : { upload: uploadId, campaign: campaignId }
  await database
    .transaction(actor, tenantId, (tx) =>
      writer.enter(tx, {
        type: 'list.import_started',
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
