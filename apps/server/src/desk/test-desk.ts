import type { CampaignId, DeskFromClient, DeskToClient } from '@sekisho/contract'
import { vi } from 'vitest'
import type { DiallingTest } from '../dialling/test-dialling.ts'
import { createCampaignBook } from '../dialling/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { SocketConnection } from '../platform/sockets/index.ts'
import { createDesks, type Desks } from './desks.ts'
import type { Result } from './record-result.ts'

type Asked = DeskFromClient extends infer Message ? (Message extends unknown ? Omit<Message, 'seq'> : never) : never
type DeskMessage = Extract<DeskToClient, { readonly type: 'desk' }>

/** A page at the desk, without the network between. */
export interface TestPage {
  readonly messages: DeskToClient[]
  readonly id: string
  /** Sends a message and gives its answer: `ok`, or the code of the problem. */
  ask(message: Asked): Promise<string>
  /** Sends the last message again, as a page does that got no answer. */
  repeat(): void
  /** The last state the page was sent. */
  desk(): DeskMessage
  /** The attempt on the line. */
  attemptId(): NonNullable<DeskMessage['call']>['attemptId']
  close(): void
}

export function desksOf(test: DiallingTest): Desks {
  const { spine, database, gate, doNotCall, clock, events, errors } = test
  const { writer, receipts, keys } = spine
  const onError = (error: unknown): void => void errors.push(error)
  return createDesks({
    ...{ database, writer, receipts, gate, doNotCall, keys, clock, events, onError },
    campaigns: createCampaignBook(),
  })
}

export async function openPage(
  test: DiallingTest,
  desks: Desks,
  actor: PersonActor,
  rowScope: RowScope = wholeTenant,
): Promise<TestPage> {
  const messages: DeskToClient[] = []
  const id = newId<string>()
  const decision = await test.spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId: test.tenant.tenantId })
  if (!decision.allowed) throw new Error('not an operator')
  const listener = await desks.socket({
    ...{ id, actor, decision, tenantId: test.tenant.tenantId, rowScope },
    send: (message) => void messages.push(message as DeskToClient),
    noteActivity: () => undefined,
    close: () => undefined,
  })
  let seq = 0
  let lastAsked: DeskFromClient | undefined
  const last = (): DeskMessage => {
    const found = messages.findLast((message) => message.type === 'desk')
    if (found === undefined) throw new Error('the page was sent no state')
    return found
  }
  const answerTo = (asked: number) =>
    messages.findLast((message) => (message.type === 'ok' || message.type === 'problem') && message.seq === asked)
  return {
    messages,
    id,
    async ask(message) {
      seq += 1
      const asked: DeskFromClient = { ...message, seq }
      lastAsked = asked
      await listener.message?.(asked)
      // a page is told first that it has the seat and then what stands on the desk: nothing can be looked at before
      if (message.type === 'take_seat' && answerTo(seq)?.type === 'ok')
        await vi.waitFor(last, { timeout: 60_000, interval: 5 })
      const answer = answerTo(seq)
      return answer === undefined ? 'no answer' : answer.type === 'problem' ? answer.code : answer.type
    },
    repeat() {
      if (lastAsked !== undefined) void listener.message?.(lastAsked)
    },
    desk: last,
    attemptId() {
      const { call } = last()
      if (call === null) throw new Error('no call in hand')
      return call.attemptId
    },
    close: () => listener.closed?.(),
  }
}

/**
 * An operator who takes every call, dials whomever they are shown before one, and records a result as soon as the
 * person has hung up: the campaign's first one, unless `choose` says otherwise.
 *
 * @returns  ends the connection
 */
export async function diligentOperator(
  desks: Desks,
  seat: Pick<SocketConnection<'desk'>, 'actor' | 'tenantId' | 'decision'> & {
    readonly campaignId: CampaignId
    readonly alsoServing?: CampaignId[]
  },
  onMessage: (message: DeskToClient) => void = () => undefined,
  choose: () => Partial<Pick<Result, 'disposition' | 'callbackAt'>> = () => ({}),
): Promise<() => void> {
  const { actor, tenantId, decision, campaignId, alsoServing } = seat
  let seq = 0
  let queue: Promise<void> = Promise.resolve()
  let recorded: string | undefined
  const say = (message: Asked): void => {
    seq += 1
    const asked: DeskFromClient = { ...message, seq }
    queue = queue.then(() => listener.message?.(asked))
  }
  const listener = await desks.socket({
    ...{ id: newId<string>(), actor, tenantId, decision, rowScope: wholeTenant },
    send(sent) {
      const message = sent as DeskToClient
      onMessage(message)
      if (message.type === 'problem') recorded = undefined
      if (message.type !== 'desk') return
      const { call, preview, state, campaign } = message
      if (call === null && state === 'away') say({ type: 'available' })
      if (preview?.state === 'deciding' && preview.entryPosition !== null)
        say({ type: 'dial_preview', previewId: preview.previewId })
      if (call?.state !== 'wrap_up' || recorded === call.attemptId) return
      recorded = call.attemptId
      const disposition = campaign?.settings.dispositions[0]?.code ?? ''
      say({ type: 'record', attemptId: call.attemptId, disposition, memo: '', then: 'available', ...choose() })
    },
    noteActivity: () => undefined,
    close: () => undefined,
  })
  say({ type: 'take_seat', campaignId, ...(alsoServing === undefined ? {} : { alsoServing }), takeOver: true })
  return () => listener.closed?.()
}
