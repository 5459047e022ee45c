import {
  type CampaignId,
  type CampaignSettings,
  campaignSettings,
  type ColumnMapping,
  type FieldCode,
  type FileRefusal,
  type ImportMode,
  type ImportRules,
  type JobId,
  ProblemError,
  type SamePersonKey,
} from '@sekisho/contract'
import type { UploadId } from '@sekisho/contract'
import {
  checkMapping,
  type ColumnMapping as ConfirmedMapping,
  defaultRules,
  IntakeError,
  isPhoneField,
  type RowRules,
  type Unpacking,
} from '@sekisho/intake'
import type { MatchKey } from '@sekisho/vault'
import type { Tx } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import { bringsPeople } from './import-modes.ts'
import type { Encoding } from './inspect-upload.ts'
import { readyLists } from './known-contacts.ts'
import { refuseHeld } from './legal-hold.ts'
import { confirmedMapping, dataRows, delimiterOf, type StoredInspection } from './stored-inspection.ts'
import { refuseTerms } from './terms/first-terms.ts'
import { findUpload, type Upload } from './uploads.ts'

/** What a person chose for a file. */
export interface ImportChoices {
  readonly campaignId: CampaignId
  readonly encoding: Encoding
  readonly mapping: ColumnMapping
  readonly rules: ImportRules
  readonly mode: ImportMode
  /** Of a client's own do-not-call file, and of nothing else. */
  readonly refusal?: FileRefusal | undefined
  /** Of a protected file; never stored, entered or logged. */
  readonly password?: string | undefined
}

/** A file as the key service reads it, by choices that were checked. */
export interface ChosenFile {
  readonly uploadId: UploadId
  readonly digest: Buffer
  readonly encoding: Encoding
  readonly delimiter: ',' | '\t' | ';'
  readonly unpacking: Unpacking
  readonly mapping: ConfirmedMapping
  readonly rules: RowRules
  /** By what people who are there are found in it. */
  readonly by: MatchKey
  /** Rows of data: the most that an entry about it allows. */
  readonly rows: number
}

export interface CheckedChoices {
  readonly file: ChosenFile
  readonly jobId: JobId
  readonly campaignKind: 'production' | 'test'
  readonly inspection: StoredInspection
}

/**
 * Checks what was chosen against the file and the campaign.
 *
 * @param lock  `lock`: a second import of the same upload waits here
 * @throws ProblemError `not_found`, `invalid_input` with places or intake's codes, `already_imported`
 */
