import type {
  AssignableCampaign,
  AssignablePerson,
  Assignment,
  CampaignId,
  EntryId,
  PersonId,
  SkillLevel,
} from '@sekisho/contract'
import { holdsSeat } from '../designations/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { AssignmentVersion } from './digest.ts'
import { isStanding } from './serving-sql.ts'

/** Whether person `p` may work as an operator in campaign `k`: by a designation that holds at $2. */
const mayWorkIn = holdsSeat('operator', 'k', '$2')

/** Campaigns in the row scope that are not closed. */
export async function readCampaigns(tx: Tx): Promise<AssignableCampaign[]> {
  const { rows } = await tx.client.query<{
    campaign_id: CampaignId
    name: string
    job: string
    kind: AssignableCampaign['kind']
    state: AssignableCampaign['state']
    minimum_skill: SkillLevel
  }>(
    `select k.campaign_id, k.name, j.name as job, k.kind, k.state, k.minimum_skill
      from tenant.campaigns k join tenant.jobs j on j.tenant_id = k.tenant_id and j.job_id = k.job_id
      where k.tenant_id = $1 and k.state <> 'closed' order by j.name, k.name, k.campaign_id`,
    [tenantOf(tx)],
  )
  return rows.map(({ campaign_id: campaignId, name, job: jobName, kind, state, minimum_skill: minimumSkill }) => ({
    ...{ campaignId, name, jobName, kind, state, minimumSkill },
  }))
}

/** Whoever may work in one of these campaigns, and in which. */
export async function readPeople(tx: Tx, nowMs: number): Promise<AssignablePerson[]> {
  const { rows } = await tx.client.query<{ person_id: PersonId; display_name: string; reaches: CampaignId[] }>(
    `select p.person_id, p.display_name, array_agg(k.campaign_id order by k.campaign_id) as reaches
      from house.persons p join tenant.campaigns k on k.tenant_id = $1 and k.state <> 'closed' and ${mayWorkIn}
      where p.disabled_at is null
      group by p.person_id, p.display_name order by p.display_name, p.person_id limit 1000`,
    [tenantOf(tx), new Date(nowMs)],
  )
  return rows.map(({ person_id: personId, display_name: displayName, reaches }) => ({
    ...{ personId, displayName, reaches },
  }))
}

interface CurrentRow {
  readonly person_id: PersonId
  readonly campaign_id: CampaignId
  readonly version: number
  readonly skill: Assignment['skill']
  readonly priority: Assignment['priority']
  readonly by: string
  readonly set_at: Date
}

/** The newest version of each person in each campaign in the row scope, withdrawn ones too. */
export async function readAssignments(tx: Tx): Promise<Assignment[]> {
  const { rows } = await tx.client.query<CurrentRow>(
    `select a.person_id, a.campaign_id, a.version, a.skill, a.priority, w.display_name as by, a.set_at
      from tenant.assignments a
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id and k.state <> 'closed'
        join house.persons w on w.person_id = a.set_by
      where a.tenant_id = $1 and a.is_current order by a.person_id, a.campaign_id`,
    [tenantOf(tx)],
  )
  return rows.map(({ person_id: personId, campaign_id: campaignId, set_at: at, ...row }) => ({
    ...{ personId, campaignId, version: row.version, skill: row.skill, priority: row.priority, by: row.by },
    at: at.getTime(),
  }))
}

/** The campaign's kind, if it is in the row scope and not closed; changes of its assignments are one at a time. */
export async function lockCampaign(tx: Tx, campaignId: CampaignId): Promise<'production' | 'test' | undefined> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('assignments of ' || $1, 0))`, [campaignId])
  const { rows } = await tx.client.query<{ kind: 'production' | 'test' }>(
    `select kind from tenant.campaigns where tenant_id = $1 and campaign_id = $2 and state <> 'closed'`,
    [tenantOf(tx), campaignId],
  )
  return rows[0]?.kind
}

export async function mayWork(tx: Tx, personId: PersonId, campaignId: CampaignId, nowMs: number): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from house.persons p join tenant.campaigns k on k.tenant_id = $1 and k.campaign_id = $4
      where p.person_id = $3 and p.disabled_at is null and ${mayWorkIn}`,
    [tenantOf(tx), new Date(nowMs), personId, campaignId],
  )
  return rowCount !== 0
}

export interface CurrentVersion {
  readonly version: number
  readonly entryId: EntryId
  readonly isWithdrawn: boolean
}

export async function currentVersion(
  tx: Tx,
  personId: PersonId,
  campaignId: CampaignId,
): Promise<CurrentVersion | undefined> {
  const { rows } = await tx.client.query<{ version: number; entry_id: EntryId; is_withdrawn: boolean }>(
    `select version, entry_id, skill is null as is_withdrawn from tenant.assignments
      where tenant_id = $1 and person_id = $2 and campaign_id = $3 and is_current`,
    [tenantOf(tx), personId, campaignId],
  )
  const [row] = rows
  return row === undefined ? undefined : { version: row.version, entryId: row.entry_id, isWithdrawn: row.is_withdrawn }
}

/** The newest version from now on. */
export async function addVersion(
  tx: Tx,
  added: AssignmentVersion & { readonly entryId: EntryId; readonly setBy: PersonId; readonly atMs: number },
): Promise<void> {
  const { personId, campaignId, version, skill, priority, nonce, entryId, setBy, atMs } = added
  await tx.client.query(
    `update tenant.assignments set is_current = false
      where tenant_id = $1 and person_id = $2 and campaign_id = $3 and is_current`,
    [tenantOf(tx), personId, campaignId],
  )
  await tx.client.query(
    `insert into tenant.assignments (tenant_id, person_id, campaign_id, version, skill, priority, nonce, entry_id, set_by,
        set_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [...[tenantOf(tx), personId, campaignId, version, skill, priority, nonce, entryId, setBy], new Date(atMs)],
  )
}

/** What one operator is assigned to and may reach, whoever comes first before. */
export interface OwnAssignment {
  readonly campaignId: CampaignId
  readonly skill: SkillLevel
  readonly priority: 1 | 2 | 3
  readonly isBeyondSkill: boolean
}

/** In the row scope of whoever asks: what is out of their reach is as if they were not assigned to it. */
export async function readOwnAssignments(tx: Tx, personId: PersonId): Promise<OwnAssignment[]> {
  const { rows } = await tx.client.query<{
    campaign_id: CampaignId
    skill: SkillLevel
    priority: 1 | 2 | 3
    is_beyond_skill: boolean
  }>({
    name: 'own assignments',
    text: `select s.campaign_id, s.skill, s.priority, s.skill < k.minimum_skill as is_beyond_skill
      from tenant.assignments s
        join tenant.campaigns k on k.tenant_id = s.tenant_id and k.campaign_id = s.campaign_id and k.state <> 'closed'
      where s.tenant_id = $1 and s.person_id = $2 and ${isStanding('s')}
      order by s.priority, k.name, s.campaign_id`,
    values: [tenantOf(tx), personId],
  })
  return rows.map(({ campaign_id: campaignId, skill, priority, is_beyond_skill: isBeyondSkill }) => ({
    ...{ campaignId, skill, priority, isBeyondSkill },
  }))
}
