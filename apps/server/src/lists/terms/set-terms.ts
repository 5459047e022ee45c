import { type CampaignId, type JobId, type ListId, type ListTerms, ProblemError } from '@sekisho/contract'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import { todayInJapan } from '../../platform/today-in-japan.ts'
import type { Asking } from '../asking.ts'
import type { ListsDependencies } from '../dependencies.ts'
import { isPeriod, writeTerms } from './first-terms.ts'
import { heldOutPercentOfList, placeOfList } from './standing-terms-sql.ts'

export interface WantedTerms extends ListTerms {
  /** As it was seen: of two who change the same terms one does. */
  readonly revision: number
}

interface Row {
  state: string
  mode: string
  campaign_id: CampaignId
  job_id: JobId
  kind: 'production' | 'test'
  terms_revision: number
  valid_from: string | null
  valid_until: string | null
  priority: number
  held_out_percent: number
}

/**
 * Sets the terms of a list that is there. Its period holds from the commit on: every look of the dialler asks for it. Its
 * leads are brought into another place, or back into calling, afterwards and in pieces (`bring-in-line.ts`).
 *
 * @returns  whether leads have to be brought in line
 * @throws ProblemError `not_found`; `conflict` not ready, no list of people, or changed meanwhile; `invalid_input` a period
 *         that ends before it begins, one that is moved to end before today, or a share that is not what it was, or none;
 *         `ledger_unavailable`
 */
export async function setTerms(
  { database, writer, clock, events }: ListsDependencies,
  asking: Asking,
  listId: ListId,
  wanted: WantedTerms,
): Promise<boolean> {
  const { actor, tenantId, rowScope } = asking
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const list = await lockList(tx, listId)
      if (list === undefined) throw new ProblemError('not_found')
      const isOfPeople = list.mode === 'new' || list.mode === 'add'
      if (list.state !== 'ready' || !isOfPeople || list.terms_revision !== wanted.revision)
        throw new ProblemError('conflict')
      const nowMs = clock.now()
      refuseWanted(wanted, list, todayInJapan(nowMs))
      const { revision, ...terms } = wanted
      if (isAsBefore(terms, list)) return false
      const { campaign_id: campaignId, job_id: jobId, kind } = list
      const at = { list: { listId, campaignId, kind }, revision: revision + 1, atMs: nowMs, by: asking }
      await writeTerms(writer, tx, { ...at, terms })
      const isBehind = terms.priority !== list.priority || (terms.heldOutPercent === 0 && list.held_out_percent > 0)
      if (isBehind) {
        await tx.client.query('update tenant.lists set are_leads_behind = true where tenant_id = $1 and list_id = $2', [
          ...[tenantId, listId],
        ])
      }
      await events.announce(tx, { kind: 'changed', tenantId, jobId, listId })
      return isBehind
    },
    rowScope,
  )
}

/** The last day may be today or later, or stay what it was: nobody ends a period in a past that was called in. */
function refuseWanted({ validFrom, validUntil, heldOutPercent }: WantedTerms, list: Row, today: string): void {
  const isMovedBack = validUntil !== null && validUntil !== list.valid_until && validUntil < today
  if (!isPeriod(validFrom, validUntil) || isMovedBack) throw new ProblemError('invalid_input', 'body.validUntil')
  if (heldOutPercent !== 0 && heldOutPercent !== list.held_out_percent)
    throw new ProblemError('invalid_input', 'body.heldOutPercent')
}

function isAsBefore({ validFrom, validUntil, priority, heldOutPercent }: ListTerms, list: Row): boolean {
  return (
    validFrom === list.valid_from &&
    validUntil === list.valid_until &&
    priority === list.priority &&
    heldOutPercent === list.held_out_percent
  )
}

async function lockList(tx: Tx, listId: ListId): Promise<Row | undefined> {
  const { rows } = await tx.client.query<Row>(
    `select l.state, l.mode, l.campaign_id, k.job_id, k.kind, l.terms_revision, l.valid_from::text as valid_from,
        l.valid_until::text as valid_until, ${placeOfList} as priority,
        ${heldOutPercentOfList} as held_out_percent
      from tenant.lists l
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
      where l.tenant_id = $1 and l.list_id = $2 for no key update of l`,
    [tenantOf(tx), listId],
  )
  return rows[0]
}
