import {
  type CampaignId,
  type ImportProgress,
  type ListId,
  type ListView,
  type ProblemCode,
  ProblemError,
  problems,
  type UploadId,
} from '@sekisho/contract'
import {
  describeField,
  fileErrorCodes,
  type FileErrorCode,
  fileErrorText,
  fillText,
  isFieldCode,
  type RowReasonCode,
  rowReasonCodes,
  rowReasonTexts,
  type Text,
} from '@sekisho/intake'
import type { Tx } from '../platform/database/index.ts'
import type { ImportFailure } from './fail-import.ts'
import { isUndone } from './import-modes.ts'
import { placeOfList } from './terms/standing-terms-sql.ts'
import { termsColumns, type TermsRow, termsView } from './terms/terms-view.ts'

interface Row extends TermsRow {
  list_id: ListId
  campaign_id: CampaignId
  campaign_name: string
  label: string
  mode: ListView['mode']
  state: ListView['state']
  rows_total: number
  rows_accepted: number
  rows_refused: number
  rows_duplicate: number
  rows_do_not_call: number
  rows_known: number
  rows_unknown: number
  leads_stopped: number
  refusal: Omit<NonNullable<ListView['refusal']>, 'known'> | null
  priority: number
  same_person_by: ListView['samePersonBy']
  rows_changed: number
  people_missing: number
  missing_shown: number | null
  first_leased_at: Date | null
  created_at: Date
  finished_at: Date | null
  imported_by: string
  summary: { reasons: Record<string, number> } | null
  failure: ImportFailure | null
  upload_id: UploadId | null
}

const listsSql = `
select l.list_id, l.campaign_id, c.name as campaign_name, l.label, l.mode, l.state, l.rows_total, l.rows_accepted, l.rows_refused,
  l.rows_duplicate, l.rows_do_not_call, l.rows_known, l.rows_unknown, l.leads_stopped,
  ${placeOfList} as priority,
  ${termsColumns('$2::date', '$1::uuid is not null')},
  case when l.mode in ('new', 'add') then l.rules ->> 'samePersonBy' end as same_person_by, l.rows_changed, l.people_missing, l.missing_shown, l.first_leased_at,
  case when l.refusal_scope is not null then json_build_object('scope', l.refusal_scope, 'reason', l.refusal_reason,
    'source', l.refusal_source, 'asOf', l.refusal_as_of) end as refusal, l.created_at, l.finished_at, p.display_name as imported_by, l.summary, l.failure,
  case when u.state = 'received' then u.upload_id end as upload_id
from tenant.lists l
  join tenant.campaigns c on c.tenant_id = l.tenant_id and c.campaign_id = l.campaign_id
  join tenant.uploads u on u.tenant_id = l.tenant_id and u.upload_id = l.upload_id
  join house.persons p on p.person_id = l.imported_by
where $1::uuid is null or l.list_id = $1
order by l.created_at desc, l.list_id`

/** Lists in the decision's scope, newest first. @param today  in Japan */
export async function readLists(
  tx: Tx,
  listId: ListId | null,
  progressOf: (listId: ListId) => ImportProgress | null,
  today: string,
): Promise<ListView[]> {
  const { rows } = await tx.client.query<Row>(listsSql, [listId, today])
  return rows.map((row) => ({
    listId: row.list_id,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    label: row.label,
    mode: row.mode,
    priority: row.priority,
    terms: row.mode === 'new' || row.mode === 'add' ? termsView(row, today) : null,
    samePersonBy: row.same_person_by,
    state: row.state,
    rows: {
      total: row.rows_total,
      accepted: row.rows_accepted,
      refused: row.rows_refused,
      duplicate: row.rows_duplicate,
      doNotCall: row.rows_do_not_call,
    },
    refusal: row.refusal === null ? null : { ...row.refusal, known: row.rows_known },
    exclusion:
      row.mode === 'exclude' ? { known: row.rows_known, unknown: row.rows_unknown, stopped: row.leads_stopped } : null,
    difference: row.mode === 'difference' ? differenceOf(row) : null,
    reasons: row.failure === null ? reasonCounts(row.summary?.reasons ?? {}) : [failureReason(row.failure, row.mode)],
    progress: row.state === 'importing' ? progressOf(row.list_id) : null,
    // who was stopped stays stopped, and what somebody read before is gone
    mayUndo:
      isUndone(row.mode) && (row.state === 'importing' || (row.state === 'ready' && row.first_leased_at === null)),
    createdAt: row.created_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
    importedBy: row.imported_by,
    uploadId: row.state === 'failed' || row.state === 'undone' ? row.upload_id : null,
  }))
}

