import { type LeadId, ProblemError } from '@sekisho/contract'
import { excludeLeads } from '../dialling/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { importer, isImporting } from './import-under-way.ts'
import type { PlannedImport } from './start-import.ts'

/** Leads stopped in one transaction: dialler and desks wait at most for these. More at once was not faster. */
const leadsAtOnce = 1_000

export interface LeadStopper {
  /** Leads that somebody holds are left for `stopLeftOut`. */
  stop(leadIds: readonly LeadId[]): Promise<void>
  /** Whoever held them has let go, or is waited for: one lead in a transaction. */
  stopLeftOut(): Promise<void>
  /** Leads stopped so far. */
  readonly stopped: number
}

/** Stops leads by a file, in batches that each have an entry; what was stopped stays stopped, whatever comes. */
export function leadStopper(
  { database, writer, calls }: ListsDependencies,
  { tenantId, listId, campaignId, campaignKind }: PlannedImport,
): LeadStopper {
  const leftOut = new Set<LeadId>()
  let stopped = 0

  async function stopBatch(leadIds: readonly LeadId[], held: 'left out' | 'waited for'): Promise<void> {
    const excluded = await database.transaction(importer, tenantId, async (tx) => {
      if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
      const done = await excludeLeads(calls, tx, { listId, leadIds, held })
      if (done.stopped === 0) return done
      await tx.db
        .updateTable('tenant.lists')
        .set((list) => ({ leads_stopped: list('leads_stopped', '+', done.stopped) }))
        .where('list_id', '=', listId)
        .execute()
      await writer.enter(tx, {
        type: 'list.leads_excluded',
        purpose: 'list_intake',
        campaignKind,
        counts: { leads: done.stopped },
        refs: { list: listId, campaign: campaignId },
      })
      return done
    })
    stopped += excluded.stopped
    for (const leadId of excluded.leftOut) leftOut.add(leadId)
  }

  return {
    async stop(leadIds) {
      for (let at = 0; at < leadIds.length; at += leadsAtOnce) {
        await stopBatch(leadIds.slice(at, at + leadsAtOnce), 'left out')
      }
    },
    async stopLeftOut() {
      const left = [...leftOut]
      leftOut.clear()
      for (const leadId of left) await stopBatch([leadId], 'waited for')
    },
    get stopped() {
      return stopped
    },
  }
}
