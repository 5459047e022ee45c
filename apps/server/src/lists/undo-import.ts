import { type ImportMode, type ListId, ProblemError } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import type { ListsDependencies } from './dependencies.ts'
import { isUndone } from './import-modes.ts'
import { isHeld } from './legal-hold.ts'
import { deleteCells } from './refused/keep-cells.ts'
import { unnameLeads } from './terms/name-leads.ts'

/** A dialler holds a lead and waits for the list, while we hold the list and wait for the lead: one of us gives way. */
const deadlock = '40P01'
const mostTries = 5

/**
 * Takes an import back, as long as it goes on or nobody of it was called. An import under way meets the changed state at
 * its next batch and ends. The undo and the first lease of a lead compete for the list's
 * row lock: whoever comes first wins, and the other is told.
 *
 * Leads go within the transaction, so that nobody can be called any more when it ends. Contacts and numbers, out of
 * reach then, go in batches afterwards, and the list's keys after them (`cleanUp`).
 *
 * @throws ProblemError `not_found`, `already_called`, `conflict` (in another state, or under a legal hold),
 *         `ledger_unavailable`
 */
export async function undoImport(dependencies: ListsDependencies, asking: Asking, listId: ListId): Promise<void> {
  const { actor, tenantId, rowScope } = asking
  for (let tries = 1; ; tries += 1) {
    try {
      const refused = await dependencies.database.transaction(
        actor,
        tenantId,
        (tx) => undo(dependencies, tx, asking, listId),
        rowScope,
      )
      if (refused !== null) throw refused
      return
    } catch (error) {
      if ((error as { code?: string }).code !== deadlock || tries === mostTries) throw error
    }
  }
}

/** A refusal is entered and so committed; it is thrown only afterwards. */
async function undo(
  { writer, clock, events }: ListsDependencies,
  tx: Tx,
  { actor, tenantId, policyHash }: Asking,
  listId: ListId,
): Promise<ProblemError | null> {
  const list = await tx.db
    .selectFrom('tenant.lists as l')
    .innerJoin('tenant.campaigns as c', (join) =>
      join.onRef('c.tenant_id', '=', 'l.tenant_id').onRef('c.campaign_id', '=', 'l.campaign_id'),
    )
    .select(['l.state', 'l.campaign_id', 'l.first_leased_at', 'l.rows_accepted', 'l.mode', 'c.kind', 'c.job_id'])
    .where('l.list_id', '=', listId)
    .forNoKeyUpdate('l')
    .executeTakeFirst()
  if (list === undefined) throw new ProblemError('not_found')
  if (list.state !== 'ready' && list.state !== 'importing') throw new ProblemError('conflict')
  // it brought nobody who could be taken back; whoever was stopped stays stopped, and what a changed contact was before is gone
  if (!isUndone(list.mode as ImportMode)) throw new ProblemError('conflict')
  const common = {
    type: 'list.import_undone',
    purpose: 'list_intake',
    policyHash,
    campaignKind: list.kind as 'production' | 'test',
    refs: { list: listId, campaign: list.campaign_id, session: actor.sessionId },
  } as const
  if (list.first_leased_at !== null) {
    await writer.enter(tx, { ...common, outcome: 'denied', reason: 'already_called' })
    return new ProblemError('already_called')
  }
  const held = await isHeld(tx, [
    { kind: 'list', id: listId },
    { kind: 'campaign', id: list.campaign_id },
  ])
  if (held) {
    await writer.enter(tx, { ...common, outcome: 'denied', reason: 'no_grant' })
    return new ProblemError('conflict', 'legal_hold')
  }
  await tx.client.query(unnameLeads('l.list_id = $1'), [listId])
  const { numDeletedRows } = await tx.db
    .deleteFrom('tenant.leads')
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow()
  const leads = Number(numDeletedRows)
  await deleteCells(tx, listId)
  const contacts = list.state === 'ready' ? list.rows_accepted : leads
  const entryId = await writer.enter(tx, { ...common, counts: { contacts, leads } })
  await tx.db
    .updateTable('tenant.lists')
    .set({ state: 'undone', finished_at: new Date(clock.now()), ended_by: entryId })
    .where('list_id', '=', listId)
    .execute()
  await events.announce(tx, { kind: 'changed', tenantId, jobId: list.job_id, listId })
  return null
}
