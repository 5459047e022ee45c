import { randomBytes } from 'node:crypto'
import type { CampaignId, CampaignSettings, JobId, PersonId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import type { PersonActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, type TestContact, type TestTenant, testSettings } from '../test-spine.ts'
import type { DiallingTest } from './test-dialling.ts'

/** A second campaign of a tenant, running; of the same job unless another one is named. */
export async function addCampaign(
  { test }: Spine,
  { tenantId, jobId }: TestTenant,
  {
    name = '冬',
    settings = {},
    ofJob = jobId,
  }: { name?: string; settings?: Partial<CampaignSettings>; ofJob?: JobId } = {},
): Promise<CampaignId> {
  const campaignId = newId<CampaignId>()
  await test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
      values ($1, $2, $3, $4, 'test', 'running', $5)`,
    [tenantId, campaignId, ofJob, name, JSON.stringify({ ...testSettings, ...settings })],
  )
  return campaignId
}

/** Assigned as if a supervisor had done it; a test of the ledger would find that nobody did. */
export async function assign(
  { test }: Spine,
  { tenantId }: TestTenant,
  personId: PersonId,
  campaignId: CampaignId,
  { skill = 2, priority = 1 }: { skill?: number; priority?: number } = {},
): Promise<void> {
  await test.superuser.query(
    `insert into tenant.assignments (tenant_id, person_id, campaign_id, version, skill, priority, entry_id, nonce, set_by, set_at)
      values ($1, $2, $3, 1, $4, $5, $6, $7, $2, now())`,
    [tenantId, personId, campaignId, skill, priority, newId(), randomBytes(16)],
  )
}

export async function withdraw({ test }: Spine, personId: PersonId, campaignId: CampaignId): Promise<void> {
  await test.superuser.query(
    'update tenant.assignments set skill = null, priority = null where person_id = $1 and campaign_id = $2',
    [personId, campaignId],
  )
}

let index = 0

/** A lead that is due now. */
export async function leadOf({ spine, tenant, clock }: DiallingTest, campaignId: CampaignId): Promise<TestContact> {
  index += 1
  const number = `+81${fictitiousNumber(4, index).slice(1)}`
  const contact = await spine.contact({ ...tenant, campaignId }, { name: `架空 ${index}` }, number)
  await spine.test.superuser.query('update tenant.leads set due_at = $1 where lead_id = $2', [
    new Date(clock.now()),
    contact.leadId,
  ])
  return contact
}

/** Somebody who waits for calls of several campaigns, which come in the order given. */
export async function sharedOperator(
  { spine, tenant, clock }: DiallingTest,
  campaigns: readonly (readonly [CampaignId, { skill?: number; priority?: number }?])[],
): Promise<PersonActor> {
  const person = await spine.person(tenant, 'operator')
  for (const [campaignId, level] of campaigns) await assign(spine, tenant, person.personId, campaignId, level)
  const chosen = campaigns.map(([campaignId]) => campaignId)
  await spine.test.superuser.query(
    `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since, chosen)
      values ($1, $2, $3, $4, $5, 'available', $6, $7)`,
    [tenant.tenantId, person.personId, chosen[0], newId(), person.sessionId, new Date(clock.now()), chosen],
  )
  return person
}

/** Attempts in the order in which they were intended, with whose they are. */
export async function attemptsOf({ spine, tenant }: DiallingTest): Promise<
  {
    campaign_id: CampaignId
    operator_id: PersonId | null
    state: string
    disposition: string | null
  }[]
> {
  const { rows } = await spine.test.superuser.query<{
    campaign_id: CampaignId
    operator_id: PersonId | null
    state: string
    disposition: string | null
  }>(
    `select campaign_id, operator_id, state, disposition from tenant.attempts where tenant_id = $1
      order by intended_at, attempt_id`,
    [tenant.tenantId],
  )
  return rows
}
