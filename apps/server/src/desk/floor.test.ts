import type { FloorToClient, JobId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaignBook } from '../dialling/index.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import { createHands } from '../hands/index.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Desks } from './desks.ts'
import { createFloors, type Floors } from './floor.ts'
import { desksOf, diligentOperator, openPage } from './test-desk.ts'
import { enteredRows } from '../test-entered.ts'

type FloorMessage = Extract<FloorToClient, { readonly type: 'floor' }>
type HandsMessage = Extract<FloorToClient, { readonly type: 'hands' }>

let test: DiallingTest
let desks: Desks
let floors: Floors
beforeAll(async () => {
  test = await startDialling()
  desks = desksOf(test)
  const { spine, database, clock, events, errors } = test
  floors = createFloors({
    ...{ database, clock, events, writer: spine.writer, receipts: spine.receipts },
    campaigns: createCampaignBook(),
    onError: (error) => void errors.push(error),
  })
  test.startDialler()
})
afterAll(async () => {
  floors.stop()
  await desks.stop()
  await test.stop()
})

async function watch(rowScope: RowScope = wholeTenant) {
  const { tenantId } = test.tenant
  const actor = await test.spine.person(test.tenant, 'supervisor')
  const decision = await test.spine.authorise(actor, 'floor.watch', { kind: 'tenant', tenantId })
  if (!decision.allowed) throw new Error('not a supervisor')
  const messages: FloorMessage[] = []
  const hands: HandsMessage['hands'][] = []
  const listener = await floors.socket({
    ...{ id: newId<string>(), actor, tenantId, decision, rowScope },
    send(message) {
      if (message.type === 'floor') messages.push(message as FloorMessage)
      if (message.type === 'hands') hands.push((message as HandsMessage).hands)
    },
    noteActivity: () => undefined,
    close: () => undefined,
  })
  return { messages, hands, close: () => listener.closed?.() }
}

async function seatOperator(): Promise<() => void> {
  const { tenantId, campaignId } = test.tenant
  const actor = await test.spine.person(test.tenant, 'operator')
  const decision = await test.spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
  if (!decision.allowed) throw new Error('not an operator')
  return diligentOperator(desks, { actor, tenantId, campaignId, decision })
}

