import type { LeadId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { excludeLeads } from './exclude-leads.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'
import { violated } from './test-invariants.ts'

let spine: Spine
let test: DiallingTest
beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, network: { profile: everybodyAnswers } })
})
afterEach(() => test.stop())
afterAll(() => spine.stop())

const importer = systemActor('importer')

function exclude(leadIds: readonly LeadId[], held: 'left out' | 'waited for' = 'waited for') {
  const { tenant, events, database } = test
  return database.transaction(importer, tenant.tenantId, async (tx) => {
    const list = await tx.db.selectFrom('tenant.lists').select('list_id').executeTakeFirstOrThrow()
    return excludeLeads(events, tx, { listId: list.list_id, leadIds, held })
  })
}

async function stateOf(leadId: LeadId) {
  const { rows } = await spine.test.superuser.query(
    'select state, finished_reason from tenant.leads where lead_id = $1',
    [leadId],
  )
  return rows[0]
}
const excluded = { state: 'finished', finished_reason: 'excluded' }

describe('a lead that is stopped', () => {
  it.each(['ready', 'waiting', 'promised', 'held'])('while it is %s is never called', async (state) => {
    const { leadId } = await test.lead()
    await spine.test.superuser.query('update tenant.leads set state = $1 where lead_id = $2', [state, leadId])
    expect(await exclude([leadId])).toEqual({ stopped: 1, leftOut: [] })
    expect(await stateOf(leadId)).toEqual(excluded)
    test.startDialler()
    await test.operator()
    await test.pass(3_000)
    expect(test.placed).toEqual([])
    expect(await exclude([leadId])).toEqual({ stopped: 0, leftOut: [] })
  })

  it('while its telephone rings is hung up before anybody answers, and finished', async () => {
    test.startDialler()
    const { leadId } = await test.lead()
    await test.operator()
    await test.pass(1_500)
    expect(await test.attempts()).toMatchObject([{ state: 'ringing' }])
    expect((await exclude([leadId])).stopped).toBe(1)
    await test.pass(1_000)
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S10' }])
    expect(await stateOf(leadId)).toEqual(excluded)
    expect(await violated(test)).toEqual({})
  })

  /** A dialler that intends its first call, whose lead a file stops at that very moment. */
  async function stopAtIntent(databaseOf: (stopped: () => Promise<unknown> | undefined) => Database): Promise<void> {
    const { leadId } = await test.lead()
    let stopping: Promise<unknown> | undefined
    test.startDialler({
      database: databaseOf(() => stopping),
      atStep(step) {
        if (step === 'intended') stopping = exclude([leadId])
      },
    })
    await test.operator()
    await test.pass(3_000)
    expect(await stopping).toEqual({ stopped: 1, leftOut: [] })
    expect(await test.attempts()).toMatchObject([{ state: 'ended', operator_id: null }])
    expect(await stateOf(leadId)).toEqual(excluded)
    expect(test.errors).toEqual([])
  }

  it('while its number is being opened does not ring at all, or only until it can be hung up', () =>
    stopAtIntent(() => test.database))

  it('between its intent and the moment at which its call is known is not called: the news of it is not lost', () =>
    // whatever the dialler reads or writes between the two takes as long as the file does
    stopAtIntent((stopped) => ({
      ...test.database,
      async transaction(...asked) {
        await stopped()
        return test.database.transaction(...asked)
      },
    })))

  it('while nobody looks after its call is hung up by the dialler that comes next', async () => {
    test.startDialler()
    const { leadId } = await test.lead()
    await test.operator()
    await test.pass(1_500)
    expect(await test.attempts()).toMatchObject([{ state: 'ringing' }])
    await test.crash()
    expect((await exclude([leadId])).stopped).toBe(1)
    test.startDialler()
    await test.pass(1_000)
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S10' }])
    expect(await stateOf(leadId)).toEqual(excluded)
    expect(await violated(test)).toEqual({})
  })

  it('while its person talks goes on, and is finished whatever the talk resulted in', async () => {
    test.startDialler()
    const { leadId } = await test.lead()
    const operator = await test.operator()
    await test.pass(5_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected' }])
    expect((await exclude([leadId])).stopped).toBe(1)
    expect(await stateOf(leadId)).toEqual({ state: 'connected', finished_reason: null })
    await test.pass(2_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: operator.personId }])
  })

  it('is left out while somebody else holds it, so that no locks are held and waited for', async () => {
    const [one, other] = [await test.lead(), await test.lead()]
    const { tenantId } = test.tenant
    await test.database.transaction(importer, tenantId, async (tx) => {
      await tx.client.query('select from tenant.leads where lead_id = $1 for update', [other.leadId])
      expect(await exclude([one.leadId, other.leadId], 'left out')).toEqual({ stopped: 1, leftOut: [other.leadId] })
    })
    expect(await exclude([other.leadId])).toEqual({ stopped: 1, leftOut: [] })
  })
})
