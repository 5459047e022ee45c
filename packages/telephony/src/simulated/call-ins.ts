import type { CallId, CallIn } from '../carrier.ts'
import type { CancelTimer, Clock } from '../clock.ts'
import { domesticDigits } from '../number-text.ts'
import type { AnswerPlan } from './call-plan.ts'
import { planCaller } from './call-plan.ts'
import type { LiveCall } from './live-call.ts'
import { personalityOf } from './personality.ts'
import type { NetworkProfile } from './profile.ts'
import { seededRandom } from './random.ts'

/** Somebody calls one of our numbers. */
export interface NewCallIn {
  /** Names the call for ever. */
  readonly callId: CallId
  /** Who calls: E.164 or domestic digits. */
  readonly from: string
  readonly isWithheld?: boolean
  /** Our own number. */
  readonly to: string
}

/** A missed call, as the telephone of whoever was called shows it. */
export interface MissedCall {
  readonly callId: CallId
  readonly number: string
  readonly callerId: string | null
}

export interface CallInsOptions {
  readonly clock: Clock
  readonly seed: number
  readonly profile: NetworkProfile
  /** Puts the call on the network. */
  readonly arrive: (call: NewCallIn, from: string | null, plan: AnswerPlan) => void
}

/** People who call us: by themselves after a missed call, or told to by a test. */
export interface CallIns {
  /**
   * What whoever is called will do when the call is missed; null when nothing. Their own telephone remembers who called
   * and nobody else does: of calls that nobody will return no number is kept.
   */
  whenMissed(call: MissedCall): LiveCall['missed']
  callIn(call: NewCallIn): void
  /** Who is on a live call to us. */
  add(callId: CallId, call: Pick<CallIn, 'from' | 'to'>): void
  remove(callId: CallId): void
  of(callId: CallId): Pick<CallIn, 'from' | 'to'> | undefined
  stop(): void
}

export function callIns({ clock, seed, profile, arrive }: CallInsOptions): CallIns {
  const live = new Map<CallId, Pick<CallIn, 'from' | 'to'>>()
  const planned = new Set<CancelTimer>()
  let isStopped = false

  function callIn(call: NewCallIn): void {
    const random = seededRandom(`call in|${seed}|${domesticDigits(call.from)}|${call.callId}`)
    const plan = planCaller(random, personalityOf(seed, call.from, profile), profile)
    arrive(call, call.isWithheld === true ? null : internationalDigits(call.from), plan)
  }

  return {
    whenMissed({ callId, number, callerId }) {
      if (callerId === null) return null
      const { rate, withheldRate, after } = profile.callBack
      const random = seededRandom(`call back|${seed}|${domesticDigits(number)}|${callId}`)
      if (!random.chance(rate)) return null
      const isWithheld = random.chance(withheldRate)
      const waitMs = random.duration(after)
      return (hasRung) => {
        if (!hasRung || isStopped) return
        const cancel = clock.setTimer(waitMs, () => {
          planned.delete(cancel)
          callIn({ callId: `back-${callId}` as CallId, from: number, isWithheld, to: callerId })
        })
        planned.add(cancel)
      }
    },
    callIn,
    add: (callId, call) => void live.set(callId, call),
    remove: (callId) => void live.delete(callId),
    of: (callId) => live.get(callId),
    stop() {
      isStopped = true
      for (const cancel of planned) cancel()
      planned.clear()
    },
  }
}

/** As networks hand a caller's number over: E.164. */
function internationalDigits(number: string): string {
  const digits = domesticDigits(number)
  return digits.startsWith('0') ? `+81${digits.slice(1)}` : digits
}
