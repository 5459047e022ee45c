import { createHash } from 'node:crypto'
import { type LeadId, reachHistories, reachKinds } from '@sekisho/contract'
import { type LookOrder, reachClassOf } from '@sekisho/dialer'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { createCampaignBook } from './campaign-book.ts'
import { createCampaignChances } from './campaign-chances.ts'
import { dueByClassSql, lockDueLeads } from './due-leads.ts'
import { calledBefore } from './test-called-before.ts'
import { type DiallingTest, startDialling, tuesdayAtTen } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest

beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, settings: { callOrder: 'reach' } })
})
afterEach(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})
afterAll(() => spine.stop())

/** Written a second time, from what the migration says of the draw. */
function isInTurn(leadId: string): boolean {
  const bytes = Buffer.from(leadId.replaceAll('-', ''), 'hex')
  return createHash('sha256').update('sekisho order 1 ').update(bytes).digest().readUInt16BE(0) < 6_554
}

function idOf(wanted: boolean): LeadId {
  for (;;) {
    const id = newId<LeadId>()
    if (isInTurn(id) === wanted) return id
  }
}

interface Wanted {
  readonly kind?: string
  readonly inTurn?: boolean
  readonly dueForMs?: number
}

/** A lead of a group and a kind of number, due for so long. */
async function lead({ kind = 'mobile', inTurn = false, dueForMs = 0 }: Wanted = {}): Promise<LeadId> {
  const { leadId, contactId } = await test.lead()
  const id = idOf(inTurn)
  const { superuser } = spine.test
  await superuser.query('update tenant.contact_numbers set kind = $2 where contact_id = $1', [contactId, kind])
  await superuser.query('update tenant.leads set lead_id = $2, due_at = $3, next_ordinal = 1 where lead_id = $1', [
    ...[leadId, id, new Date(test.clock.now() - dueForMs)],
  ])
  return id
}

const classNow = async (leadId: LeadId) => {
  const { rows } = await spine.test.superuser.query<{ reach_class: number; call_queue: number }>(
    'select reach_class, call_queue from tenant.leads where lead_id = $1',
    [leadId],
  )
  return rows[0]
}

const inTenant = <Result>(work: Parameters<typeof spine.test.database.transaction<Result>>[2]) =>
  spine.test.database.transaction(systemActor('dialler'), test.tenant.tenantId, work)

const taken = async (order: LookOrder | null, limit = 10): Promise<LeadId[]> =>
  inTenant(async (tx) => {
    const due = await lockDueLeads(tx, test.tenant.campaignId, test.clock.now(), limit, 'all', order)
    return due.map(({ lead_id }) => lead_id)
  })

const [mobile, work] = [reachClassOf('mobile', 'fresh'), reachClassOf('work', 'fresh')]
const workFirst = [work, mobile, 6, 16]

/** Of a class, on a Friday before. */
const called = (reachClass: number, dials: number, reached: number): Promise<void> =>
  calledBefore({ test, spine }, { reachClass, results: { 12: reached, S02: dials - reached }, answered: ['12'] })

describe('the class of a lead', () => {
  it('is what the number is and what became of the tries, in the words of the product', async () => {
    const cases: [
      string | null,
      number,
      string | null,
      (typeof reachKinds)[number],
      (typeof reachHistories)[number],
    ][] = [
      ['mobile', 0, null, 'mobile', 'fresh'],
      ['home', 1, 'S02', 'home', 'unanswered'],
      ['landline', 2, '23', 'home', 'unanswered_again'],
      ['work', 4, 'S04', 'work', 'unanswered_again'],
      ['work', 1, 'S01', 'work', 'busy'],
      ['mobile', 2, '21', 'mobile', 'answered'],
      // a dead or a wrong number says nothing of the next one, a fault of the line nothing of anybody
      ['mobile', 1, 'S05', 'mobile', 'fresh'],
      ['other', 1, '41', 'other', 'fresh'],
      ['mobile', 0, 'S07', 'mobile', 'fresh'],
      [null, 0, null, 'other', 'fresh'],
    ]
    for (const [kind, tries, last, ofKind, history] of cases) {
      const { rows } = await spine.test.superuser.query<{ is: number }>(
        'select tenant.reach_class($1, $2::smallint, $3) as is',
        [kind, tries, last],
      )
      expect([kind, tries, last, rows[0]?.is]).toEqual([kind, tries, last, reachClassOf(ofKind, history)])
    }
  })

  it('follows the number whose turn it is', async () => {
    const id = await lead({ kind: 'work' })
    expect(await classNow(id)).toEqual({ reach_class: work, call_queue: work })
    await spine.test.superuser.query(
      `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
        select tenant_id, contact_id, 2, 'mobile', '', sha256('') from tenant.leads where lead_id = $1`,
      [id],
    )
    await spine.test.superuser.query('update tenant.leads set next_ordinal = 2 where lead_id = $1', [id])
    expect(await classNow(id)).toEqual({ reach_class: mobile, call_queue: mobile })
  })

  it('cannot be written, and neither can the draw, which takes a tenth and which anybody recomputes', async () => {
    const id = await lead()
    for (const column of ['reach_class', 'call_queue'])
      await expect(
        spine.test.superuser.query(`update tenant.leads set ${column} = 1 where lead_id = $1`, [id]),
      ).rejects.toThrow(/can only be updated to DEFAULT/)
    const { rows } = await spine.test.superuser.query<{ id: string; drawn: boolean }>(
      'select id, tenant.is_called_in_turn(id) as drawn from (select gen_random_uuid() as id from generate_series(1, 4000)) g',
    )
    for (const each of rows) expect(each.drawn).toBe(isInTurn(each.id))
    const share = rows.filter(({ drawn }) => drawn).length / rows.length
    expect(share).toBeGreaterThan(0.07)
    expect(share).toBeLessThan(0.13)
  })
})

