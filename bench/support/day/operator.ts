import type { CampaignId, DeskFromClient, DeskToClient, TenantId } from '@sekisho/contract'
import type { Random, VirtualClock } from '@sekisho/telephony'
import type { Desks } from '../../../apps/server/src/desk/index.ts'
import type { PersonActor } from '../../../apps/server/src/platform/actor.ts'
import { wholeTenant } from '../../../apps/server/src/platform/database/index.ts'
import { newId } from '../../../apps/server/src/platform/new-id.ts'

type Asked = DeskFromClient extends infer Message ? (Message extends unknown ? Omit<Message, 'seq'> : never) : never
type DeskMessage = Extract<DeskToClient, { readonly type: 'desk' }>

/** An operator for a day, on the desk's own code, without the network between. */
export interface DayOperator {
  /** Goes for a break after the call in hand, or comes back from it. */
  setBreak(isAway: boolean): void
  /** Closes the page. */
  leave(): void
}

export interface OperatorOptions {
  readonly desks: Desks
  readonly clock: VirtualClock
  readonly random: Random
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly decision: Parameters<Desks['socket']>[0]['decision']
  /** When somebody may be called again, after an instant; null for never. */
  readonly nextOpenMs: (afterMs: number) => number | null
}

/** How calls end on an ordinary day; weights. */
const results = [
  ...[['11', 8] as const, ['12', 6] as const, ['13', 10] as const, ['14', 5] as const, ['21', 28] as const],
  ...[['23', 22] as const, ['24', 5] as const, ['31', 9] as const, ['32', 1] as const, ['41', 2] as const],
] as const
const readMs = { medianMs: 6_000, sigma: 0.4 }
const wrapUpMs = { medianMs: 15_000, sigma: 0.5 }
const againMs = 2_000

/** Takes every call, reads and dials previews, and records a result some seconds after the person has hung up. */
export async function seatOperator(options: OperatorOptions): Promise<DayOperator> {
  const { desks, clock, random, actor, tenantId, campaignId, decision } = options
  let seq = 0
  let queue: Promise<unknown> = Promise.resolve()
  let latest: DeskMessage | undefined
  let inHand: string | undefined
  let isAway = false
  const say = (message: Asked): void => {
    seq += 1
    const asked: DeskFromClient = { ...message, seq }
    queue = queue.then(() => listener.message?.(asked))
  }

  function record({ attemptId, onNoList }: NonNullable<DeskMessage['call']>): void {
    // who withholds the number can neither be called back nor be kept as a refusal
    const disposition = onNoList?.hasNumber === false ? '12' : random.pick(results)
    const wantedMs = options.nextOpenMs(clock.now() + Math.ceil(random.next() * 240) * 60_000)
    const then = isAway ? ('lunch' as const) : ('available' as const)
    const common = { type: 'record' as const, attemptId, memo: '', then }
    if (disposition !== '14') return say({ ...common, disposition })
    if (wantedMs === null) return say({ ...common, disposition: '21' })
    say({ ...common, disposition, callbackAt: wantedMs })
  }

  function go({ call, preview, state }: DeskMessage): void {
    if (call === null && state === 'away' && !isAway) return say({ type: 'available' })
    if (preview?.state === 'deciding' && preview.entryPosition !== null && inHand !== preview.previewId) {
      const { previewId } = preview
      inHand = previewId
      clock.setTimer(random.duration(readMs), () => say({ type: 'dial_preview', previewId }))
    }
    if (call?.state !== 'wrap_up' || inHand === call.attemptId) return
    inHand = call.attemptId
    clock.setTimer(random.duration(wrapUpMs), () => record(call))
  }

  const listener = await desks.socket({
    ...{ id: newId<string>(), actor, tenantId, decision, rowScope: wholeTenant },
    send(sent) {
      const message = sent as DeskToClient
      if (message.type === 'problem') {
        // what was refused is looked at again in a moment
        inHand = undefined
        clock.setTimer(againMs, () => latest !== undefined && go(latest))
      }
      if (message.type !== 'desk') return
      latest = message
      go(message)
    },
    noteActivity: () => undefined,
    close: () => undefined,
  })
  say({ type: 'take_seat', campaignId, takeOver: true })
  return {
    setBreak(wanted) {
      isAway = wanted
      say(wanted ? { type: 'away', reason: 'lunch' } : { type: 'available' })
    },
    leave: () => listener.closed?.(),
  }
}
