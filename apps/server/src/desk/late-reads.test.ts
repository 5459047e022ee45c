import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../platform/database/index.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import type { Seen } from './open-rest.ts'
import { desksOf } from './test-desk.ts'
import { type Previewing, startPreviewing } from './test-previews.ts'

// On a busy machine a read of the desk may come back after a contact was opened that it does not know of yet. The page
// must not lose it: nobody would open it again, and the operator would sit in front of an empty screen.

let spine: Spine
let floor: Previewing
let read: Promise<Seen>
let openings: number
let release: () => void

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  await floor.stop()
  expect(floor.test.errors).toEqual([])
})

const isRead = (result: unknown): result is Seen => typeof result === 'object' && result !== null && 'today' in result

/** The page sits down at desks whose next read, once asked for, is done at once and handed over late. */
async function sitWithLateRead(): Promise<{ holdNext(): void }> {
  const { test } = floor
  const { database, gate } = test
  let held: Promise<void> | null = null
  let tellRead: (seen: Seen) => void = () => undefined
  const transaction: Database['transaction'] = async (actor, tenantId, work, rowScope) => {
    const result = await database.transaction(actor, tenantId, work, rowScope)
    if (held === null || !isRead(result)) return result
    const late = held
    held = null
    tellRead(result)
    await late
    return result
  }
  openings = 0
  const counted = <Given extends unknown[], Opened>(open: (...given: Given) => Promise<Opened>) => {
    return async (...given: Given): Promise<Opened> => {
      const opened = await open(...given)
      // after whoever asked has it
      setImmediate(() => {
        openings += 1
      })
      return opened
    }
  }
  await floor.desks.stop()
  floor.desks = desksOf({
    ...test,
    database: { ...database, transaction },
    gate: { ...gate, openContact: counted(gate.openContact), openPreview: counted(gate.openPreview) },
  })
  await floor.sitDown()
  // whoever sits down is looked after once more, by a read of its own
  await test.pass(500)
  return {
    holdNext() {
      held = new Promise((resolve) => {
        release = resolve
      })
      read = new Promise((resolve) => {
        tellRead = resolve
      })
    },
  }
}

describe('a read of the desk that comes back late', () => {
  it('takes nobody off the page who was given to look at meanwhile', async () => {
    floor = await startPreviewing(spine)
    const { test, looking, preview } = floor
    await Promise.all([test.lead(), test.lead()])
    const { holdNext } = await sitWithLateRead()
    const first = await looking()
    expect(openings).toBe(1)
    holdNext()
    expect(await floor.page.ask({ type: 'skip_preview', previewId: first, reason: 'not_now' })).toBe('ok')
    expect(await read).toMatchObject({ preview: null })
    await test.until(() => openings === 2)
    release()
    await test.until(() => preview() !== null && preview()?.previewId !== first)
    await test.pass(1_000)
    expect(preview()).toMatchObject({
      state: 'deciding',
      fields: [{ field: 'name' }],
      entryPosition: expect.any(Number),
    })
    expect(openings).toBe(2)
  })

  it('takes nobody off the page who has answered meanwhile', async () => {
    floor = await startPreviewing(spine, { mode: 'progressive' })
    const { test } = floor
    const { holdNext } = await sitWithLateRead()
    holdNext()
    expect(await floor.page.ask({ type: 'available' })).toBe('ok')
    expect(await read).toMatchObject({ call: null })
    await test.lead()
    await test.until(() => floor.page.desk().call !== null)
    release()
    await test.until(() => floor.page.desk().state === 'connected')
    await test.pass(1_000)
    expect(floor.page.desk().call).toMatchObject({ fields: [{ field: 'name' }], entryPosition: expect.any(Number) })
    expect(openings).toBe(1)
  })

  it('says that a call is over as soon as it is', async () => {
    floor = await startPreviewing(spine, { mode: 'progressive' })
    const { test } = floor
    const { holdNext } = await sitWithLateRead()
    expect(await floor.page.ask({ type: 'available' })).toBe('ok')
    await test.lead()
    await test.until(() => floor.page.desk().state === 'connected')
    holdNext()
    const record = { type: 'record', disposition: '11', memo: '', then: 'break' } as const
    expect(await floor.page.ask({ ...record, attemptId: floor.page.attemptId() })).toBe('ok')
    await read
    release()
    await test.until(() => floor.page.desk().state === 'away')
    expect(floor.page.desk().call).toBeNull()
  })
})
