import { createHash } from 'node:crypto'
import type { EntryId } from '@sekisho/contract'
import { addCallIns, countCallIns, DEFAULT_FIGURE_RULES, NO_CALL_INS, type RawCallIn } from '@sekisho/figures'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { placeOfNumber } from '../dialling/index.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant, untilAvailable } from '../test-spine.ts'
import { type Asking, createOwnNumbers, type OwnNumbers } from './own-numbers.ts'

let spine: Spine
let tenant: TestTenant
let ownNumbers: OwnNumbers
let supervisor: Asking
let last = 0

beforeAll(async () => {
  spine = await startSpine()
  ownNumbers = createOwnNumbers({ database: spine.test.database, writer: spine.writer, clock: systemClock })
})
afterAll(() => spine.stop())
beforeEach(async () => {
  tenant = await spine.tenant()
  await untilAvailable(spine.receipts)
  supervisor = await asking(tenant)
})

async function asking(of: TestTenant, rowScope: Asking['rowScope'] = { jobs: '*' }): Promise<Asking> {
  const actor = await spine.person(of, 'supervisor')
  return { actor, tenantId: of.tenantId, rowScope, policyHash: 'a'.repeat(64) }
}

function fresh(): string {
  last += 1
  return `0300004${String(100 + last)}`
}

describe('an own number', () => {
  it('is a campaign’s from its entry on, which names it by a digest alone, until it is withdrawn', async () => {
    const number = fresh()
    const { campaignId, tenantId } = tenant
    const assignmentId = await ownNumbers.assign(supervisor, campaignId, `${number.slice(0, 2)}-${number.slice(2)}`)
    expect((await ownNumbers.read(supervisor, campaignId)).ownNumbers).toMatchObject([{ assignmentId, number }])
    expect(await placeOfNumber(spine.test.database, number)).toEqual({ tenantId, campaignId })
    const [entry] = await entriesOf(spine, tenantId, 'own_number.assigned')
    const digest = createHash('sha256').update(number).digest('hex')
    expect(entry).toMatchObject({ id: assignmentId, refs: { campaign: campaignId }, digest })
    expect(JSON.stringify(entry)).not.toContain(number)
    await ownNumbers.withdraw(supervisor, campaignId, assignmentId)
    expect((await ownNumbers.read(supervisor, campaignId)).ownNumbers).toEqual([])
    expect(await placeOfNumber(spine.test.database, number)).toBeNull()
    expect(await entriesOf(spine, tenantId, 'own_number.withdrawn')).toMatchObject([{ refs: { entry: assignmentId } }])
    await expect(ownNumbers.withdraw(supervisor, campaignId, assignmentId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('belongs to one campaign of the whole house, also when two ask for it at the same time', async () => {
    const number = fresh()
    const neighbour = await spine.tenant()
    const both = await Promise.allSettled([
      ownNumbers.assign(supervisor, tenant.campaignId, number),
      ownNumbers.assign(await asking(neighbour), neighbour.campaignId, number),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'already_known' } })
  })

  it('is no business of who is designated for another job, nor of another tenant (A-05)', async () => {
    const other = await jobBeside(spine, tenant)
    const narrow = await asking(tenant, { jobs: [other.jobId] })
    const assignmentId = await ownNumbers.assign(supervisor, tenant.campaignId, fresh())
    const foreign = await asking(await spine.tenant())
    for (const who of [narrow, foreign]) {
      await expect(ownNumbers.read(who, tenant.campaignId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(ownNumbers.assign(who, tenant.campaignId, fresh())).rejects.toMatchObject({ code: 'not_found' })
      await expect(ownNumbers.withdraw(who, tenant.campaignId, assignmentId)).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })

  it('is neither changed nor deleted by the application’s role', async () => {
    await ownNumbers.assign(supervisor, tenant.campaignId, fresh())
    for (const sql of [`update house.own_numbers set number = '0300000000'`, 'delete from house.own_numbers'])
      await expect(
        spine.test.database.transaction(supervisor.actor, tenant.tenantId, (tx) => tx.client.query(sql)),
      ).rejects.toThrow(/permission denied/)
  })
})

describe('figures of call-ins', () => {
  it('are those of the rows, counted one by one', async () => {
    const { tenantId, campaignId } = tenant
    const outcomes = ['rang_off', 'outside_hours', 'calling_stopped', 'unknown_caller', 'interrupted'] as const
    const person = await spine.contact(tenant, { name: '架空' }, '+819000000001')
    const operator = await spine.person(tenant, 'operator')
    const raw: RawCallIn[] = []
    const today = Date.now()
    for (let index = 0; index < 40; index += 1) {
      const arrivedAtMs = today - (index % 3) * 86_400_000
      const endedAtMs = arrivedAtMs + index * 1_000
      const isAnswered = index % 2 === 0
      const outcome = isAnswered ? 'answered' : (outcomes[index % outcomes.length] ?? 'rang_off')
      raw.push({ campaignId, outcome, arrivedAtMs, endedAtMs, disposition: null })
      const attemptId = isAnswered ? await spine.connect(person, campaignId, operator) : null
      if (attemptId !== null)
        await spine.test.superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [
          attemptId,
        ])
      await spine.test.superuser.query(
        `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, dialler, kept_until,
            arrived_at, ended_at, outcome, attempt_id)
          values ($1, $2, $3, '0300000000', $4, 'ended', $2, now(), $5, $6, $7, $8)`,
        [
          ...[tenantId, newId<EntryId>(), campaignId, `call ${index}`],
          ...[new Date(arrivedAtMs), new Date(endedAtMs), outcome, attemptId],
        ],
      )
    }
    const { days } = await ownNumbers.read(supervisor, campaignId)
    expect(days).toHaveLength(3)
    const dayOf = (atMs: number): string => new Date(atMs + 9 * 3_600_000).toISOString().slice(0, 10)
    for (const { date, counts, answerRate } of days) {
      const ofDay = raw.filter(({ arrivedAtMs }) => dayOf(arrivedAtMs) === date)
      const slots = countCallIns(ofDay, DEFAULT_FIGURE_RULES)
      const expected = slots.reduce((sum, slot) => addCallIns(sum, slot.counts), NO_CALL_INS)
      expect(counts).toEqual(expected)
      expect(answerRate).toBe(expected.answered / expected.arrived)
    }
  })
})
