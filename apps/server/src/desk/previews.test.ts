import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { violated } from '../dialling/test-invariants.ts'
import { createMunicipalityStops } from '../stop-switches/index.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { type Previewing, startPreviewing } from './test-previews.ts'

let spine: Spine
let floor: Previewing

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
beforeEach(async () => {
  floor = await startPreviewing(spine, {
    visibleFields: [
      { field: 'name', label: '氏名' },
      { field: 'kana', label: 'カナ', afterConfirmation: true },
    ],
  })
})
afterEach(async () => {
  await floor.stop()
  expect(floor.test.errors).toEqual([])
})

describe('a campaign in preview', () => {
  it('shows whom to call before anything rings, as far as a call would at once, and dials at the operator’s key', async () => {
    const { test, page, operator, preview, looking, entriesOf, leadOf } = floor
    const lead = await test.lead()
    const previewId = await looking()
    expect(page.desk()).toMatchObject({ state: 'previewing', call: null })
    expect(preview()).toMatchObject({
      fields: [{ field: 'name', value: '架空 1' }],
      withheld: [{ field: 'kana' }],
      ...{ attemptNumber: 1, previous: [], atLimit: 'goes_back', maskedNumber: '••••••••' },
    })
    expect(await leadOf(lead)).toMatchObject({ state: 'leased', attempts: 0 })
    await test.pass(5_000)
    expect(test.placed).toEqual([])
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.until(() => page.desk().state === 'available' && preview()?.state === 'dialling')
    await test.until(() => page.desk().state === 'connected')
    expect(page.desk()).toMatchObject({ state: 'connected', preview: null, call: { attemptNumber: 1 } })
    expect(test.placed).toEqual([page.attemptId()])
    const [attempt] = await test.attempts()
    expect(attempt).toMatchObject({ operator_id: operator.personId, lead_id: lead.leadId })
    const record = { type: 'record', disposition: '11', memo: '', then: 'break' } as const
    expect(await page.ask({ ...record, attemptId: page.attemptId() })).toBe('ok')
    await test.pass(200)
    expect(await leadOf(lead)).toMatchObject({ state: 'finished', attempts: 1 })
    expect(await entriesOf(previewId)).toEqual(['preview.given', 'contact.previewed', 'preview.ended dialled'])
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('preview_over')
    expect(await violated(test)).toEqual({})
  })

  it('gives a skipped lead back as its reason says, enters it, and counts no attempt', async () => {
    const { test, page, looking, overs, entriesOf, leadOf } = floor
    const [later, held] = [await test.lead(), await test.lead()]
    const first = await looking()
    const skip = { type: 'skip_preview' } as const
    expect(await page.ask({ ...skip, previewId: first, reason: 'not_now' })).toBe('ok')
    const second = await looking()
    expect(second).not.toBe(first)
    expect(await page.ask({ ...skip, previewId: second, reason: 'needs_supervisor' })).toBe('ok')
    await test.pass(2_000)
    expect(await page.ask({ ...skip, previewId: second, reason: 'not_now' })).toBe('preview_over')
    const inAnHour = { state: 'ready', attempts: 0, due_at: expect.any(Date) }
    expect(await leadOf(later)).toEqual(inAnHour)
    expect((await leadOf(later)).due_at.getTime()).toBeGreaterThan(test.clock.now() + 3_500_000)
    expect(await leadOf(held)).toMatchObject({ state: 'held', attempts: 0 })
    expect(page.desk()).toMatchObject({ state: 'available', preview: null })
    expect(await entriesOf(first)).toEqual(['preview.given', 'contact.previewed', 'preview.ended not_now'])
    expect(await test.attempts()).toEqual([])
    expect(overs()).toEqual(['not_now', 'needs_supervisor'])
  })

  it('goes back untouched at its limit, at a pause, and when the operator leaves', async () => {
    const { test, page, operator, looking, overs, entriesOf, leadOf, rows } = floor
    const lead = await test.lead()
    const before = await leadOf(lead)
    await looking()
    await test.pass(120_500)
    // given again at once, because it is due and was not touched
    await looking()
    expect(overs()).toEqual(['went_back'])
    expect(await page.ask({ type: 'away', reason: 'break' })).toBe('ok')
    await test.pass(300)
    expect(page.desk()).toMatchObject({ state: 'away', awayReason: 'break', preview: null })
    expect(await leadOf(lead)).toEqual(before)
    const last = await looking()
    page.close()
    await test.pass(16_000)
    expect(await leadOf(lead)).toEqual(before)
    expect((await entriesOf(last)).at(-1)).toBe('preview.ended left')
    expect(await rows('select state, preview_id from tenant.desks where operator_id = $1', operator.personId)).toEqual([
      { state: 'gone', preview_id: null },
    ])
    expect(test.placed).toEqual([])
  })

  it('dials at its limit where the campaign says so, but nobody whom the operator never saw', async () => {
    const { test, page, preview, looking, entriesOf, leadOf, rows } = floor
    await rows(
      `update tenant.campaigns set revision = revision + 1,
        settings = settings || '{"preview":{"seconds":10,"atLimit":"dials"}}' where campaign_id = $1`,
      test.tenant.campaignId,
    )
    const seen = await test.lead()
    const previewId = await looking()
    expect(preview()).toMatchObject({ atLimit: 'dials' })
    await test.pass(10_500)
    await test.until(() => page.desk().state === 'connected')
    expect((await entriesOf(previewId)).at(-1)).toBe('preview.ended dialled_at_limit')
    const record = { type: 'record', disposition: '11', memo: '', then: 'break' } as const
    expect(await page.ask({ ...record, attemptId: page.attemptId() })).toBe('ok')
    expect(await leadOf(seen)).toMatchObject({ state: 'finished' })
    // a seat whose page never opens anything: whoever is given to it is not called
    const unseen = await test.lead()
    const blind = await test.operator()
    await test.pass(11_000)
    expect(
      await rows(
        'select ended_as, opened_entry_id from tenant.previews where operator_id = $1 order by given_at limit 1',
        blind.personId,
      ),
    ).toEqual([{ ended_as: 'went_back', opened_entry_id: null }])
    expect(test.placed).toHaveLength(1)
    expect(await leadOf(unseen)).toMatchObject({ attempts: 0 })
  })

  it('is taken away within a second, with the reason, when the lead may not be called any more', async () => {
    const { test, page, looking, overs, leadOf, rows } = floor
    const { tenantId, campaignId } = test.tenant
    const supervisor = await test.spine.person(test.tenant, 'supervisor')
    const asking = { actor: supervisor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) } as const
    const lead = await test.lead()
    await looking()
    const stop = await test.stops.set(asking, { extent: 'tenant', ground: 'disaster', liftBy: 'supervisors' })
    await test.pass(1_000)
    expect(overs()).toEqual(['calling_stopped'])
    expect(page.desk()).toMatchObject({ state: 'available', preview: null })
    expect(await leadOf(lead)).toMatchObject({ state: 'ready' })
    expect(stop).toBeDefined()
    await rows('delete from house.stops where tenant_id = $1', tenantId)
    await looking()
    await rows(
      `update tenant.leads set state = 'finished', finished_reason = 'excluded' where lead_id = $1`,
      lead.leadId,
    )
    await test.pass(1_000)
    expect(overs().at(-1)).toBe('excluded')
    expect(await leadOf(lead)).toMatchObject({ state: 'finished' })
    const other = await test.lead()
    await looking()
    await rows(`update tenant.contact_numbers set state = 'dead' where contact_id = $1`, other.contactId)
    await test.pass(1_000)
    expect(overs().at(-1)).toBe('number_gone')
    await test.lead()
    await looking()
    await rows(`update tenant.campaigns set state = 'stopped' where campaign_id = $1`, campaignId)
    await test.pass(1_000)
    expect(overs().at(-1)).toBe('calling_stopped')
    await test.pass(3_000)
    expect(page.desk().preview).toBeNull()
    expect(test.placed).toEqual([])
    expect(await violated(test)).toEqual({})
  })

  it.each(['list', 'prefecture', 'municipality'] as const)(
    'is taken away by a stop of its %s, and comes back with its lifting',
    async (extent) => {
      const { test, page, looking, overs, rows } = floor
      const { tenantId } = test.tenant
      const supervisor = await test.spine.person(test.tenant, 'supervisor')
      const asking = { actor: supervisor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) } as const
      const { listId } = await test.lead()
      await looking()
      const terms = { ground: 'disaster', liftBy: 'supervisors' } as const
      const { writer, receipts, keys } = test.spine
      const { database, clock, stopEvents: events } = test
      // where this person lives is not known: a stop of any prefecture or municipality holds
      if (extent === 'list') await test.stops.set(asking, { extent, listId, ...terms })
      else if (extent === 'prefecture') await test.stops.set(asking, { extent, prefecture: 17, ...terms })
      else {
        const towns = createMunicipalityStops({ database, writer, receipts, keys, clock, events })
        await towns.set(asking, { municipalities: ['17204'], ...terms })
      }
      await test.pass(1_000)
      expect(overs()).toEqual(['calling_stopped'])
      await test.pass(3_000)
      expect(page.desk()).toMatchObject({ state: 'available', preview: null })
      await rows('delete from house.stops where tenant_id = $1', tenantId)
      await looking()
      expect(test.placed).toEqual([])
      expect(await violated(test)).toEqual({})
    },
  )
})
