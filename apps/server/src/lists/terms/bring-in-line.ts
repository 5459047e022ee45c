import { lastListPriority, type ListId, type TenantId } from '@sekisho/contract'
import { LEAD_MACHINE, moved } from '@sekisho/dialer'
import { sleep } from '../../platform/clock.ts'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import { restBesideCalls } from '../calls-first.ts'
import type { ListsDependencies } from '../dependencies.ts'
import { placeMs } from '../first-due.ts'
import { importer } from '../import-under-way.ts'

/** Leads in one transaction: whoever is on the line waits for its commit. */
const leadsAtOnce = 5_000
/** Somebody holds the leads that are left: a look of the dialler, or a change of the campaign. */
const heldMs = 500
const mostHeld = 120

/**
 * Brings the leads of a list in line with its terms: into its place those that nobody called yet, and back into calling those
 * that were left out when the share was ended. In pieces; what is done is seen from the leads themselves, so that a kill loses
 * nothing and a start goes on (`recover.ts`). Whoever is called, or looked at before a call, at this moment keeps the old place.
 *
 * @param isStopped  asked between two pieces
 */
export async function bringInLine(
  { database, clock, receipts, events }: Pick<ListsDependencies, 'database' | 'clock' | 'receipts' | 'events'>,
  tenantId: TenantId,
  listId: ListId,
  isStopped: () => boolean,
): Promise<void> {
  let held = 0
  while (!isStopped() && held < mostHeld) {
    const startedAtMs = clock.now()
    const piece = await database.transaction(importer, tenantId, async (tx) => {
      const list = await findBehind(tx, listId)
      if (list === undefined) return 'done'
      const released = list.held_out_percent === 0 ? await release(tx, listId, list, startedAtMs) : 0
      const placed = released === 0 ? await place(tx, listId, list, startedAtMs) : 0
      if (released + placed > 0) return 'moved'
      if (await isAnybodyLeft(tx, listId, list, startedAtMs)) return 'held'
      await tx.client.query(
        `update tenant.lists set are_leads_behind = false,
            rows_held_out = case when $4 = 0 then 0 else rows_held_out end
          where tenant_id = $1 and list_id = $2 and terms_revision = $3`,
        [tenantOf(tx), listId, list.terms_revision, list.held_out_percent],
      )
      await events.announce(tx, { kind: 'changed', tenantId, jobId: list.job_id, listId })
      return 'done'
    })
    if (piece === 'done') return
    held = piece === 'held' ? held + 1 : 0
    if (piece === 'held') await sleep(clock, heldMs)
    else await restBesideCalls({ receipts, clock }, clock.now() - startedAtMs)
  }
}

/** Lists of a tenant that a kill left behind. */
export async function listsBehind(tx: Tx): Promise<ListId[]> {
  const { rows } = await tx.client.query<{ list_id: ListId }>(
    `select list_id from tenant.lists where tenant_id = $1 and are_leads_behind and state = 'ready'`,
    [tenantOf(tx)],
  )
  return rows.map((row) => row.list_id)
}

interface Behind {
  terms_revision: number
  priority: number
  held_out_percent: number
  job_id: Parameters<ListsDependencies['events']['announce']>[1]['jobId']
}

async function findBehind(tx: Tx, listId: ListId): Promise<Behind | undefined> {
  const { rows } = await tx.client.query<Behind>(
    `select l.terms_revision, l.priority, t.held_out_percent, k.job_id
      from tenant.lists l
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
        join tenant.list_terms t on t.tenant_id = l.tenant_id and t.list_id = l.list_id and t.revision = l.terms_revision
      where l.tenant_id = $1 and l.list_id = $2 and l.are_leads_behind and l.state = 'ready'`,
    [tenantOf(tx), listId],
  )
  return rows[0]
}

/** How many places before the last a lead stands, by its due time (`first-due.ts`). Exact for half of `placeMs`. */
const placesAhead = `round(extract(epoch from $3::timestamptz - l.due_at) * 1000 / ${placeMs})`
/** Nobody was called yet, and nothing else moved it. */
const isUntouched = `l.state = 'ready' and l.attempts = 0 and l.last_disposition is null`
const isElsewhere = `${isUntouched} and ${placesAhead} <> ${lastListPriority} - $4::int`

async function place(tx: Tx, listId: ListId, { priority }: Behind, nowMs: number): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'leads into the place of their list',
    text: `with piece as (select l.lead_id from tenant.leads l
        where l.tenant_id = $1 and l.list_id = $2 and ${isElsewhere} limit ${leadsAtOnce} for no key update skip locked)
      update tenant.leads l set revision = l.revision + 1,
        due_at = l.due_at + (${placesAhead} - (${lastListPriority} - $4::int)) * interval '1 millisecond' * ${placeMs}
      from piece where l.tenant_id = $1 and l.lead_id = piece.lead_id`,
    values: [tenantOf(tx), listId, new Date(nowMs), priority],
  })
  return rowCount ?? 0
}

const isHeldOut = `l.state = 'finished' and l.finished_reason = 'held_out'`

/** Due as if they came now; do-not-call, stops and hours are asked when it is their turn. */
async function release(tx: Tx, listId: ListId, { priority }: Behind, nowMs: number): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'held-out leads back into calling',
    text: `with piece as (select l.lead_id from tenant.leads l
        where l.tenant_id = $1 and l.list_id = $2 and ${isHeldOut} and l.excluded_by is null
        limit ${leadsAtOnce} for no key update skip locked)
      update tenant.leads l set state = $5, finished_reason = null, revision = l.revision + 1,
        due_at = $3::timestamptz - (${lastListPriority} - $4::int) * interval '1 millisecond' * ${placeMs}
      from piece where l.tenant_id = $1 and l.lead_id = piece.lead_id`,
    values: [tenantOf(tx), listId, new Date(nowMs), priority, moved(LEAD_MACHINE, 'finished', 'reopen')],
  })
  return rowCount ?? 0
}

async function isAnybodyLeft(
  tx: Tx,
  listId: ListId,
  { priority, held_out_percent: percent }: Behind,
  nowMs: number,
): Promise<boolean> {
  const { rows } = await tx.client.query<{ is_left: boolean }>(
    `select exists (select from tenant.leads l where l.tenant_id = $1 and l.list_id = $2 and (${isElsewhere}
      or $5::int = 0 and ${isHeldOut} and l.excluded_by is null)) as is_left`,
    [tenantOf(tx), listId, new Date(nowMs), priority, percent],
  )
  return rows[0]?.is_left === true
}