export async function checkChoices(
  tx: Tx,
  asking: Asking,
  uploadId: UploadId,
  choices: ImportChoices,
  { lock, today }: { readonly lock: 'lock' | 'look'; readonly today: string },
): Promise<CheckedChoices> {
  const { campaignId, encoding, rules, mode } = choices
  const campaign = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['kind', 'state', 'job_id', 'settings'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (campaign === undefined) throw new ProblemError('not_found')
  if (campaign.state === 'closed') throw new ProblemError('invalid_input', 'closed')
  const campaignKind = campaign.kind as CheckedChoices['campaignKind']
  refuseContradictions(choices, today)
  const { digest, inspection } = readyToRead(await findUpload(tx, asking, uploadId, lock))
  const mapping = checkedMapping(choices, inspection)
  if (mode === 'new' && (await hasLists(tx, campaignId))) throw new ProblemError('invalid_input', 'campaign_has_lists')
  if (mode === 'difference') await refuseHeld(tx, campaignId, await readyLists(tx, campaignId))
  const isMatching = !bringsPeople(mode)
  const file: ChosenFile = {
    ...{ uploadId, digest, encoding, delimiter: delimiterOf[inspection.view.delimiter] },
    unpacking: unpackingOf(choices, inspection),
    mapping: isMatching ? matchingColumns(mapping, rules.samePersonBy) : mapping,
    rules: await rowRules(tx, choices, { kind: campaignKind, ...campaignSettings.parse(campaign.settings) }, today),
    by: matchKeyOf(choices),
    rows: dataRows(inspection.view, choices.mapping.hasHeader),
  }
  return { file, jobId: campaign.job_id, campaignKind, inspection }
}

/** @throws ProblemError `invalid_input` with the place */
function refuseContradictions({ mode, rules, refusal }: ImportChoices, today: string): void {
  if (mode !== 'difference' && rules.missing !== undefined)
    throw new ProblemError('invalid_input', 'body.rules.missing')
  refuseTerms(rules, mode, today)
  if ((mode === 'do_not_call') !== (refusal !== undefined)) throw new ProblemError('invalid_input', 'body.refusal')
  if (refusal === undefined) return
  if (refusal.asOf > today) throw new ProblemError('invalid_input', 'body.refusal.asOf')
  // a customer number says nothing about one number
  if (refusal.scope === 'number' && rules.samePersonBy !== 'phone')
    throw new ProblemError('invalid_input', 'body.refusal.scope')
}

/** The part that was inspected is the one that is imported. */
function unpackingOf({ password }: ImportChoices, { view: { packed } }: StoredInspection): Unpacking {
  return {
    ...(password === undefined ? {} : { password }),
    ...(packed?.part == null ? {} : { part: packed.part }),
  }
}

function readyToRead({ state, digest, inspection }: Upload): { digest: Buffer; inspection: StoredInspection } {
  if (state === 'imported') throw new ProblemError('already_imported')
  if (state !== 'received' || digest === null) throw new ProblemError('not_found')
  if (inspection === null) throw new ProblemError('invalid_input', 'not_inspected')
  return { digest, inspection }
}

async function hasLists(tx: Tx, campaignId: CampaignId): Promise<boolean> {
  const list = await tx.db
    .selectFrom('tenant.lists')
    .select('list_id')
    .where('campaign_id', '=', campaignId)
    .where('state', 'in', ['importing', 'ready'])
    .where('mode', 'in', ['new', 'add'])
    .executeTakeFirst()
  return list !== undefined
}

function checkedMapping({ encoding, mapping, rules, mode }: ImportChoices, seen: StoredInspection): ConfirmedMapping {
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
  // a key that the file has no column for is refused, because one that is passed over would be found out by the people
  // who are called twice
  if (!fitsColumns(confirmed, rules.samePersonBy, mode))
    throw new ProblemError('invalid_input', 'body.rules.samePersonBy')
  return confirmed
}

/** A difference is compared row by row, with more than an index; other keys of an import are compared in the key service. */
function matchKeyOf({ mode, rules: { samePersonBy } }: ImportChoices): MatchKey {
  if (mode === 'difference') return 'nothing'
  if (samePersonBy === 'customer_number') return samePersonBy
  return samePersonBy === 'phone' && !bringsPeople(mode) ? samePersonBy : 'nothing'
}

function fitsColumns(mapping: ConfirmedMapping, by: SamePersonKey, mode: ImportMode): boolean {
  if (mode === 'difference') return by === 'customer_number' && hasField(mapping, by)
  if (!bringsPeople(mode)) return mapping.columns.some(({ field }) => isFor(by, field))
  switch (by) {
    case 'customer_number':
      return hasField(mapping, by)
    case 'name_and_birth':
      return hasField(mapping, 'kana') && hasField(mapping, 'birth_date')
    case 'phone':
    case 'none':
      return true
  }
}

function hasField(mapping: ConfirmedMapping, field: FieldCode): boolean {
  return mapping.columns.some((column) => column.field === field)
}

/** Of a file that stops people: by what they are found. */
function isFor(by: SamePersonKey, field: FieldCode | null): boolean {
  return field !== null && (by === 'phone' ? isPhoneField(field) : field === by)
}

/** Of a file that stops people nothing else is read: a birth date that makes no sense must not keep anybody from being stopped. */
function matchingColumns(mapping: ConfirmedMapping, by: SamePersonKey): ConfirmedMapping {
  return {
    ...mapping,
    columns: mapping.columns.map((column) => (isFor(by, column.field) ? column : { ...column, field: null })),
  }
}

/** Numbers nobody can own are for trying out: in test campaigns and in a labelled demo. */
export async function rowRules(
  tx: Tx,
  {
    rules: { required, withoutRepairs, firstNumber = 'as_in_file', samePersonBy },
    mode,
  }: Pick<ImportChoices, 'rules' | 'mode'>,
  { kind, mayHoldCards }: Pick<CampaignSettings, 'mayHoldCards'> & { readonly kind: CheckedChoices['campaignKind'] },
  today: string,
): Promise<RowRules> {
  const tenant = await tx.db.selectFrom('house.tenants').select('is_demo').executeTakeFirst()
  const allowFictitious = kind === 'test' || tenant?.is_demo === true
  const chosen = { ...defaultRules(today), withoutRepairs, firstNumber, allowFictitious, samePersonBy }
  if (mode === 'difference') {
    const always = [...new Set([...required, 'customer_number' as const])]
    return { ...chosen, required: always, allowCardNumbers: mayHoldCards }
  }
  if (bringsPeople(mode)) return { ...chosen, required, allowCardNumbers: mayHoldCards }
  const isByNumber = samePersonBy === 'phone'
  // nothing of it is kept
  const anything = { allowCardNumbers: true }
  return { ...chosen, ...anything, required: isByNumber ? [] : ['customer_number'], phoneRequired: isByNumber }
}
