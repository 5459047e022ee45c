import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { contactOf, refuse } from '../do-not-call/test-refusals.ts'
import { callIn, callInsOf, ownNumberOf, patientCallers, somebody } from '../dialling/test-call-ins.ts'
import { violated } from '../dialling/test-invariants.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { openPage } from './test-desk.ts'
import { type Previewing, startPreviewing } from './test-previews.ts'

// What happens elsewhere takes a preview away within a second, and its page says why.

let spine: Spine
let floor: Previewing

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  await floor.stop()
  expect(floor.test.errors).toEqual([])
})

describe('whom an operator looks at', () => {
  it('is taken away when they refuse in another job, and not rung when the key was pressed at that moment', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, overs, leadOf, page } = floor
    const keys = { customer: 'P-1', person: 'preview person' }
    const due = await contactOf(spine, test.tenant, { ...keys, numbers: ['03-901'] })
    const elsewhere = await contactOf(spine, test.tenant, { ...keys, numbers: ['03-902'] })
    const setDue = (leadId: string, atMs: number) =>
      floor.rows('update tenant.leads set due_at = $2 where lead_id = $1', leadId, new Date(atMs))
    await setDue(elsewhere.leadId, test.clock.now() + 86_400_000)
    await setDue(due.leadId, test.clock.now())
    const previewId = await looking()
    await refuse(spine, test.doNotCall, test.tenant, elsewhere, '32')
    // committed before the key: whatever the dialler had seen before, it asks again
    await page.ask({ type: 'dial_preview', previewId })
    await test.pass(1_000)
    expect(overs()).toEqual(['do_not_call'])
    expect(page.desk().preview).toBeNull()
    await test.pass(2_000)
    expect(test.placed).toEqual([])
    expect(await leadOf(due)).toMatchObject({ state: 'finished', attempts: 0 })
  })

  it('comes to that operator when they call in themselves, and nobody rings them', async () => {
    floor = await startPreviewing(spine, {}, { profile: patientCallers })
    const { test, looking, overs, page } = floor
    await ownNumberOf(spine, test.tenant, '0300005001')
    const person = await somebody(test)
    await floor.rows(
      'update tenant.leads set due_at = $2 where lead_id = $1',
      person.leadId,
      new Date(test.clock.now()),
    )
    await looking()
    callIn(test, person.from, '0300005001')
    await test.until(() => page.desk().state === 'connected')
    expect(overs()).toEqual(['calls_us'])
    expect(page.desk().call).toMatchObject({ calledNumber: '0300005001' })
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'answered', lead_id: person.leadId }])
    expect(test.placed).toEqual([])
    const record = { type: 'record', disposition: '11', memo: '', then: 'break' } as const
    expect(await page.ask({ ...record, attemptId: page.attemptId() })).toBe('ok')
  })

  it('waits when somebody else calls in and no seat is free', async () => {
    floor = await startPreviewing(spine, {}, { profile: patientCallers })
    const { test, looking, overs, page, leadOf } = floor
    await ownNumberOf(spine, test.tenant, '0300005002')
    const caller = await somebody(test)
    const lead = await test.lead()
    await looking()
    callIn(test, caller.from, '0300005002')
    await test.until(() => page.desk().state === 'connected')
    expect(overs()).toEqual(['callers_first'])
    expect(await leadOf(lead)).toMatchObject({ state: 'ready', attempts: 0 })
    const record = { type: 'record', disposition: '11', memo: '', then: 'available' } as const
    expect(await page.ask({ ...record, attemptId: page.attemptId() })).toBe('ok')
    await looking()
    expect(test.placed).toEqual([])
  })

  it('is not dialled while their number is on another line', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, overs, page, rows } = floor
    const [first, second] = [await test.lead(), await test.lead()]
    // a couple with one telephone
    await rows(
      `update tenant.contact_numbers set phone_index = (select phone_index from tenant.contact_numbers where contact_id = $1)
        where contact_id = $2`,
      first.contactId,
      second.contactId,
    )
    const other = await openPage(test, floor.desks, await spine.person(test.tenant, 'operator'))
    const { campaignId } = test.tenant
    const mine = await looking()
    expect(await other.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
    expect(await other.ask({ type: 'available' })).toBe('ok')
    await test.until(() => other.messages.some(({ type }) => type === 'desk'))
    await test.until(() => typeof other.desk().preview?.entryPosition === 'number')
    const theirs = other.desk().preview?.previewId ?? newId()
    expect(await other.ask({ type: 'dial_preview', previewId: theirs })).toBe('ok')
    expect(await page.ask({ type: 'dial_preview', previewId: mine })).toBe('ok')
    await test.until(() => test.placed.length > 0)
    await test.pass(1_000)
    expect(test.placed).toHaveLength(1)
    const ends = other.messages.flatMap((message) => (message.type === 'preview_over' ? message.end : []))
    expect([...overs(), ...ends].toSorted()).toEqual(['dialled', 'number_busy'])
    other.close()
  })

  it('is nobody else’s to open, dial or skip: a reach for it is entered and changes nothing (M-01)', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, preview, rows } = floor
    const { tenantId, campaignId } = test.tenant
    await test.lead()
    const previewId = await looking()
    const actor = await spine.person(test.tenant, 'operator')
    const curious = await openPage(test, floor.desks, actor)
    expect(await curious.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
    expect(await curious.ask({ type: 'dial_preview', previewId })).toBe('no_live_call')
    expect(await curious.ask({ type: 'skip_preview', previewId, reason: 'not_now' })).toBe('no_live_call')
    await expect(test.gate.openPreview(actor, tenantId, previewId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(test.gate.openPreview(actor, tenantId, newId())).rejects.toMatchObject({ code: 'forbidden' })
    await test.pass(1_000)
    expect(preview()).toMatchObject({ previewId, state: 'deciding' })
    const denied = () =>
      rows(`select type from ${enteredRows} e where e.tenant_id = $1 and e.outcome = 'denied' order by type`, tenantId)
    await expect
      .poll(denied, { timeout: 30_000 })
      .toEqual([{ type: 'access.denied' }, { type: 'contact.previewed' }, { type: 'contact.previewed' }])
    curious.close()
  })

  it('is what the campaign’s mode says from the next lead on, both ways', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, page, rows, overs, preview } = floor
    const mode = (name: string) =>
      rows(
        `update tenant.campaigns set revision = revision + 1, settings = jsonb_set(settings, '{mode}', to_jsonb($2::text))
          where campaign_id = $1`,
        test.tenant.campaignId,
        name,
      )
    await test.lead()
    const previewId = await looking()
    await mode('progressive')
    await test.lead()
    await test.pass(2_000)
    expect(preview()).toMatchObject({ previewId, state: 'deciding' })
    expect(await page.ask({ type: 'skip_preview', previewId, reason: 'not_now' })).toBe('ok')
    await test.until(() => page.desk().state === 'connected')
    expect(test.placed).toHaveLength(1)
    await mode('preview')
    await test.lead()
    const record = { type: 'record', disposition: '11', memo: '', then: 'available' } as const
    expect(await page.ask({ ...record, attemptId: page.attemptId() })).toBe('ok')
    await looking()
    expect(test.placed).toHaveLength(1)
    expect(overs()).toEqual(['not_now'])
  })

  it('leaves the page when nobody answers, and the next follows', async () => {
    floor = await startPreviewing(spine, { ringSeconds: 10 }, { profile: { ...patientCallers, busyRate: 1 } })
    const { test, looking, page, preview, leadOf } = floor
    const [first] = [await test.lead(), await test.lead()]
    const previewId = await looking()
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.until(() => preview()?.previewId !== previewId)
    expect(await looking()).not.toBe(previewId)
    expect(await leadOf(first)).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(await violated(test)).toEqual({})
  })
})