function differenceOf(row: Row): NonNullable<ListView['difference']> {
  return {
    changed: row.rows_changed,
    // counted when the whole file was read
    same: Math.max(0, row.rows_known - row.rows_changed),
    missing: row.people_missing,
    shown: row.missing_shown,
    takenOut: row.leads_stopped,
  }
}

export async function readList(
  tx: Tx,
  listId: ListId,
  progressOf: (listId: ListId) => ImportProgress | null,
  today: string,
): Promise<ListView> {
  const [found] = await readLists(tx, listId, progressOf, today)
  if (found === undefined) throw new ProblemError('not_found')
  return found
}

/** Counts by reason with their sentences, largest first. */
export function reasonCounts(reasons: Readonly<Record<string, number>>): ListView['reasons'] {
  return Object.entries(reasons)
    .map(([code, rows]) => ({ code, ...reasonText(code, undefined), rows }))
    .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1))
}

const anotherRow: Text = { ja: 'ファイル内の別の行と同じ人です。', en: 'The person of another row of the file.' }
const notInCampaign: Text = {
  ja: 'このキャンペーンの対象者に見つかりません。',
  en: 'Nobody of this campaign.',
}
const unknownReason: Text = { ja: '取り込めない行です。', en: 'The row cannot be imported.' }

/**
 * The sentence for a row's reason, `code` or `code:field` as the key service gives it.
 *
 * @param sameAsRow  the first row of a duplicate; left out in counts over many rows
 */
export function reasonText(reason: string, sameAsRow: number | null | undefined): Text {
  const [code = '', field = ''] = reason.split(':')
  if (code === 'not_in_campaign') return notInCampaign
  if (!(rowReasonCodes as readonly string[]).includes(code)) return unknownReason
  if (code === 'duplicate_in_file' && sameAsRow == null) return anotherRow
  const template = rowReasonTexts[code as RowReasonCode]
  const label = isFieldCode(field) ? describeField(field) : { ja: '項目', en: 'field' }
  const firstRow = sameAsRow ?? undefined
  return {
    ja: fillText(template, { field: label.ja, firstRow }).ja,
    en: fillText(template, { field: label.en, firstRow }).en,
  }
}

const interrupted: Text = {
  ja: '取込が中断されました。何も登録されていません。もう一度取り込んでください。',
  en: 'The import was interrupted. Nothing was kept; please import again.',
}

const refusalsInterrupted: Text = {
  ja: '取込が中断されました。登録した架電拒否は登録したままです。もう一度取り込んでください。',
  en: 'The import was interrupted. Who was put on the list stays on it; please import the file again.',
}

const exclusionInterrupted: Text = {
  ja: '消込が中断されました。停止した架電対象は停止したままです。もう一度取り込んでください。',
  en: 'The exclusion was interrupted. Who was stopped stays stopped; please import the file again.',
}

const differenceInterrupted: Text = {
  ja: '差分更新が中断されました。更新済みの対象者は更新されたままで、追加分は登録されていません。もう一度取り込めば続きから揃います。',
  en: 'The update was interrupted. Who was changed stays changed, nobody was added; take the file again to finish it.',
}

const held: Text = {
  ja: '法的保全の対象になったため、途中で止めました。更新済みの対象者は更新されたままです。',
  en: 'It was stopped by a legal hold. Who was changed stays changed.',
}

const interruptedTexts: Readonly<Record<ListView['mode'], Text>> = {
  new: interrupted,
  add: interrupted,
  difference: differenceInterrupted,
  exclude: exclusionInterrupted,
  do_not_call: refusalsInterrupted,
}

/** Why an import failed, for people. */
function failureReason({ code, detail }: ImportFailure, mode: ListView['mode']): ListView['reasons'][number] {
  const text = (fileErrorCodes as readonly string[]).includes(code)
    ? fileErrorText(code as FileErrorCode, detail)
    : code in problems && code !== 'internal'
      ? { ja: problems[code as ProblemCode].ja, en: problems[code as ProblemCode].en }
      : code === 'legal_hold'
        ? held
        : interruptedTexts[mode]
  return { code, ...text, rows: 0 }
}
