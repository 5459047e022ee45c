import type { CampaignId, Entry, JobId, PersonId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCampaign } from '../dialling/test-shared-seats.ts'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { type Asking, type Assignments, createAssignments } from './assignments.ts'

let spine: Spine
let tenant: TestTenant
let supervisor: PersonActor
let operator: PersonActor
let assignments: Assignments
let asking: Asking
const told: { campaignId: CampaignId; operatorId: PersonId }[] = []

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  supervisor = await spine.person(tenant, 'supervisor')
  operator = await spine.person(tenant, 'operator')
  asking = { actor: supervisor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  assignments = createAssignments({
    ...{ database: spine.test.database, writer: spine.writer, clock: systemClock },
    onChange: (_tx, changed) => Promise.resolve(void told.push(changed)),
  })
})
afterAll(() => spine.stop())

const place = async () => ({
  personId: (await spine.person(tenant, 'operator')).personId,
  campaignId: tenant.campaignId,
})
const alone = { skill: 2, priority: 1 } as const
const currentOf = async (personId: PersonId) =>
  (await assignments.list(asking)).assignments.filter((each) => each.personId === personId)

async function entriesOf(type: string): Promise<Entry[]> {
  const { rows } = await spine.test.superuser.query<{ entry: Entry }>(
    `select convert_from(e.body, 'utf8')::jsonb as entry from ${enteredRows} e where e.tenant_id = $1 and e.type = $2`,
    [tenant.tenantId, type],
  )
  return rows.map(({ entry }) => entry)
}

/** Another job of the tenant with a campaign. */
async function otherJob(): Promise<{ jobId: JobId; campaignId: CampaignId }> {
  const jobId = newId<JobId>()
  await spine.test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別業務')`, [
    tenant.tenantId,
    jobId,
  ])
  return { jobId, campaignId: await addCampaign(spine, tenant, { ofJob: jobId }) }
}

describe('who works which campaign', () => {
  it('is set by a supervisor, entered without a name, and told to the seat', async () => {
    const at = await place()
    await assignments.set(asking, { ...at, version: 0, assigned: { skill: 3, priority: 2 } })
    expect(await currentOf(at.personId)).toMatchObject([{ ...at, version: 1, skill: 3, priority: 2 }])
    const entries = await entriesOf('assignment.set')
    const entry = entries.find(({ counts }) => counts?.skill === 3)
    expect(entry).toMatchObject({ counts: { skill: 3, priority: 2 }, refs: { campaign: at.campaignId } })
    expect(JSON.stringify(entries)).not.toContain(at.personId)
    expect(told).toContainEqual({ campaignId: at.campaignId, operatorId: at.personId })
  })

  it('is taken away by a version of its own, and can be given again', async () => {
    const at = await place()
    await assignments.set(asking, { ...at, version: 0, assigned: alone })
    await assignments.set(asking, { ...at, version: 1, assigned: null })
    expect(await currentOf(at.personId)).toMatchObject([{ version: 2, skill: null, priority: null }])
    await expect(assignments.set(asking, { ...at, version: 2, assigned: null })).rejects.toMatchObject({
      code: 'not_found',
    })
    await assignments.set(asking, { ...at, version: 2, assigned: alone })
    expect(await currentOf(at.personId)).toMatchObject([{ version: 3, skill: 2 }])
    const [withdrawn] = await entriesOf('assignment.withdrawn')
    expect(withdrawn?.refs?.entry).toBeDefined()
  })

  it('is changed by one of two supervisors who saw the same', async () => {
    const at = await place()
    const results = await Promise.allSettled([
      assignments.set(asking, { ...at, version: 0, assigned: alone }),
      assignments.set(asking, { ...at, version: 0, assigned: { skill: 1, priority: 3 } }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    expect(await currentOf(at.personId)).toHaveLength(1)
  })

  it('names nobody without a designation there, and no campaign out of reach or closed (F-08)', async () => {
    const { jobId, campaignId } = await otherJob()
    const set = (asker: Asking, personId: PersonId, of: CampaignId) =>
      assignments.set(asker, { personId, campaignId: of, version: 0, assigned: alone })
    await expect(set(asking, supervisor.personId, campaignId)).rejects.toMatchObject({ code: 'not_found' })
    const ofJob = { ...asking, rowScope: { jobs: [tenant.jobId] } }
    await expect(set(ofJob, operator.personId, campaignId)).rejects.toMatchObject({ code: 'not_found' })
    await spine.test.superuser.query(
      `update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`,
      [operator.personId, jobId],
    )
    await expect(set(asking, operator.personId, tenant.campaignId)).rejects.toMatchObject({ code: 'not_found' })
    await set(asking, operator.personId, campaignId)
    expect((await assignments.list(ofJob)).assignments.map((each) => each.personId)).not.toContain(operator.personId)
    await spine.test.superuser.query(`update tenant.campaigns set state = 'closed' where campaign_id = $1`, [
      campaignId,
    ])
    await expect(
      assignments.set(asking, { personId: operator.personId, campaignId, version: 1, assigned: null }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('lists whoever may work there with how far their designations reach', async () => {
    const { people, campaigns } = await assignments.list(asking)
    expect(campaigns.map(({ campaignId }) => campaignId)).toContain(tenant.campaignId)
    const reaching = people.filter(({ reaches }) => reaches.includes(tenant.campaignId))
    expect(reaching.map(({ personId }) => personId)).not.toContain(supervisor.personId)
    expect(reaching.length).toBeGreaterThan(0)
  })
})
