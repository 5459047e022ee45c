import type { AttemptId, PersonId } from '@sekisho/contract'
import { acceptedInstant, type CallEnd, systemDisposition } from '@sekisho/dialer'
import { type Carrier, CarrierError, type CarrierEvent } from '@sekisho/telephony'
import type { Receipts } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import { type Clock, sleep } from '../platform/clock.ts'
import { type Database, type Tx, wholeTenant } from '../platform/database/index.ts'
import { abandonedAnnouncement, patienceMs } from './abandonment.ts'
import type { Background } from './background.ts'
import type { CallEvents } from './call-events.ts'
import { AttemptOverError, connectCall, endTalk, pairOperator, SeatMovedError } from './call-rows.ts'
import { lineOf, type LiveCall, type LiveCalls } from './live-calls.ts'
import type { OutcomeQueue } from './outcome-queue.ts'
import type { Pacers } from './pacers.ts'
import type { AtStep } from './steps.ts'

export interface CallCourseDependencies {
  readonly database: Database
  readonly carrier: Carrier
  readonly receipts: Pick<Receipts, 'state'>
  readonly clock: Clock
  readonly events: CallEvents
  readonly live: LiveCalls
  readonly outcomes: OutcomeQueue
  /** Learns from what happens to calls. */
  readonly pacers: Pick<Pacers, 'observe' | 'talkEnded'>
  readonly background: Background
  readonly atStep: AtStep
  readonly onError: (error: unknown) => void
}

/** What happens to a call from ringing to its end. */
export interface CallCourse {
  /** An event of a call of this process. */
  happened(call: LiveCall, event: Extract<CarrierEvent, { readonly attemptId: AttemptId }>): void
  /** Somebody is on the line: an operator, or the announcement. */
  answered(call: LiveCall, atMs: number): void
  /** An operator is free: whoever has waited longest is tried again. */
  retryWaiting(): void
  /** Whoever waits hears the announcement: no operator may be shown any data. */
  abandonWaiting(): void
  /** The bridge stands, as the carrier says after a disconnect. */
  bridged(call: LiveCall): void
  /** The call ended, or was gone when we looked. */
  ended(call: LiveCall, cause: CallEnd): void
  hangUp(call: LiveCall): void
  /** Nobody sits where it rings, and nobody else is free: hung up before it is answered. */
  withdraw(call: LiveCall): void
  /** An operator's line fell while somebody was on it: open it and join them again. */
  joinAgain(call: LiveCall): void
}

const lineTries = 20
const lineRetryMs = 50
const dialler = systemActor('dialler')

