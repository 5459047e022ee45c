import type { CampaignId, OrderGroup } from '@sekisho/contract'
import { reachOf, reachResults } from '../dialling/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

const { counts, isReached } = reachOf('$4', '$5')

/** By the index attempts_campaign_time. Who is in which group follows from the id of the lead, here as where it is called. */
const callsSql = `select tenant.is_called_in_turn(a.lead_id) as in_turn, count(*)::int as dials,
    count(*) filter (where ${isReached})::int as reached,
    round(sum(extract(epoch from greatest(a.ended_at - a.intended_at, interval '0')) * 1000))::bigint as line_ms
  from tenant.attempts a
  where a.tenant_id = $1 and a.campaign_id = $2 and a.intended_at >= $3 and a.is_in_order and ${counts}
  group by 1`

/** By the index leads_list. */
const peopleSql = `select l.call_queue = 0 as in_turn, count(*)::int as people
  from tenant.lists s join tenant.leads l on l.tenant_id = s.tenant_id and l.list_id = s.list_id
  where s.tenant_id = $1 and s.campaign_id = $2 and s.state = 'ready' and s.mode <> 'callers'
  group by 1`

/** What was called under the order `reach`, of those called in turn and of the others. */
export async function readGroups(
  tx: Tx,
  campaignId: CampaignId,
  fromMs: number,
): Promise<{ readonly inTurn: OrderGroup; readonly others: OrderGroup }> {
  const calls = await tx.client.query<{ in_turn: boolean; dials: number; reached: number; line_ms: string }>({
    name: 'calls in order and in turn',
    text: callsSql,
    values: [tenantOf(tx), campaignId, new Date(fromMs), ...reachResults],
  })
  const people = await tx.client.query<{ in_turn: boolean; people: number }>({
    name: 'people in order and in turn',
    text: peopleSql,
    values: [tenantOf(tx), campaignId],
  })
  const groupOf = (inTurn: boolean): OrderGroup => {
    const called = calls.rows.find(({ in_turn }) => in_turn === inTurn)
    return {
      people: people.rows.find(({ in_turn }) => in_turn === inTurn)?.people ?? 0,
      ...{ dials: called?.dials ?? 0, reached: called?.reached ?? 0, lineMs: Number(called?.line_ms ?? 0) },
    }
  }
  return { inTurn: groupOf(true), others: groupOf(false) }
}
