import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violated } from '../dialling/test-invariants.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { desksOf } from './test-desk.ts'
import { type Previewing, startPreviewing } from './test-previews.ts'

// Dialler or server end without a word at each step of a preview: the lead is not lost and not dialled twice, and the
// operator goes on. (`dialling/previews-kill.test.ts` ends a process of its own with SIGKILL.)

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

async function restartDialler(): Promise<void> {
  await floor.test.crash()
  floor.test.startDialler()
  await floor.test.pass(1_000)
}

/** The server is gone: its pages hear nothing and it cleans nothing up. The next one begins as `main.ts` does. */
async function restartServer(): Promise<void> {
  const { test } = floor
  floor.desks = desksOf(test)
  await floor.desks.forgetOldSeats([test.tenant.tenantId])
}

async function record(): Promise<void> {
  const { page } = floor
  const result = { type: 'record', disposition: '11', memo: '', then: 'break' } as const
  expect(await page.ask({ ...result, attemptId: page.attemptId() })).toBe('ok')
  await floor.test.pass(200)
}

describe('a kill of the dialler', () => {
  it('while an operator looks leaves the contact on the page, to be dialled once or skipped', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, page, leadOf, preview } = floor
    const lead = await test.lead()
    const previewId = await looking()
    await restartDialler()
    expect(preview()).toMatchObject({ previewId, state: 'deciding' })
    await test.crash()
    // the key is pressed while no dialler is there
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.pass(1_000)
    expect(test.placed).toEqual([])
    test.startDialler()
    await test.until(() => page.desk().state === 'connected')
    await record()
    expect(test.placed).toHaveLength(1)
    expect(await leadOf(lead)).toMatchObject({ state: 'finished', attempts: 1 })
    expect(await violated(test)).toEqual({})
  })

  it('after the key, before or after the number was dialled, dials nobody twice and gives the operator the next', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, page, preview, leadOf } = floor
    const lead = await test.lead()
    const previewId = await looking()
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.until(() => test.placed.length === 1)
    await restartDialler()
    await test.until(
      () => page.desk().state === 'connected' || (preview() === null && page.desk().state === 'available'),
    )
    if (page.desk().call !== null) await record()
    await test.pass(1_000)
    expect(test.placed).toHaveLength(1)
    expect((await leadOf(lead)).state).not.toBe('leased')
    expect(await violated(test)).toEqual({})
  })
})

describe('a kill of the server', () => {
  it('while an operator looks gives the lead back, and the operator is given the next after coming back', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, entriesOf, leadOf, sitDown } = floor
    const lead = await test.lead()
    const before = await leadOf(lead)
    const previewId = await looking()
    await restartServer()
    await test.pass(1_000)
    expect(await leadOf(lead)).toEqual(before)
    expect((await entriesOf(previewId)).at(-1)).toBe('preview.ended left')
    await sitDown()
    expect(floor.page.desk()).toMatchObject({ state: 'away', preview: null })
    expect(await looking()).not.toBe(previewId)
    expect(test.placed).toEqual([])
  })

  it('before the page has opened what was given calls nobody whom nobody saw', async () => {
    floor = await startPreviewing(spine)
    const { test, page, leadOf, sitDown, looking } = floor
    expect(await page.ask({ type: 'available' })).toBe('ok')
    // it ends at the very moment at which the dialler gives the lead: nobody hears of it
    await floor.desks.stop()
    const lead = await test.lead()
    const before = await leadOf(lead)
    await test.pass(1_000)
    expect(await leadOf(lead)).toMatchObject({ state: 'leased' })
    await restartServer()
    await test.pass(1_000)
    expect(await leadOf(lead)).toEqual(before)
    await sitDown()
    const previewId = await looking()
    expect(await floor.page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.until(() => floor.page.desk().state === 'connected')
    await record()
    expect(test.placed).toHaveLength(1)
    expect(await violated(test)).toEqual({})
  })

  it('after the key lets the line ring for nobody, and the lead is called again by its rule', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, page, leadOf, sitDown } = floor
    const lead = await test.lead()
    const previewId = await looking()
    expect(await page.ask({ type: 'dial_preview', previewId })).toBe('ok')
    await test.until(() => test.placed.length === 1)
    await restartServer()
    await test.pass(2_000)
    expect(await test.network.carrier.listCalls()).toEqual([])
    await sitDown()
    expect(floor.page.desk()).toMatchObject({ state: 'away', call: null, preview: null })
    expect(test.placed).toHaveLength(1)
    expect((await leadOf(lead)).state).toBe('waiting')
    expect(await violated(test)).toEqual({})
  })
})
