import type { AttemptId, CampaignId, DeskFromClient, DeskToClient } from '@sekisho/contract'
import type { LogNormal, Persona } from '@sekisho/telephony'
import type { Clock } from '../platform/clock.ts'
import { plainCode, plausibleResult, type Random } from './simulated-results.ts'

/** A desk as a page reaches it: messages there and back, in process or through a socket. */
export interface DeskLine {
  send(message: DeskFromClient): void
  /** Every message of the desk from now on, and those that came before; null once, when the line is gone. */
  listen(listener: (message: DeskToClient | null) => void): void
  /** Confirms what has to be read before the next call; left out where nobody publishes notices. */
  readNotices?(): Promise<void>
  close(): void
}

/** How somebody works. */
export interface OperatorHabits {
  /** From sitting down to the first call. */
  readonly settle?: LogNormal
  readonly wrapUp: LogNormal
  /** Share of results that are followed by a break. */
  readonly breakRate: number
  readonly break: LogNormal
  /** Until it is clear that a machine talks. */
  readonly recogniseMs: number
}

export interface SimulatedOperator {
  /** Gets up in the middle of whatever it is. */
  stop(): void
}

export interface SimulatedOperatorOptions {
  /** Asked again when the line was lost. */
  readonly openLine: () => Promise<DeskLine>
  readonly campaignId: CampaignId
  readonly clock: Clock
  readonly random: Random
  readonly habits: OperatorHabits
  /** Who is on the line of an attempt; without it every customer talks to the end and gets a plain result. */
  readonly personaOf?: (attemptId: AttemptId) => Promise<Persona | undefined>
  readonly onError?: (error: unknown) => void
}

type DeskMessage = Extract<DeskToClient, { readonly type: 'desk' }>
type WithoutSeq<Message> = Message extends unknown ? Omit<Message, 'seq'> : never

const atOnce = { medianMs: 0, sigma: 0 }
const againMs = 5_000

/**
 * One operator who works as people do: reads before a call where that is shown, answers, listens for as long as the customer talks, writes the result down, takes
 * a break now and then. Knows of its desk what a page knows, and says to it what a page says; it looks into none of the
 * contact's data.
 */
export function simulateOperator(options: SimulatedOperatorOptions): SimulatedOperator {
  const { openLine, campaignId, clock, random, habits, personaOf, onError = () => undefined } = options
  let line: DeskLine | undefined
  let seq = 0
  let isStopped = false
  let desk: DeskMessage | undefined
  let met: { readonly attemptId: AttemptId; readonly persona: Persona | undefined } | undefined
  /** What is about to be done, so that two messages about one thing do it once. */
  let planned: { readonly what: string; readonly cancel: () => void } | undefined

  function tell(message: WithoutSeq<DeskFromClient>): void {
    seq += 1
    line?.send({ ...message, seq })
  }

  function plan(what: string, waitMs: number, action: () => void): void {
    if (isStopped || planned?.what === what) return
    forgetPlan()
    const cancel = clock.setTimer(waitMs, () => {
      planned = undefined
      if (!isStopped) action()
    })
    planned = { what, cancel }
  }

  function forgetPlan(): void {
    planned?.cancel()
    planned = undefined
  }

  async function connect(): Promise<void> {
    try {
      const opened = await openLine()
      if (isStopped) return opened.close()
      line = opened
      opened.listen((message) => hear(opened, message))
      sitDown()
    } catch (error) {
      onError(error)
      plan('connect again', againMs, () => void connect())
    }
  }

  function sitDown(): void {
    tell({ type: 'take_seat', campaignId, takeOver: true })
  }

  function record(attemptId: AttemptId, isPlain = false): void {
    const settings = desk?.campaign?.settings
    if (settings === undefined) return
    const persona = met?.attemptId === attemptId ? met.persona : undefined
    // who withholds the number can neither be called back nor be kept as a refusal
    const isWithheld = desk?.call?.onNoList?.hasNumber === false
    const result =
      isPlain || isWithheld
        ? { disposition: plainCode(settings), memo: '' }
        : plausibleResult(persona, settings, random, clock.now())
    tell({ type: 'record', attemptId, ...result, then: random.chance(habits.breakRate) ? 'break' : 'available' })
  }

  async function meet(attemptId: AttemptId): Promise<void> {
    if (met?.attemptId === attemptId || personaOf === undefined) return
    met = { attemptId, persona: undefined }
    const persona = await personaOf(attemptId)
    if (met?.attemptId !== attemptId) return
    met = { attemptId, persona }
    if (persona?.answeredBy === 'machine') plan(`leave ${attemptId}`, habits.recogniseMs, () => record(attemptId))
  }

  function act(message: DeskMessage): void {
    desk = message
    const { call, preview, state, awayReason } = message
    if (call?.state === 'wrap_up') {
      plan(`write down ${call.attemptId}`, random.duration(habits.wrapUp), () => record(call.attemptId))
    } else if (call !== null) {
      if (planned?.what !== `leave ${call.attemptId}`) forgetPlan()
      meet(call.attemptId).catch(onError)
    } else if (preview !== null) {
      const { previewId, state: step, entryPosition } = preview
      const dial = () => tell({ type: 'dial_preview', previewId })
      if (step === 'deciding' && entryPosition !== null) plan(`dial ${previewId}`, random.duration(habits.wrapUp), dial)
    } else if (state === 'away') {
      const waitMs = random.duration(awayReason === null ? (habits.settle ?? atOnce) : habits.break)
      plan('come back', waitMs, () => tell({ type: 'available' }))
    } else if (state === 'gone') plan('sit down', againMs, sitDown)
    else forgetPlan()
  }

  async function read(from: DeskLine): Promise<void> {
    try {
      await from.readNotices?.()
      tell({ type: 'available' })
    } catch (error) {
      onError(error)
    }
  }

  function hear(from: DeskLine, message: DeskToClient | null): void {
    if (isStopped || from !== line) return
    if (message === null) {
      line = undefined
      desk = undefined
      forgetPlan()
      return plan('connect again', againMs, () => void connect())
    }
    if (message.type === 'desk') return act(message)
    if (message.type !== 'problem' || message.seq === null) return
    if (message.code === 'notice_unread') return plan('read', random.duration(habits.wrapUp), () => void read(from))
    // a call-back at a time that was not possible, or a ledger that stood still: the result is still owed
    const owed = desk?.call
    const isPlain = message.code === 'invalid_input'
    if (owed?.state === 'wrap_up')
      plan(`write down ${owed.attemptId} again`, againMs, () => record(owed.attemptId, isPlain))
    else plan('try again', againMs, () => (desk === undefined ? sitDown() : act(desk)))
  }

  void connect()
  return {
    stop() {
      isStopped = true
      forgetPlan()
      line?.close()
    },
  }
}
