import { type CampaignId, ProblemError, type TenantId } from '@sekisho/contract'
import { type DayNumber, dayOf } from '@sekisho/dialer'
import { CarrierError } from '@sekisho/telephony'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import { createAbandonmentAlarms } from './abandonment-alarms.ts'
import { createAnswerAccount } from './answer-account.ts'
import { type BeginDependencies, beginAttempts } from './begin-attempts.ts'
import { createCampaignChances } from './campaign-chances.ts'
import type { CallCourse, CallCourseDependencies } from './call-course.ts'
import type { CallIns } from './call-ins.ts'
import { closeNextDay } from './closed-days.ts'
import { createFloorSentence, isSwitchedOff } from './floor-sentence.ts'
import type { FreeLines } from './free-lines.ts'
import type { IntendedAttempt } from './intend-attempts.ts'
import type { LineFailures } from './line-failures.ts'
import type { LiveCall } from './live-calls.ts'
import type { Pacers } from './pacers.ts'
import { handOverForgotten } from './owed-results.ts'
import { type OpenAttempt, reconcileCampaign } from './reconcile.ts'
import type { UnwantedWatch } from './unwanted-watch.ts'
import { createWaitingMinutes, keepWaitingMinutes } from './waiting-minutes.ts'

export interface RunnerDependencies extends BeginDependencies, CallCourseDependencies {
  readonly holder: string
  readonly writer: EntryWriter
  readonly pacers: Pacers
  readonly course: CallCourse
  /** How many calls may be begun at this moment; the line contract of the whole process. */
  readonly freeLines: () => FreeLines
  readonly failures: Pick<LineFailures, 'isFailing'>
  readonly isCarrierConnected: () => boolean
  readonly place: (call: LiveCall, intent: IntendedAttempt) => Promise<void>
  readonly unwanted: UnwantedWatch
  readonly callIns: Pick<CallIns, 'callsOf' | 'followed'>
  readonly random: () => number
  /** Events of calls nobody here knew while it was reconciling: given once the calls are known. */
  readonly heldEvents: HeldEvents
}

export interface HeldEvents {
  /** Holds events of unknown attempts until `release`. */
  hold(): void
  release(): void
}

/** One leased campaign. */
export interface CampaignRunner {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  /** Something changed: decide now instead of at the next beat. */
  poke(): void
  /** Whether some of its operators work other campaigns, too. */
  sharesSeats(): boolean
  /** The carrier is back: find out what is true before the next call. */
  reconcile(): void
  /** Until when the lease surely holds, by this process's clock. */
  leasedUntilMs: number
  stop(): void
}

/** How often a campaign is looked at when nothing happens. */
const beatMs = 250
/**
 * What happens within a moment is decided upon together: on a large floor something happens all the time, and each look
 * counts all its seats and lines. The first of many is decided upon at once; the rest wait so long, which is a hundredth of
 * what an operator waits between two calls.
 */
const gatherMs = 150
/** After no lead was due: leads come due by the minute, not by the millisecond. */
const nothingDueMs = 1_000
const retryMs = 1_000
const handOverEveryMs = 60_000
const dialler = systemActor('dialler')

