import { describe, expect, it } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { readLeadsLeft } from '../../reports/forecast-finish.ts'
import { todayInJapan } from '../../platform/today-in-japan.ts'
import { fileOf, termsOfEachTest, withTerms } from './test-terms.ts'

const terms = termsOfEachTest()
const { sql, entered, due, set, changed } = terms

const dayMs = 86_400_000
/** Far enough from today that a midnight during the test changes nothing. */
const day = (from: number) => todayInJapan(Date.now() + from * dayMs)

describe('the period of a list', () => {
  it('is chosen at the import, entered, and keeps its people from being due outside of it', async () => {
    const plain = await terms.supervisor.imported(fileOf('A', 2))
    const coming = await terms.supervisor.imported(fileOf('B', 3), undefined, withTerms({ validFrom: day(10) }))
    const running = await terms.supervisor.imported(
      fileOf('C', 2),
      undefined,
      withTerms({ validFrom: day(-10), validUntil: day(10) }),
    )
    expect((await due()).toSorted()).toEqual([plain.listId, running.listId].toSorted())
    expect(coming.terms).toMatchObject({ state: 'coming', leadsOutside: 3, revision: 1 })
    expect(running.terms).toMatchObject({ state: 'running', leadsOutside: 0 })
    expect(plain.terms).toMatchObject({ state: 'running', revision: 0, validFrom: null, validUntil: null })
    expect((await entered(running.listId, 'list.terms_set')).map(({ days, counts }) => [days, counts])).toEqual([
      [
        { from: day(-10), until: day(10) },
        { priority: 5, held_out_percent: 0 },
      ],
    ])
    expect(await entered(plain.listId, 'list.terms_set')).toEqual([])
  })

  it('is changed afterwards by an entry each time, and by one of two who saw the same', async () => {
    const list = await terms.supervisor.imported(fileOf('D', 2), undefined, withTerms({ validFrom: day(10) }))
    const moved = await changed(list, { validFrom: null, validUntil: day(20) })
    expect(moved.terms).toMatchObject({ state: 'running', validFrom: null, validUntil: day(20), revision: 2 })
    expect(await due()).toEqual([list.listId])
    expect(await set(list, { validFrom: null })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const days = (await entered(list.listId, 'list.terms_set')).map((entry) => entry.days)
    expect(days).toEqual([
      { from: day(10), until: '9999-12-31' },
      { from: '0001-01-01', until: day(20) },
    ])
    const { body } = await terms.supervisor.call('lists.termsHistory', { params: { listId: list.listId } })
    expect(body).toMatchObject({
      versions: [
        { revision: 2, validUntil: day(20) },
        { revision: 1, validFrom: day(10) },
      ],
    })
  })

  it('is not entered where nothing was changed, and not ended in the past', async () => {
    const list = await terms.supervisor.imported(fileOf('E', 2), undefined, withTerms({ validUntil: day(10) }))
    expect((await changed(list, {})).terms?.revision).toBe(1)
    for (const over of [{ validUntil: day(-2) }, { validFrom: day(20) }])
      expect(await set(list, over)).toMatchObject({ status: 400, body: { detail: ['body.validUntil'] } })
  })

  it.each([
    ['ends before it begins', { validFrom: day(20), validUntil: day(10) }, 'validUntil'],
    ['is over', { validUntil: day(-10) }, 'validUntil'],
    ['is no day', { validUntil: '2026-02-30' }, 'validUntil'],
    ['holds out too many', { heldOutPercent: 51 }, 'heldOutPercent'],
  ])('is refused at the import when it %s', async (_what, wrong, place) => {
    const uploadId = await terms.supervisor.uploaded(fileOf('F', 1))
    const answer = await terms.supervisor.import(uploadId, await terms.supervisor.inspected(uploadId), withTerms(wrong))
    expect(answer).toMatchObject({ status: 400, body: { detail: [`body.rules.${place}`] } })
  })

  it('takes its people out of the forecast when it is over, and not before it begins', async () => {
    const list = await terms.supervisor.imported(fileOf('T', 3), undefined, withTerms({ validUntil: day(10) }))
    const left = (nowMs: number) =>
      terms.test.product.spine.test.database.transaction(systemActor('dialler'), terms.tenant.tenantId, (tx) =>
        readLeadsLeft(tx, terms.tenant.campaignId, 5, nowMs),
      )
    expect(await left(Date.now())).toEqual([{ triesLeft: 5, leads: 3 }])
    expect(await left(Date.now() + 20 * dayMs)).toEqual([])
    await changed(list, { validFrom: day(5) })
    expect(await left(Date.now())).toEqual([{ triesLeft: 5, leads: 3 }])
  })

  it('counts call-backs that were promised for a time after its end', async () => {
    const list = await terms.supervisor.imported(fileOf('G', 2))
    await sql(
      `update tenant.leads set state = 'promised', due_at = now() + interval '15 days' where lead_id =
        (select lead_id from tenant.leads where list_id = $1 limit 1)`,
      list.listId,
    )
    expect((await changed(list, { validUntil: day(10) })).terms?.promisesAfter).toBe(1)
    expect(
      (await changed(await terms.supervisor.read(list.listId), { validUntil: day(20) })).terms?.promisesAfter,
    ).toBe(0)
  })
})

describe('the place of a list that is there', () => {
  it('is changed for those whom nobody called yet, also twice, and entered', async () => {
    const first = await terms.supervisor.imported(fileOf('H', 3))
    const second = await terms.supervisor.imported(fileOf('I', 3))
    const called = await sql<{ lead_id: string; due_at: Date }>(
      `update tenant.leads set state = 'waiting', attempts = 1, last_disposition = 'S02', due_at = now() - interval '1 hour'
        where lead_id = (select lead_id from tenant.leads where list_id = $1 limit 1) returning lead_id, due_at`,
      second.listId,
    )
    const urgent = await changed(second, { priority: 1 })
    expect(urgent).toMatchObject({ priority: 1, terms: { isUnderWay: false } })
    expect(await due()).toEqual([second.listId, first.listId])
    const ordinary = await changed(urgent, { priority: 4 })
    await changed(first, { priority: 2 })
    expect(await due()).toEqual([first.listId, second.listId])
    const back = await changed(ordinary, { priority: 5 })
    const [lead] = await sql<{ due_at: Date }>('select due_at from tenant.leads where lead_id = $1', called[0]?.lead_id)
    expect(lead?.due_at).toEqual(called[0]?.due_at)
    const said = (await entered(back.listId, 'list.terms_set')).map(({ counts }) => counts?.priority)
    expect(said).toEqual([1, 4, 5])
    const [spread] = await sql<{ least: Date; most: Date }>(
      `select min(due_at) as least, max(due_at) as most from tenant.leads where list_id = $1 and state = 'ready'`,
      back.listId,
    )
    expect(Date.now() - (spread?.least.getTime() ?? 0)).toBeLessThan(dayMs)
    expect(spread?.most.getTime()).toBeLessThan(Date.now() + dayMs)
  })

  it('goes on after a kill in between', async () => {
    const list = await terms.supervisor.imported(fileOf('J', 4))
    const plain = await terms.supervisor.imported(fileOf('K', 2))
    await changed(list, { priority: 1 })
    // as it is left when the process ends behind the first of many pieces
    await sql(
      `update tenant.leads set due_at = due_at + interval '4000 days' where lead_id in
        (select lead_id from tenant.leads where list_id = $1 limit 3)`,
      list.listId,
    )
    await sql('update tenant.lists set are_leads_behind = true where list_id = $1', list.listId)
    await terms.test.lists.recover()
    await terms.test.lists.idle()
    expect(await due()).toEqual([list.listId, plain.listId])
    const [left] = await sql<{ late: number }>(
      `select count(*)::int as late from tenant.leads where list_id = $1 and due_at > now() - interval '3999 days'`,
      list.listId,
    )
    expect(left?.late).toBe(0)
  })
})