describe('a floor', () => {
  it('agrees with the tables through a morning of calls, is sent once a second to all who watch, and says why', async () => {
    const [first, second] = [await watch(), await watch()]
    const leave = [await seatOperator(), await seatOperator()]
    for (let index = 0; index < 7; index += 1) await test.lead()
    await test.pass(10_000)
    expect(first.messages.at(-1)).toMatchObject({
      operators: [{ state: 'connected' }, { state: 'connected' }],
      campaigns: [{ lines: { dialling: 0, ringing: 0, connected: 2 } }],
    })
    await test.pass(170_000)
    const last = first.messages.at(-1)
    const { rows } = await test.spine.test.superuser.query(
      `select count(*)::int as attempts, count(answered_at)::int as answered, count(connected_at)::int as talks,
          count(*) filter (where disposition = 'S08')::int as abandoned, count(*) filter (where disposition = '11')::int as successes
        from tenant.attempts where tenant_id = $1`,
      [test.tenant.tenantId],
    )
    expect(rows[0].attempts).toBe(7)
    expect(last?.campaigns[0]?.today).toEqual(rows[0])
    expect(last?.campaigns[0]?.outcomes).toEqual([{ code: '11', label: '成約・承諾', count: 7 }])
    expect(last?.operators.reduce((sum, { calls }) => sum + calls, 0)).toBe(7)
    expect(last?.campaigns[0]?.because?.ja).toBe('今かけられる対象者がいません。')
    expect(second.messages.at(-1)).toEqual(last)
    expect(first.messages.length).toBeLessThanOrEqual(182)
    for (const end of leave) end()
    first.close()
    second.close()
    await test.pass(1_500)
    const seen = first.messages.length
    await test.pass(5_000)
    expect(first.messages.length).toBe(seen)
  })

  it('is told of a raised hand at once, by itself, and only to whom its job is in sight', async () => {
    const [seen, narrow] = [await watch(), await watch({ jobs: [newId<JobId>()] })]
    const actor = await test.operator('away')
    const { tenantId } = test.tenant
    const asking = { actor, tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
    const { spine, database, gate, clock, events } = test
    const { writer, keys } = spine
    const hands = createHands({ database, writer, keys, gate, clock, events })
    await test.pass(100)
    expect(seen.hands.at(-1)).toEqual([])
    const handId = await hands.raise(asking)
    // no second passes: a floor that counts for long keeps nobody waiting
    await test.pass(100)
    expect(seen.hands.at(-1)).toMatchObject([{ handId, operatorId: actor.personId, taker: null, messages: [] }])
    expect(narrow.hands.at(-1)).toEqual([])
    // past the product, or told by a process that died meanwhile
    await spine.test.superuser.query(
      `update tenant.hands set lowered_at = now(), lowered_by = 'left' where hand_id = $1`,
      [handId],
    )
    await test.pass(3_000)
    expect(seen.hands.at(-1)).toEqual([])
    seen.close()
    narrow.close()
  })

  it('shows nothing of jobs that the viewer has no right to see (A-04)', async () => {
    const narrow = await watch({ jobs: [newId<JobId>()] })
    await test.pass(1_500)
    expect(narrow.messages.at(-1)).toMatchObject({ operators: [], campaigns: [] })
    narrow.close()
  })

  it('enters who watched', async () => {
    const { rows } = await test.spine.test.superuser.query(
      `select count(*)::int as entries from ${enteredRows} e where tenant_id = $1 and type = 'floor.watched'`,
      [test.tenant.tenantId],
    )
    expect(rows).toEqual([{ entries: 5 }])
  })

  it('counts whom operators looked at, and those whom they did not call, for each of them', async () => {
    const { tenantId, campaignId } = test.tenant
    const mode = (name: string) =>
      test.spine.test.superuser.query(
        `update tenant.campaigns set revision = revision + 1, settings = jsonb_set(settings, '{mode}', to_jsonb($2::text))
          where campaign_id = $1`,
        [campaignId, name],
      )
    await mode('preview')
    const { messages, close } = await watch()
    const actor = await test.spine.person(test.tenant, 'operator')
    const page = await openPage(test, desks, actor)
    expect(await page.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
    expect(await page.ask({ type: 'available' })).toBe('ok')
    await test.until(() => page.messages.some(({ type }) => type === 'desk'))
    const seen = new Set<string>()
    for (const reason of ['not_now', 'needs_supervisor', null] as const) {
      await test.lead()
      const next = () => {
        const { preview } = page.desk()
        return preview !== null && preview.entryPosition !== null && !seen.has(preview.previewId) ? preview : null
      }
      await test.until(() => next() !== null)
      const previewId = next()?.previewId
      if (previewId === undefined) throw new Error('nobody to look at')
      seen.add(previewId)
      await test.pass(1_000)
      if (reason !== null) expect(await page.ask({ type: 'skip_preview', previewId, reason })).toBe('ok')
    }
    const own = () => messages.at(-1)?.operators.find(({ personId }) => personId === actor.personId)
    await test.until(() => own()?.previews.shown === 3)
    expect(own()).toMatchObject({ state: 'previewing', previews: { shown: 3, undialled: 2 } })
    // time in a preview is kept as a state of its own
    const { rows } = await test.spine.test.superuser.query(
      `select state from tenant.desk_spans where tenant_id = $1 and operator_id = $2 order by began_at`,
      [tenantId, actor.personId],
    )
    expect(rows.filter(({ state }) => state === 'previewing')).toHaveLength(2)
    await mode('progressive')
    page.close()
    close()
  })

  it('says how many spoken numbers an operator took down today, and nothing of another day', async () => {
    const { messages, close } = await watch()
    const actor = await test.operator('away')
    const attemptId = await test.spine.connect(await test.lead(), test.tenant.campaignId, actor)
    const { superuser } = test.spine.test
    for (const [ordinal, daysAgo] of [0, 0, 1].entries())
      await superuser.query(
        `insert into tenant.spoken_numbers (tenant_id, attempt_id, ordinal, command_id, entry_id, recorded_at)
          values ($1, $2, $3, gen_random_uuid(), gen_random_uuid(), $4)`,
        [test.tenant.tenantId, attemptId, ordinal + 1, new Date(test.clock.now() - daysAgo * 86_400_000)],
      )
    const own = () => messages.at(-1)?.operators.find(({ personId }) => personId === actor.personId)
    await test.until(() => own()?.spokenNumbers === 2)
    await superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [attemptId])
    close()
  })
})
