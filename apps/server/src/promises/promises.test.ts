import { type AttemptId, type Entry, type PersonId, type ProblemError } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaignBook } from '../dialling/index.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import type { PersonActor } from '../platform/actor.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { TestContact } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { createPromises, type Promises, releaseAbsent } from './index.ts'
import { openPromisesSql } from './queries.ts'

let test: DiallingTest
let promises: Promises
let asking: Asking

beforeAll(async () => {
  test = await startDialling()
  const { spine, database, clock } = test
  promises = createPromises({ database, writer: spine.writer, clock, campaigns: createCampaignBook() })
  const actor = await spine.person(test.tenant, 'supervisor')
  asking = { actor, tenantId: test.tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
})
afterAll(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})
beforeEach(() => sql(`update tenant.leads set state = 'finished' where tenant_id = $1`, [test.tenant.tenantId]))

const sql = (text: string, values: unknown[] = []) => test.spine.test.superuser.query(text, values)
const entered = async () =>
  (await entriesOf(test.spine, test.tenant.tenantId, 'promise.reassigned')) as unknown as Entry[]
const minutes = (count: number) => count * 60_000

/** Somebody who was promised a call so long from now; past times are negative. */
async function promised(inMs: number, owner: PersonActor | null = null): Promise<TestContact> {
  const contact = await test.lead()
  await sql(`update tenant.leads set state = 'promised', due_at = $2, promised_to = $3 where lead_id = $1`, [
    contact.leadId,
    new Date(test.clock.now() + inMs),
    owner?.personId ?? null,
  ])
  return contact
}