describe('a look of a campaign that calls whoever is likeliest to be reached', () => {
  it('takes the best class first, in each the one due longest, and those called in turn only when nobody else is due', async () => {
    const oldMobile = await lead({ dueForMs: 9_000 })
    const newMobile = await lead({ dueForMs: 1_000 })
    const inTurn = await lead({ kind: 'work', inTurn: true, dueForMs: 20_000 })
    const newWork = await lead({ kind: 'work', dueForMs: 500 })
    const likeliest = { first: 'likeliest', classes: workFirst } as const
    expect(await taken(likeliest, 1)).toEqual([newWork])
    expect(await taken(likeliest)).toEqual([newWork, oldMobile, newMobile, inTurn])
    expect(await taken({ first: 'oldest', classes: workFirst })).toEqual([oldMobile, newMobile, newWork, inTurn])
    expect(await taken({ first: 'in_turn', classes: workFirst })).toEqual([inTurn, newWork, oldMobile, newMobile])
    expect(await taken(null)).toEqual([inTurn, oldMobile, newMobile, newWork])
  })

  it('leaves whoever needs an operator of their own to the looks that reserve one, as the other order does', async () => {
    const abandoned = await lead({ kind: 'work', dueForMs: 5_000 })
    const anybody = await lead()
    await spine.test.superuser.query('update tenant.leads set is_one_to_one = true where lead_id = $1', [abandoned])
    const { campaignId } = test.tenant
    const takenAs = (kind: 'one_to_one' | 'for_anyone', first: LookOrder['first']) =>
      inTenant(async (tx) => {
        const due = await lockDueLeads(tx, campaignId, test.clock.now(), 5, kind, { first, classes: workFirst })
        return due.map(({ lead_id }) => lead_id)
      })
    for (const first of ['likeliest', 'oldest', 'in_turn'] as const) {
      expect(await takenAs('for_anyone', first)).toEqual([anybody])
      expect(await takenAs('one_to_one', first)).toEqual([abandoned])
    }
  })

  it('never takes anybody before they are due, or out of the place of their list (ADR 30)', async () => {
    const place = 1_000 * 86_400_000
    await lead({ kind: 'work', dueForMs: -60_000 })
    const placed = await lead({ dueForMs: place + 5_000 })
    const first = await lead({ dueForMs: 3 * place })
    const firstToo = await lead({ kind: 'work', dueForMs: 3 * place - 5_000 })
    const last = await lead({ kind: 'work', dueForMs: 7_000 })
    expect(await taken({ first: 'likeliest', classes: workFirst })).toEqual([firstToo, first, placed, last])
  })

  it('keeps promises first, whatever the chances', async () => {
    const working = await lead({ kind: 'work', dueForMs: 9_000 })
    const promised = await lead({ inTurn: true })
    await spine.test.superuser.query(`update tenant.leads set state = 'promised' where lead_id = $1`, [promised])
    expect(await taken({ first: 'likeliest', classes: workFirst })).toEqual([promised, working])
  })

  it('reads the index of classes, and no more of it than it takes', async () => {
    const id = await lead({ kind: 'work' })
    const { superuser } = spine.test
    await superuser.query(
      `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at, attempts, last_disposition)
        select tenant_id, gen_random_uuid(), campaign_id, list_id, contact_id, due_at - n * interval '1 minute', n % 3,
          case n % 3 when 0 then null else 'S02' end
        from tenant.leads, generate_series(1, 6000) n where lead_id = $1`,
      [id],
    )
    await superuser.query('update tenant.lists set first_leased_at = now()')
    await superuser.query('analyze tenant.leads, tenant.lists, tenant.contacts, tenant.contact_numbers')
    const { tenantId, campaignId } = test.tenant
    const at = new Date(test.clock.now()).toISOString()
    // as it is planned for these values, and as PostgreSQL plans it once for all of them
    await superuser.query(`prepare by_class as ${dueByClassSql('', ' for update of l skip locked')}`)
    const values = `'${tenantId}', '${campaignId}', '${at}', 10, '{}', '{${workFirst.join(',')}}'`
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await superuser.query('begin')
      await superuser.query(`set local plan_cache_mode = ${mode}`)
      const { rows } = await superuser.query(`explain (analyze) execute by_class (${values})`)
      await superuser.query('rollback')
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain('leads_queue on leads')
      expect(plan).not.toContain('Sort Key: l.due_at')
      expect(plan).not.toMatch(/Rows Removed by Filter: \d{3}/)
    }
    await superuser.query('deallocate by_class')
  })
})

