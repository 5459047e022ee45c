import type { DeskToClient } from '@sekisho/contract'
import { deskToClient } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { connectedTo, deskModel, firstModel, isOpenToSeveral } from './desk-state.ts'
import type { DeskEvent, DeskModel } from './desk-state.ts'

const attemptId = '00000000-0000-4000-8000-0000000000a1'
const campaignId = '00000000-0000-4000-8000-0000000000c1'

const previewId = '00000000-0000-4000-8000-0000000000e1'
const nextId = '00000000-0000-4000-8000-0000000000e2'

const looking = (id: string): DeskToClient => {
  const message = deskMessage(false)
  if (message.type !== 'desk') throw new Error('not a desk')
  return deskToClient.parse({
    ...message,
    state: 'previewing',
    preview: {
      ...{ previewId: id, state: 'deciding', withheld: [], maskedNumber: '••••••••', entryPosition: 8, givenAt: 1_000 },
      fields: [{ field: 'name', label: '氏名', value: `架空 ${id.slice(-2)}` }],
      ...{ limitAt: 9_000, atLimit: 'goes_back', previous: [], attemptNumber: 1 },
    },
  })
}

const deskMessage = (hasCall: boolean): DeskToClient =>
  deskToClient.parse({
    type: 'desk',
    state: hasCall ? 'connected' : 'available',
    awayReason: null,
    since: 1_000,
    campaign: null,
    serving: null,
    call: hasCall
      ? {
          attemptId,
          campaignId,
          state: 'connected',
          hasHungUp: false,
          fields: [{ field: 'name', label: '氏名', value: '架空 花子' }],
          withheld: [],
          answeredBy: null,
          confirmedAt: null,
          confirmedPosition: null,
          maskedNumber: '03-••••-0000',
          entryPosition: 7,
          connectedAt: 1_000,
          wrapUpSince: null,
          previous: [],
          memosPosition: null,
          attemptNumber: 1,
          calledNumber: null,
          onNoList: null,
        }
      : null,
    preview: null,
    lastResult: null,
    today: { calls: 0, talks: 0, successes: 0 },
    now: 5_000,
  })

const heard = (message: DeskToClient): DeskEvent => ({ type: 'heard', message, at: 4_000 })
const run = (events: readonly DeskEvent[], model: DeskModel = firstModel) => events.reduce(deskModel, model)
const inCall = run([{ type: 'taking' }, { type: 'welcome' }, heard(deskMessage(true))])

