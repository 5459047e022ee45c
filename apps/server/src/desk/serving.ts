import type { CampaignId, PersonId, ServedCampaign } from '@sekisho/contract'
import { isStanding, type OwnAssignment, readOwnAssignments } from '../assignments/index.ts'
import type { Tx } from '../platform/database/index.ts'

/** What a page asks for when it takes the seat. */
export interface AskedCampaigns {
  readonly campaignId: CampaignId
  readonly alsoServing?: readonly CampaignId[] | undefined
}

/**
 * The campaigns that the seat will work, of those that the page asks for and that may be forged: those in reach that the
 * operator is assigned to.
 *
 * @param tx  in the row scope of the operator
 * @returns  null for whoever is assigned to none, and works the campaign they chose; none when nothing of it may be worked
 */
export async function chooseServing(
  tx: Tx,
  operatorId: PersonId,
  { campaignId, alsoServing = [] }: AskedCampaigns,
): Promise<readonly CampaignId[] | null> {
  const own = await readOwnAssignments(tx, operatorId)
  if (own.length === 0) return null
  const asked = new Set([campaignId, ...alsoServing])
  return own.flatMap((each) => (asked.has(each.campaignId) ? [each.campaignId] : []))
}

/** A campaign of the seat as the database gives it. */
export interface ServingRow {
  readonly campaign_id: CampaignId
  readonly name: string
  readonly caller_name: string
  readonly state: string
  readonly priority: OwnAssignment['priority']
  readonly is_beyond_skill: boolean
}

/** SQL for the campaigns that desk `d` works now, as JSON; null with one of the operator's own choice. */
export const servingJson = `case when d.chosen is not null then coalesce((select json_agg(o) from (
        select s.campaign_id, k.name, k.settings ->> 'callerName' as caller_name, k.state, s.priority, s.skill < k.minimum_skill as is_beyond_skill
        from tenant.assignments s
          join tenant.campaigns k on k.tenant_id = s.tenant_id and k.campaign_id = s.campaign_id and k.state <> 'closed'
        where s.tenant_id = d.tenant_id and s.person_id = d.operator_id and ${isStanding('s')}
          and s.campaign_id = any (d.chosen)
        order by s.priority, k.name, s.campaign_id) o), '[]'::json) end`

export function servedCampaignsOf(rows: readonly ServingRow[] | null): ServedCampaign[] | null {
  if (rows === null) return null
  return rows.map(({ campaign_id: campaignId, name, caller_name: callerName, state, priority, ...row }) => ({
    ...{ campaignId, name, callerName, isRunning: state === 'running', priority },
    isBeyondSkill: row.is_beyond_skill,
  }))
}