/** A dialler that has looked before anybody was at a desk, and counted what that look asked for. */
async function startLearned(draw: () => number): Promise<void> {
  let looks = 0
  const random = (): number => {
    looks += 1
    return draw()
  }
  test.startDialler({ random })
  await test.until(() => looks >= 2, 900_000)
}

describe('what a campaign knows of chances', () => {
  const learned = async (): Promise<LookOrder | null> => {
    const { campaignId, tenantId } = test.tenant
    const chances = createCampaignChances(tenantId, campaignId, () => 0.99)
    const { rows } = await spine.test.superuser.query<{ revision: number }>(
      'select revision from tenant.campaigns where campaign_id = $1',
      [campaignId],
    )
    const facts = await inTenant((tx) => createCampaignBook().read(tx, campaignId, rows[0]?.revision ?? 0))
    chances.order(facts, tuesdayAtTen)
    await chances.learn(spine.test.database, tuesdayAtTen)
    return chances.order(facts, tuesdayAtTen)
  }

  it('is counted from attempts, so that a process that starts anew knows the same', async () => {
    await called(reachClassOf('other', 'unanswered_again'), 500, 400)
    await called(mobile, 500, 0)
    const order = await learned()
    expect(order?.classes[0]).toBe(reachClassOf('other', 'unanswered_again'))
    expect(order?.classes.at(-1)).toBe(mobile)
    expect(order?.first).toBe('likeliest')
    expect(await learned()).toEqual(order)
  })

  it('decides whom the dialler calls, and the attempt keeps the class, and whether the order chose', async () => {
    await called(work, 500, 450)
    await called(mobile, 500, 10)
    const old = await lead({ dueForMs: 60_000 })
    await startLearned(() => 0.99)
    const likely = await lead({ kind: 'work' })
    const promised = await lead({ dueForMs: 60_000 })
    await spine.test.superuser.query(`update tenant.leads set state = 'promised' where lead_id = $1`, [promised])
    const attempts = async () => {
      const { rows } = await spine.test.superuser.query<{ lead_id: LeadId; reach_class: number; is_in_order: boolean }>(
        `select lead_id, reach_class, is_in_order from tenant.attempts
          where campaign_id = $1 and intended_at >= $2 order by intended_at`,
        [test.tenant.campaignId, new Date(tuesdayAtTen)],
      )
      return rows
    }
    for (let calls = 1; calls <= 3; calls += 1) {
      await test.operator()
      await test.until(async () => (await attempts()).length === calls, 900_000)
    }
    expect(await attempts()).toEqual([
      { lead_id: promised, reach_class: mobile, is_in_order: false },
      { lead_id: likely, reach_class: work, is_in_order: true },
      { lead_id: old, reach_class: mobile, is_in_order: true },
    ])
  })

  it('starves nobody: whoever is due longest is called by the next look that asks for the oldest', async () => {
    const unlikely = await lead({ dueForMs: 60_000 })
    for (let more = 0; more < 4; more += 1) await lead({ kind: 'work' })
    await called(work, 500, 450)
    let draw = 0.99
    await startLearned(() => draw)
    const begun = async () =>
      (await test.attempts()).flatMap(({ state, lead_id }) => (state === 'ended' ? [] : [lead_id]))
    await test.operator()
    await test.until(async () => (await begun()).length === 1, 900_000)
    expect(await begun()).not.toContain(unlikely)
    draw = 0.15
    await test.operator()
    await test.until(async () => (await begun()).includes(unlikely), 900_000)
  })
})