export function createCallCourse(dependencies: CallCourseDependencies): CallCourse {
  const { database, carrier, receipts, clock, events, live, outcomes, pacers, background, atStep, onError } =
    dependencies

  /** One thing after another for each call, so that its end never overtakes its answer. */
  function inTurn(call: LiveCall, work: () => Promise<void>): void {
    background.run(() => {
      call.doing = call.doing.then(work, work)
      return call.doing
    })
  }

  function hangUp(call: LiveCall, cause: 'finished' | 'abandoned' | 'stopped' = 'finished'): void {
    const { callId } = call
    if (callId !== null) background.run(() => carrier.hangUp(callId, cause).catch(ignoreCarrier))
  }

  /** The carrier is away: the end of the call is found out when it is back. */
  function ignoreCarrier(error: unknown): void {
    if (!(error instanceof CarrierError)) throw error
  }

  function drop(call: LiveCall): void {
    call.phase = 'over'
    live.remove(call.attemptId)
  }

  async function tryToPair(call: LiveCall): Promise<void> {
    if (call.phase !== 'waiting') return
    const { tenantId } = call
    const answeredAtMs = call.answeredAtMs ?? clock.now()
    if (!receipts.state().isAvailable) return abandon(call)
    try {
      call.operatorId = await pair(call, answeredAtMs)
    } catch (error) {
      return giveUp(call, error)
    }
    if (call.operatorId === null) {
      if (clock.now() - answeredAtMs >= patienceMs) abandon(call)
      return
    }
    call.phase = 'joining'
    atStep('paired')
    await join(call, lineOf(tenantId, call.operatorId))
  }

  /** The line may just be given to another seat; the second look finds it there. */
  async function pair({ tenantId, attemptId, campaignId, ringingAtMs }: LiveCall, answeredAtMs: number) {
    async function choose(tx: Tx): Promise<PersonId | null> {
      const nowMs = clock.now()
      const operatorId = await pairOperator(tx, { attemptId, campaignId, ringingAtMs, answeredAtMs, nowMs })
      if (operatorId !== null)
        await events.announce(tx, { kind: 'connecting', tenantId, campaignId, attemptId, operatorId })
      return operatorId
    }
    const tryOnce = () => database.transaction(dialler, tenantId, choose, wholeTenant, 'on_the_line')
    try {
      return await tryOnce()
    } catch (error) {
      if (error instanceof SeatMovedError) return tryOnce()
      throw error
    }
  }

  /** An attempt that somebody else has ended has no business on the line. */
  function giveUp(call: LiveCall, error: unknown): void {
    if (!(error instanceof AttemptOverError)) throw error
    hangUp(call, 'stopped')
    drop(call)
  }

  async function join(call: LiveCall, lineId: ReturnType<typeof lineOf>): Promise<void> {
    const { callId, operatorId, tenantId, attemptId } = call
    if (callId === null || operatorId === null) return
    for (let tries = 1; ; tries += 1) {
      try {
        await carrier.openLine(lineId)
        await carrier.bridge(callId, lineId)
        break
      } catch (error) {
        if (!(error instanceof CarrierError)) throw error
        if (error.code === 'call_bridged') break
        // the call before is just being hung up on this line
        const isPassing = error.code === 'line_busy' || error.code === 'unknown_line'
        // a call that is gone, or a carrier that is away: its end is reported, or found out later
        if (!isPassing) return
        if (tries === lineTries) return call.phase === 'joining' ? abandon(call) : undefined
        await sleep(clock, lineRetryMs)
      }
    }
    atStep('bridged')
    try {
      await database.transaction(dialler, tenantId, async (tx) => {
        const atMs = clock.now()
        await connectCall(tx, attemptId, operatorId, atMs)
        call.connectedAtMs ??= atMs
        await events.announce(tx, { kind: 'connected', tenantId, attemptId, operatorId, atMs })
      })
    } catch (error) {
      return giveUp(call, error)
    }
    call.phase = 'talking'
    atStep('connected')
  }

  /** Counted at once, so that a kill during the announcement loses nothing; hung up when it was heard. */
  function abandon(call: LiveCall): void {
    const { callId, attemptId, tenantId, ringingAtMs, answeredAtMs } = call
    drop(call)
    outcomes.finish(tenantId, {
      attemptId,
      disposition: systemDisposition('hung_up_by_us', { hasRung: true, hasAnswered: true }),
      cause: receipts.state().isAvailable ? 'no_operator' : 'ledger_unavailable',
      ringingAtMs,
      answeredAtMs,
    })
    if (callId === null) return
    background.run(async () => {
      try {
        await carrier.play(callId, abandonedAnnouncement)
        // played or not, it ends; hanging up a call that is over is no error
        clock.setTimer(abandonedAnnouncement.durationMs + 100, () => hangUp(call, 'abandoned'))
      } catch (error) {
        ignoreCarrier(error)
        hangUp(call, 'abandoned')
      }
    })
  }

  async function finish(call: LiveCall, cause: CallEnd): Promise<void> {
    if (call.phase === 'over') return
    const {
      tenantId,
      campaignId,
      attemptId,
      placedAtMs,
      expectedRate,
      ringingAtMs,
      answeredAtMs,
      connectedAtMs,
      phase,
    } = call
    drop(call)
    const endedAtMs = clock.now()
    if (phase !== 'talking') {
      const hasAnswered = answeredAtMs !== null
      // what we took back ourselves, or nobody saw end, says nothing of who answers
      const isTold = cause !== 'hung_up_by_us' && cause !== 'vanished'
      if (!hasAnswered && isTold && placedAtMs !== null)
        pacers.observe(campaignId, {
          ...{ kind: 'not_answered', atMs: endedAtMs, ringMs: endedAtMs - placedAtMs, expectedRate },
        })
      outcomes.finish(tenantId, {
        attemptId,
        disposition: systemDisposition(cause, { hasRung: ringingAtMs !== null || hasAnswered, hasAnswered }),
        cause,
        ...(cause === 'vanished' ? { reason: 'interrupted' as const } : {}),
        ringingAtMs,
        answeredAtMs,
      })
      return
    }
    if (connectedAtMs !== null) pacers.talkEnded(call, endedAtMs - connectedAtMs, endedAtMs)
    await untilDone(() =>
      database.transaction(dialler, tenantId, async (tx) => {
        const atMs = clock.now()
        const operatorId = await endTalk(tx, attemptId, cause, atMs)
        if (operatorId !== null)
          await events.announce(tx, { kind: 'talk_ended', tenantId, attemptId, operatorId, atMs })
      }),
    )
  }

  /** The end of a talk must reach the operator; a database that is away for a moment does not lose it. */
  async function untilDone(work: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work()
      } catch (error) {
        if (tries === 5) throw error
        onError(error)
        await sleep(clock, 1_000)
      }
    }
  }

  function answered(call: LiveCall, atMs: number): void {
    if (call.phase !== 'placing' && call.phase !== 'dialling') return
    call.phase = 'waiting'
    call.answeredAtMs = atMs
    const { campaignId, placedAtMs, expectedRate } = call
    if (placedAtMs !== null)
      pacers.observe(campaignId, { kind: 'answered', atMs, ringMs: atMs - placedAtMs, expectedRate })
    atStep('answered')
    inTurn(call, () => tryToPair(call))
    clock.setTimer(patienceMs, () => {
      if (call.phase === 'waiting') inTurn(call, () => tryToPair(call))
    })
  }

  function ended(call: LiveCall, cause: CallEnd): void {
    inTurn(call, () => finish(call, cause))
  }

  return {
    answered,
    ended,
    hangUp,
    happened(call, event) {
      call.callId ??= event.callId
      switch (event.type) {
        case 'ringing':
          call.ringingAtMs = acceptedInstant(event.atMs, null, clock.now())
          if (call.phase === 'placing' || call.phase === 'dialling')
            outcomes.move(call.tenantId, { attemptId: call.attemptId, ringingAtMs: call.ringingAtMs })
          return
        case 'answered':
          return answered(call, acceptedInstant(event.atMs, call.ringingAtMs, clock.now()))
        case 'ended':
          return ended(call, event.cause)
        case 'detected':
        case 'played':
          return
      }
    },
    withdraw(call) {
      // what is just being placed is looked at again at the next beat; who has answered meanwhile is a person
      if (call.phase === 'dialling') hangUp(call, 'stopped')
    },
    retryWaiting() {
      const waiting = [...live.all()].filter(({ phase }) => phase === 'waiting')
      waiting.sort((one, other) => (one.answeredAtMs ?? 0) - (other.answeredAtMs ?? 0))
      for (const call of waiting) inTurn(call, () => tryToPair(call))
    },
    abandonWaiting() {
      for (const call of [...live.all()]) {
        if (call.phase === 'waiting')
          inTurn(call, async () => {
            if (call.phase === 'waiting') abandon(call)
          })
      }
    },
    bridged(call) {
      inTurn(call, async () => {
        if (call.phase === 'over' || call.operatorId === null) return
        call.answeredAtMs ??= clock.now()
        await join(call, lineOf(call.tenantId, call.operatorId))
      })
    },
    joinAgain(call) {
      inTurn(call, async () => {
        if (call.phase !== 'talking' || call.operatorId === null) return
        await join(call, lineOf(call.tenantId, call.operatorId))
      })
    },
  }
}