export function runCampaign(
  dependencies: RunnerDependencies,
  tenantId: TenantId,
  campaignId: CampaignId,
): CampaignRunner {
  const { database, clock, receipts, events, live, outcomes, background, course, carrier, onError } = dependencies
  let isStopped = false
  let isDeciding = false
  let isPoked = false
  let isTrueKnown = false
  let isReconciling = false
  let sharesSeats = false
  let nothingDueUntilMs = 0
  const sentence = createFloorSentence(dependencies, tenantId, campaignId)
  const account = createAnswerAccount(campaignId)
  const chances = createCampaignChances(tenantId, campaignId, dependencies.random)
  const alarms = createAbandonmentAlarms(dependencies, tenantId, campaignId)
  const waiting = createWaitingMinutes()
  /** On which day the days before it were closed. */
  let closedOn: DayNumber | undefined
  let handedOverAtMs = clock.now()
  let decidedAtMs = Number.NEGATIVE_INFINITY
  let cancelBeat = (): void => undefined

  function beat(waitMs: number): void {
    cancelBeat()
    if (!isStopped) cancelBeat = clock.setTimer(waitMs, () => background.run(decide))
  }

  async function decide(): Promise<void> {
    if (isStopped) return
    if (isDeciding) {
      isPoked = true
      return
    }
    isDeciding = true
    isPoked = false
    let waitMs = beatMs
    try {
      if (!isTrueKnown) await findOut()
      else {
        await closeDays()
        if (chances.mustCount) await learn()
        else background.run(learn)
        await begin()
        await handOver()
        await keepWaitingMinutes(database, tenantId, campaignId, waiting, clock.now())
      }
    } catch (error) {
      // the ledger or the key service went away between the look and the entry: nothing was begun
      if (!(error instanceof ProblemError)) onError(error)
      waitMs = retryMs
    } finally {
      isDeciding = false
      decidedAtMs = clock.now()
    }
    beat(isPoked && waitMs === beatMs ? gatherMs : waitMs)
  }

  function poke(): void {
    const restMs = gatherMs - Math.abs(clock.now() - decidedAtMs)
    if (isDeciding || restMs <= 0) background.run(decide)
    else beat(restMs)
  }

  async function learn(): Promise<void> {
    if (await chances.learn(database, clock.now())) dependencies.pacers.recounted(campaignId)
  }

  async function begin(): Promise<void> {
    const nowMs = clock.now()
    const heard = dependencies.unwanted.heard()
    const free = dependencies.freeLines()
    // this process or its clock stood still: what it would intend it may not dial
    if (nowMs >= runner.leasedUntilMs) return
    const intention = await beginAttempts(dependencies, {
      tenantId,
      campaignId,
      holder: dependencies.holder,
      nowMs,
      stop: stopNow(),
      ...{
        freeLines: free.count,
        lineLimit: free.limit,
        isFailing: dependencies.failures.isFailing(campaignId, nowMs),
      },
      isNothingDue: nowMs < nothingDueUntilMs,
      ...{ account, chances },
    })
    if (intention === null) {
      isTrueKnown = false
      waiting.ceased(nowMs)
      return
    }
    const { intended, because, withdrawn, isPartlyStopped, seen, expected } = intention
    waiting.saw(nowMs, intention.waits)
    sharesSeats = intention.sharesSeats
    for (const attemptId of withdrawn) {
      const call = live.get(attemptId)
      if (call !== undefined) course.withdraw(call)
    }
    if (because.code === 'no_due_leads' && nowMs >= nothingDueUntilMs) nothingDueUntilMs = nowMs + nothingDueMs
    if (nowMs >= nothingDueUntilMs || because.code === 'no_due_leads' || isSwitchedOff(because))
      await sentence.tell(because)
    for (const intent of intended) {
      const call = live.add({
        tenantId,
        campaignId,
        attemptId: intent.attemptId,
        phase: 'placing',
        callId: null,
        operatorId: intent.operatorId,
        placedAtMs: nowMs,
        expectedRate: expected.of(intent.reachClass),
        ringingAtMs: null,
        answeredAtMs: null,
      })
      chances.launched(intent.reachClass)
      background.run(() => dependencies.place(call, intent))
    }
    // what came between the look and here was not in what was looked at, and nobody heard it for these calls
    const isNews = intended.length > 0 && dependencies.unwanted.heard() !== heard
    // a stop is seen here also when its news were lost
    if (isNews || isPartlyStopped || isSwitchedOff(because)) dependencies.unwanted.look([tenantId])
    // last: nobody waits for it, and what it cannot enter is entered at the next look
    if (seen !== null) await alarms.follow(seen, nowMs)
  }

  /** The accounts of days that are over, before the first call of a day, one at a time. */
  async function closeDays(): Promise<void> {
    const nowMs = clock.now()
    if (closedOn === dayOf(nowMs) || stopNow() === 'ledger_unavailable') return
    const closeNext = () =>
      database.transaction(dialler, tenantId, (tx) => closeNextDay(dependencies, tx, campaignId, nowMs))
    for (let isMore = true; isMore; ) isMore = await closeNext()
    closedOn = dayOf(nowMs)
  }

  /** Results whose operators left without giving them: looked for once a minute. */
  async function handOver(): Promise<void> {
    const nowMs = clock.now()
    if (Math.abs(nowMs - handedOverAtMs) < handOverEveryMs) return
    handedOverAtMs = nowMs
    await database.transaction(dialler, tenantId, (tx) => handOverForgotten(dependencies, tx, campaignId, nowMs))
  }

  function stopNow(): 'ledger_unavailable' | 'carrier_disconnected' | null {
    if (!receipts.state().isAvailable) return 'ledger_unavailable'
    return dependencies.isCarrierConnected() ? null : 'carrier_disconnected'
  }

  /** Nothing is dialled before this has succeeded once. */
  async function findOut(): Promise<void> {
    if (!dependencies.isCarrierConnected() || isReconciling) return
    isReconciling = true
    dependencies.heldEvents.hold()
    const listedAtMs = clock.now()
    try {
      const { open, leftOver } = await reconcileCampaign(
        { database, events },
        {
          tenantId,
          campaignId,
          holder: dependencies.holder,
          calls: [...(await carrier.listCalls()), ...(await dependencies.callIns.callsOf(tenantId))],
          listedAtMs,
          isBeingPlaced: (attemptId) => live.get(attemptId)?.phase === 'placing',
          nowMs: clock.now(),
        },
      )
      for (const attempt of open) follow(attempt)
      dependencies.callIns.followed()
      for (const { callId } of leftOver) await carrier.hangUp(callId, 'stopped')
      isTrueKnown = true
      // what changed while nobody looked after these calls
      dependencies.unwanted.look([tenantId])
    } catch (error) {
      // the carrier went away again: its return begins this anew
      if (!(error instanceof CarrierError)) throw error
    } finally {
      isReconciling = false
      dependencies.heldEvents.release()
    }
  }

  function follow({ attemptId, state, operatorId, ringingAtMs, answeredAtMs, call }: OpenAttempt): void {
    const known = live.get(attemptId)
    if (known?.phase === 'placing') return
    const followed =
      known ??
      live.add({
        tenantId,
        campaignId,
        attemptId,
        phase: state === 'connected' ? 'talking' : 'dialling',
        callId: call?.callId ?? null,
        operatorId,
        placedAtMs: null,
        expectedRate: undefined,
        ringingAtMs,
        answeredAtMs,
      })
    if (call === null) return course.ended(followed, 'vanished')
    followed.callId = call.callId
    if (call.state === 'ringing' && ringingAtMs === null) {
      followed.ringingAtMs = clock.now()
      outcomes.move(tenantId, { attemptId, ringingAtMs: followed.ringingAtMs })
    }
    if (call.state === 'bridged' && state !== 'connected') return course.bridged(followed)
    if (call.state === 'answered' && state === 'connected') return course.joinAgain(followed)
    if (call.state === 'answered') course.answered(followed, answeredAtMs ?? clock.now())
  }

  const runner: CampaignRunner = {
    tenantId,
    campaignId,
    leasedUntilMs: 0,
    poke,
    sharesSeats: () => sharesSeats,
    reconcile() {
      isTrueKnown = false
      background.run(decide)
    },
    stop() {
      isStopped = true
      cancelBeat()
      waiting.ceased(clock.now())
      background.run(() => keepWaitingMinutes(database, tenantId, campaignId, waiting, Number.POSITIVE_INFINITY))
    },
  }
  background.run(decide)
  return runner
}