/** An ended attempt at somebody, by virtual time from now. */
async function attempted(contact: TestContact, atMs: number, disposition: string, callbackInMs: number | null = null) {
  const at = new Date(test.clock.now() + atMs)
  await sql(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, ended_at, disposition, callback_at, operator_id)
      select tenant_id, $2, campaign_id, lead_id, contact_id, 1, $3, 'ended', $2, $3, $3, $4, $5, $6
      from tenant.leads where lead_id = $1`,
    [
      ...[contact.leadId, newId<AttemptId>(), at, disposition],
      callbackInMs === null ? null : new Date(test.clock.now() + callbackInMs),
      asking.actor.personId,
    ],
  )
}

const ownerOf = async ({ leadId }: TestContact): Promise<PersonId | null> =>
  (await sql('select promised_to from tenant.leads where lead_id = $1', [leadId])).rows[0]?.promised_to
const shown = async (contact: TestContact) =>
  (await promises.list(asking, {})).promises.find(({ leadId }) => leadId === contact.leadId)

describe('the board of promises', () => {
  it('says of each whether it is coming, due or overdue, whose it is, and nothing of who is called', async () => {
    const owner = await test.operator('connected')
    const coming = await promised(minutes(30), owner)
    const due = await promised(-minutes(5))
    const overdue = await promised(-minutes(16))
    const board = await promises.list(asking, {})
    expect(board.promises.map(({ leadId, state }) => [leadId, state])).toEqual([
      [overdue.leadId, 'overdue'],
      [due.leadId, 'due'],
      [coming.leadId, 'coming'],
    ])
    expect(await shown(coming)).toMatchObject({
      owner: { personId: owner.personId, desk: 'connected' },
      calledAt: null,
    })
    expect(await promises.overdue(asking)).toBe(1)
    const text = JSON.stringify(board)
    for (const { contactId, listId } of [coming, due, overdue]) {
      expect(text).not.toContain(contactId)
      expect(text).not.toContain(listId)
    }
    expect(text).not.toContain('架空 ')
  })

  it('says which of today were kept and which were missed, by the call that reached a telephone', async () => {
    const [kept, missed, ours, other] = [await test.lead(), await test.lead(), await test.lead(), await test.lead()]
    for (const contact of [kept, missed, ours]) await attempted(contact, -minutes(60), '14', -minutes(30))
    await attempted(kept, -minutes(20), 'S02')
    await attempted(missed, -minutes(10), '11')
    // our line failed in time, and the call came too late
    await attempted(ours, -minutes(29), 'S07')
    await attempted(ours, -minutes(5), '11')
    // a time beside a result that promises nothing
    await attempted(other, -minutes(60), '23', -minutes(30))
    await attempted(other, -minutes(5), '11')
    expect((await shown(kept))?.state).toBe('kept')
    expect((await shown(missed))?.state).toBe('missed')
    expect((await shown(ours))?.state).toBe('missed')
    expect(await shown(other)).toBeUndefined()
  })

  it('counts what is promised in each hour against who is there, and who was there a week ago', async () => {
    await promised(minutes(70))
    await promised(minutes(80))
    const before = await test.lead()
    await attempted(before, minutes(70) - 7 * 24 * minutes(60), '11')
    const { rows } = await sql(
      `select count(*)::int as count from tenant.desks where tenant_id = $1 and connection is not null and state <> 'gone'`,
      [asking.tenantId],
    )
    const hours = await promises.hours(asking, {})
    expect(hours[0]).toMatchObject({ promises: 0, people: rows[0]?.count })
    const next = hours.find(
      ({ at }) => at <= test.clock.now() + minutes(70) && at + minutes(60) > test.clock.now() + minutes(70),
    )
    expect(next).toMatchObject({ promises: 2, people: 1 })
    // to the end of tomorrow in Japan
    expect(new Date(hours.at(-1)?.at ?? 0).toISOString()).toMatch(/T14:00:00/)
  })

  it('shows those of one campaign or one site, and none of another job or tenant (A-02, A-05)', async () => {
    const contact = await promised(minutes(10))
    const beside = await jobBeside(test.spine, test.tenant)
    const ofCampaign = await promises.list(asking, { campaignId: beside.campaignId })
    expect(ofCampaign.promises.filter(({ leadId }) => leadId === contact.leadId)).toEqual([])
    const narrow: Asking = { ...asking, rowScope: { jobs: [beside.jobId] } }
    expect((await promises.list(narrow, {})).promises).toEqual([])
    expect(await promises.overdue(narrow)).toBe(0)
    await expect(promises.owners(narrow, contact.leadId)).rejects.toMatchObject({ code: 'not_found' })
    const assign = (asker: Asking) => promises.assign(asker, contact.leadId, { revision: 0, ownerId: null })
    await expect(assign(narrow)).rejects.toMatchObject({ code: 'not_found' })
    const other = await test.spine.tenant()
    const stranger = { ...asking, actor: await test.spine.person(other, 'supervisor'), tenantId: other.tenantId }
    await expect(assign(stranger)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is read by the index of promises, whatever else is due', async () => {
    await sql('set enable_seqscan = off')
    const { rows } = await sql(`explain (generic_plan) ${openPromisesSql}`)
    await sql('reset enable_seqscan')
    const plan = rows.map((row) => row['QUERY PLAN'] as string).join('\n')
    expect(plan).toMatch(/leads_promised on leads/)
    expect(plan).not.toMatch(/Seq Scan on (leads|attempts)/)
  })
})

describe('another owner of a promise', () => {
  it('is somebody who may work there, or anybody, entered with whose it is (M-01)', async () => {
    const contact = await promised(minutes(30))
    const operator = await test.operator('away')
    const before = (await entered()).length
    const owners = await promises.owners(asking, contact.leadId)
    expect(owners.find(({ personId }) => personId === operator.personId)).toMatchObject({ desk: 'away' })
    const { revision } = (await shown(contact)) ?? { revision: 0 }
    await promises.assign(asking, contact.leadId, { revision: revision ?? 0, ownerId: operator.personId })
    expect(await ownerOf(contact)).toBe(operator.personId)
    await promises.assign(asking, contact.leadId, { revision: (revision ?? 0) + 1, ownerId: null })
    expect(await ownerOf(contact)).toBeNull()
    const [given, freed] = (await entered()).slice(before)
    expect(given?.commitments).toHaveProperty('person')
    expect(given?.commitments).toHaveProperty('subject')
    expect(freed?.commitments).not.toHaveProperty('person')
    expect(JSON.stringify([given, freed])).not.toContain(contact.leadId)
    expect(JSON.stringify([given, freed])).not.toContain(operator.personId)
  })

  it('is nobody without a right to the campaign: not a supervisor, not whose right ended, not somebody of another job', async () => {
    const contact = await promised(minutes(30))
    const ended = await test.operator('away')
    await sql(`update house.designations set withdrawn_at = now() where person_id = $1`, [ended.personId])
    const elsewhere = await test.operator('away')
    const { jobId } = await jobBeside(test.spine, test.tenant)
    await sql(`update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`, [
      elsewhere.personId,
      jobId,
    ])
    for (const ownerId of [asking.actor.personId, ended.personId, elsewhere.personId, newId<PersonId>()])
      await expect(promises.assign(asking, contact.leadId, { revision: 0, ownerId })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    expect(await ownerOf(contact)).toBeNull()
  })

  it('is chosen by one of two who do it at once, and not of somebody who is being dialled', async () => {
    const contact = await promised(minutes(30))
    const [one, other] = [await test.operator('away'), await test.operator('away')]
    const both = await Promise.allSettled(
      [one, other].map(({ personId: ownerId }) => promises.assign(asking, contact.leadId, { revision: 0, ownerId })),
    )
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = both.find((each) => each.status === 'rejected')?.reason as ProblemError
    expect(refused.code).toBe('conflict')
    await sql(`update tenant.leads set state = 'dialling' where lead_id = $1`, [contact.leadId])
    await expect(promises.assign(asking, contact.leadId, { revision: 1, ownerId: null })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is anybody by rule when the owner is not there at the time, entered, and not before or while somebody sits there', async () => {
    const [absent, present] = [await test.operator('gone'), await test.operator('connected')]
    const [late, soon, kept] = [
      await promised(-minutes(1), absent),
      await promised(minutes(10), absent),
      await promised(-minutes(1), present),
    ]
    const before = (await entered()).length
    const { spine, database, clock, errors } = test
    const onError = (error: unknown): void => void errors.push(error)
    const keeping = releaseAbsent({ database, writer: spine.writer, clock, onError })
    await test.pass(16_000)
    await keeping.stop()
    expect(await ownerOf(late)).toBeNull()
    expect(await ownerOf(soon)).toBe(absent.personId)
    expect(await ownerOf(kept)).toBe(present.personId)
    const [entry, ...rest] = (await entered()).slice(before)
    expect(entry).toMatchObject({ actor_kind: 'scheduler', refs: { campaign: test.tenant.campaignId } })
    expect(rest).toEqual([])
  })

  it('is entered, too, when the dialler gives it to who is free', async () => {
    await sql(`update tenant.desks set state = 'gone', connection = null where tenant_id = $1`, [asking.tenantId])
    const [busy, free] = [await test.operator('away'), await test.operator('available')]
    const contact = await promised(-1_000, busy)
    const before = (await entered()).length
    const dialler = test.startDialler()
    await test.pass(3_000)
    const attempts = (await test.attempts()).filter(({ lead_id: leadId }) => leadId === contact.leadId)
    expect(attempts.at(-1)).toMatchObject({ operator_id: free.personId })
    expect((await entered()).slice(before)).toMatchObject([{ actor_kind: 'dialler', purpose: 'dialling' }])
    expect(dialler).toBeDefined()
  })
})