describe('deskModel', () => {
  it('shows the call of the tab that holds the seat, by the clock of the server', () => {
    expect(inCall.view?.call?.fields[0]?.value).toBe('架空 花子')
    expect(inCall.clockOffsetMs).toBe(1_000)
  })
  it('shows no call to a tab that does not hold the seat', () => {
    expect(JSON.stringify(run([heard(deskMessage(true))]))).not.toContain('架空')
    expect(
      JSON.stringify(run([{ type: 'taking' }, { type: 'taken_elsewhere' }, heard(deskMessage(true))])),
    ).not.toContain('架空')
  })
  it('keeps the call in hand while the connection is mended', () => {
    expect(deskModel(inCall, { type: 'link', state: 'lost' }).view?.call?.attemptId).toBe(attemptId)
  })
  it('clears the personal data when the seat or the session is lost', () => {
    for (const event of [
      heard({ type: 'seat_lost' }),
      heard({ type: 'session_over' }),
      heard({ type: 'problem', seq: 1, code: 'seat_taken', ja: '別の画面', en: 'another tab' }),
      { type: 'taken_elsewhere' } as const,
    ]) {
      expect(JSON.stringify(deskModel(inCall, event))).not.toContain('架空')
    }
  })
  it('takes a result that was recorded already for recorded, without a complaint', () => {
    const sending = deskModel(inCall, { type: 'recorded', seq: 9 })
    const answered = deskModel(
      sending,
      heard({ type: 'problem', seq: 9, code: 'call_over', ja: '記録済み', en: 'over' }),
    )
    expect(answered).toMatchObject({ recordSeq: null, problem: null })
  })
  it('clears the personal data when the session or the right ends with the socket', () => {
    for (const state of ['over', 'denied'] as const) {
      expect(JSON.stringify(deskModel(inCall, { type: 'link', state }))).not.toContain('架空')
    }
  })
  it('keeps the call on the screen when the ledger stops, and says so', () => {
    const stopped = deskModel(inCall, heard({ type: 'ledger', isAvailable: false }))
    expect(stopped.view?.call?.attemptId).toBe(attemptId)
    expect(stopped.isLedgerAvailable).toBe(false)
  })
  it('is sending a result until the call is gone or the server refuses it', () => {
    const sending = deskModel(inCall, { type: 'recorded', seq: 9 })
    expect(deskModel(sending, heard(deskMessage(true))).recordSeq).toBe(9)
    expect(deskModel(sending, heard(deskMessage(false))).recordSeq).toBeNull()
    const refused = deskModel(
      sending,
      heard({ type: 'problem', seq: 9, code: 'invalid_input', ja: '確認', en: 'check' }),
    )
    expect(refused.recordSeq).toBeNull()
    expect(refused.problem?.code).toBe('invalid_input')
  })
  it('takes whom it showed off the screen at once, and says why until the next thing is done', () => {
    const shown = run([{ type: 'taking' }, { type: 'welcome' }, heard(looking(previewId))])
    expect(JSON.stringify(shown)).toContain('架空 e1')
    const over = deskModel(shown, heard({ type: 'preview_over', previewId, end: 'do_not_call' } as DeskToClient))
    expect(JSON.stringify(over)).not.toContain('架空')
    expect(over.previewEnd).toBe('do_not_call')
    const next = deskModel(over, heard(looking(nextId)))
    expect(next.previewEnd).toBe('do_not_call')
    expect(deskModel(next, { type: 'acted' }).previewEnd).toBeNull()
    // the operator knows what they did themselves
    const skipped = deskModel(shown, heard({ type: 'preview_over', previewId, end: 'not_now' } as DeskToClient))
    expect(deskModel(skipped, heard(looking(nextId))).previewEnd).toBeNull()
    // it rings: they go on looking until somebody answers
    const dialled = deskModel(shown, heard({ type: 'preview_over', previewId, end: 'dialled' } as DeskToClient))
    expect(dialled.view?.preview?.previewId).toBe(previewId)
  })
  it('says that a result went to a supervisor until the next thing is done', () => {
    const told = deskModel(inCall, heard({ type: 'handed_over' }))
    expect(told.isHandedOver).toBe(true)
    expect(deskModel(told, heard(deskMessage(false))).isHandedOver).toBe(true)
    expect(deskModel(told, { type: 'acted' }).isHandedOver).toBe(false)
  })
})

describe('a seat for several campaigns', () => {
  const served = {
    ...{ campaignId, name: '春の健診', callerName: '架空市健診センターの{operator}です', isRunning: true },
    ...{ priority: 1, isBeyondSkill: false },
  }
  const between = deskModel(
    { ...firstModel, seat: 'held' },
    { type: 'heard', message: deskToClient.parse({ ...deskMessage(false), serving: [served] }), at: 0 },
  )

  it('speaks in nobody’s name between calls, and in that of the call as soon as it is connected', () => {
    expect(isOpenToSeveral(between)).toBe(true)
    expect(connectedTo(between)).toBeNull()
    const message = deskToClient.parse({ type: 'connecting', attemptId, campaignId })
    const connecting = deskModel(between, { type: 'heard', message, at: 0 })
    expect(connectedTo(connecting)?.callerName).toBe(served.callerName)
    const other = deskToClient.parse({ type: 'connecting', attemptId, campaignId: previewId })
    expect(connectedTo(deskModel(between, { type: 'heard', message: other, at: 0 }))).toBeNull()
  })

  it('lets the operator choose again when it was refused', () => {
    const refused = deskToClient.parse({ type: 'problem', seq: 1, code: 'not_assigned', ja: '担当外', en: 'No' })
    const model = deskModel({ ...firstModel, seat: 'taking' }, { type: 'heard', message: refused, at: 0 })
    expect(model).toMatchObject({ seat: 'none', problem: { code: 'not_assigned' } })
  })
})
