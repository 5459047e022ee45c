import { type CampaignId, type EntryId, type PersonId, ProblemError, type TenantId } from '@sekisho/contract'
import { type CallId, type Carrier, CarrierError } from '@sekisho/telephony'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import { type Clock, sleep } from '../platform/clock.ts'
import { type Database, type Tx, wholeTenant } from '../platform/database/index.ts'
import type { Background } from './background.ts'
import type { CallCourse } from './call-course.ts'
import type { CallEvents } from './call-events.ts'
import { endCallIn } from './call-in-ends.ts'
import { endGuidance } from './call-in-guidance.ts'
import type { CallInOutcome } from './call-in-rows.ts'
import type { CampaignBook } from './campaign-book.ts'
import type { LiveCalls } from './live-calls.ts'
import type { AtStep } from './steps.ts'

export interface CallInsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly gate: Pick<Gate, 'enterArrival' | 'lookUpCaller' | 'sealCaller'>
  readonly carrier: Carrier
  readonly campaigns: CampaignBook
  readonly clock: Clock
  readonly events: CallEvents
  readonly live: LiveCalls
  readonly course: Pick<CallCourse, 'ended'>
  readonly background: Background
  readonly holder: string
  /** False while carrier or ledger are away: nobody could be put on a line, or be shown anything. */
  readonly mayJoin: () => boolean
  /** Somebody calls a campaign and waits. */
  readonly onWaiting: (campaignId: CampaignId) => void
  readonly atStep: AtStep
  readonly onError: (error: unknown) => void
}

/** Where a call-in is being looked after. */
export interface CallInPlace {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly callInId: EntryId
}

/** One call-in of this process. It holds no number of anybody but the centre. */
export interface Followed {
  readonly callId: CallId
  /** Null until its arrival is recorded. */
  place: CallInPlace | null
  /** `arriving` until it is recorded and looked up, `joining` from the choice of a seat until both hear each other. */
  phase: 'arriving' | 'waiting' | 'joining' | 'over'
  hasLeft: boolean
  /** What is being done for it, one thing after another. */
  doing: Promise<void>
}

/** The call-ins of this process, and what is done with each of them, whatever state it is in. */
export interface Following {
  readonly calls: ReadonlyMap<CallId, Followed>
  add(callId: CallId, rest: Pick<Followed, 'place' | 'hasLeft'>): Followed
  drop(call: Followed): void
  inTurn(call: Followed, work: () => Promise<void>): void
  within<T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Tells the carrier something. While it is away nothing is told: what became of the call is found out when it is back. */
  tell(command: () => Promise<void>): Promise<void>
  /** What stands in the way passes. @returns undefined when this process ends before */
  untilDone<T>(work: () => Promise<T>): Promise<T | undefined>
  /** One outcome in table and ledger; whoever is still on the line hears why before it is closed. */
  end(call: Followed, outcome: Exclude<CallInOutcome, 'answered'>): Promise<void>
  tellDesk(tx: Tx, place: Pick<CallInPlace, 'tenantId' | 'campaignId'>, operatorId: PersonId): Promise<void>
  stop(): void
}

const dialler = systemActor('dialler')
const retryMs = 1_000
/** A database that is away for longer than ten minutes loses the arrival of somebody who has long rung off. */
const mostTries = 600

export function createFollowing(dependencies: CallInsDependencies): Following {
  const { database, writer, carrier, clock, events, background, onError } = dependencies
  const calls = new Map<CallId, Followed>()
  let isStopped = false

  const within: Following['within'] = (tenantId, work) =>
    database.transaction(dialler, tenantId, work, wholeTenant, 'on_the_line')

  const tell: Following['tell'] = (command) =>
    command().catch((error: unknown) => {
      if (!(error instanceof CarrierError)) throw error
    })

  async function untilDone<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let tries = 1; ; tries += 1) {
      if (isStopped) return undefined
      try {
        return await work()
      } catch (error) {
        if (tries === mostTries) throw error
        // the ledger or the key service is away
        if (!(error instanceof ProblemError)) onError(error)
        await sleep(clock, retryMs)
      }
    }
  }

  function drop(call: Followed): void {
    call.phase = 'over'
    // it may have been taken over in the meantime
    if (calls.get(call.callId) === call) calls.delete(call.callId)
  }

  async function sayWhy(callId: CallId, outcome: keyof typeof endGuidance): Promise<void> {
    const guidance = endGuidance[outcome]
    await tell(async () => {
      await carrier.answer(callId)
      await carrier.play(callId, guidance)
    })
    clock.setTimer(guidance.durationMs, () => background.run(() => tell(() => carrier.hangUp(callId, 'finished'))))
  }

  const tellDesk: Following['tellDesk'] = (tx, { tenantId, campaignId }, operatorId) =>
    events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId })

  return {
    calls,
    add(callId, rest) {
      const call: Followed = { callId, phase: 'arriving', doing: Promise.resolve(), ...rest }
      calls.set(callId, call)
      return call
    },
    drop,
    inTurn(call, work) {
      background.run(() => {
        call.doing = call.doing.then(work, work)
        return call.doing
      })
    },
    within,
    tell,
    untilDone,
    async end(call, outcome) {
      const { place, callId } = call
      drop(call)
      if (place === null) return
      if (outcome !== 'rang_off') await sayWhy(callId, outcome)
      await untilDone(() =>
        within(place.tenantId, async (tx) => {
          const ended = await endCallIn(writer, tx, place.callInId, outcome, clock.now())
          if (ended?.released != null) await tellDesk(tx, place, ended.released)
        }),
      )
    },
    tellDesk,
    stop: () => void (isStopped = true),
  }
}
