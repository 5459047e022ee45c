import { type CampaignId, ProblemError, type RowReason } from '@sekisho/contract'
import type { FieldValues } from '@sekisho/vault'
import type { Tx } from '../../platform/database/index.ts'
import type { Asking } from '../asking.ts'
import type { RefusedRowDependencies } from './dependencies.ts'
import { firstDueMs } from '../first-due.ts'
import { type Judged, judgeRow } from './judge-row.ts'
import { rowReason } from './row-reason.ts'
import { type RowPlace, rowInList, type SettledRow, settleRow } from './row-in-list.ts'
import { samePerson } from './same-person.ts'
import { takeIn } from './take-in.ts'

export type Corrected =
  | { readonly outcome: 'accepted'; readonly isOnDoNotCall: boolean }
  | { readonly outcome: 'refused'; readonly reasons: RowReason[] }
  | SettledRow

/**
 * Corrects a refused row: judged by the rules of an import, and taken in with its entry in one transaction when they
 * accept it. Refused again, nothing of what was typed is kept. A kill leaves it done or not done; whoever asks again
 * after it was done is told so.
 *
 * @throws ProblemError `not_found`, `conflict` (undone or closed meanwhile), `import_under_way`, `invalid_input`,
 *         `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
 */
export async function correctRow(
  dependencies: RefusedRowDependencies,
  asking: Asking,
  place: RowPlace,
  changes: FieldValues,
): Promise<Corrected> {
  const judged = await judgeRow(dependencies, asking, place, changes)
  if (judged.outcome === 'settled') return judged
  if (judged.verdict.kind === 'refused') {
    return { outcome: 'refused', reasons: judged.verdict.reasons.map((reason) => rowReason(reason, null)) }
  }
  const { actor, tenantId, rowScope } = asking
  return dependencies.database.transaction(
    actor,
    tenantId,
    (tx) => takeJudged(dependencies, tx, asking, place, judged),
    rowScope,
  )
}

async function takeJudged(
  { writer, keys, events, clock }: RefusedRowDependencies,
  tx: Tx,
  { actor, tenantId, policyHash }: Asking,
  place: RowPlace,
  { row: judged, verdict, changed }: Judged,
): Promise<Corrected> {
  if (verdict.kind !== 'accepted') throw new ProblemError('internal')
  const { listId, rowNumber } = place
  await keepPeopleStill(tx, judged.campaignId)
  const row = await rowInList(tx, place, 'lock')
  if (row.outcome === 'settled') return row
  if (row.isClosed) throw new ProblemError('conflict')
  const { campaignId, jobId } = row
  const same = await samePerson(tx, keys, { listId, campaignId, by: row.rules.samePersonBy }, verdict)
  if (same !== null) {
    const sameAsRow = same.code === 'duplicate_in_file' ? same.sameAsRow : null
    const field = verdict.comparedBy === 'customer_number' ? 'customer_number' : null
    return { outcome: 'refused', reasons: [{ ...rowReason(same.code, sameAsRow), field }] }
  }
  const nowMs = clock.now()
  const isOnDoNotCall = await takeIn(tx, place, row, verdict, firstDueMs(nowMs, row))
  await settleRow(tx, place, campaignId, {
    ...{ state: 'corrected', setAside: null, by: actor.personId, at: new Date(nowMs) },
  })
  await writer.enter(tx, {
    type: 'refused_row.corrected',
    purpose: 'list_intake',
    policyHash,
    campaignKind: row.campaign.kind,
    fields: changed,
    counts: { row_number: rowNumber, numbers: verdict.numbers.length, ...(isOnDoNotCall ? { do_not_call: 1 } : {}) },
    refs: { list: listId, campaign: campaignId, session: actor.sessionId },
  })
  await events.announce(tx, { kind: 'changed', tenantId, jobId, listId })
  return { outcome: 'accepted', isOnDoNotCall }
}

/**
 * Nobody else brings people into the campaign until the transaction ends, so that no two rows bring the same person. An
 * import holds the campaign for minutes, and is not waited for; another correction is over in a moment.
 *
 * @throws ProblemError `import_under_way`
 */
async function keepPeopleStill(tx: Tx, campaignId: CampaignId): Promise<void> {
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`correct ${campaignId}`])
  // as in import-under-way.ts; shared: an import waits for us as for another import
  const { rows } = await tx.client.query<{ isStill: boolean }>(
    'select pg_try_advisory_xact_lock_shared(hashtextextended($1, 0)) as "isStill"',
    [`import ${campaignId}`],
  )
  if (rows[0]?.isStill !== true) throw new ProblemError('import_under_way')
}
