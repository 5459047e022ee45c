import type { TenantId } from '@sekisho/contract'
import type { CallId, CallIn, CarrierCall, CarrierEvent } from '@sekisho/telephony'
import { type Arrival, takeIn } from './call-in-arrival.ts'
import { attemptsOfCallIns, keepCallIns, type TakenOver } from './call-in-ends.ts'
import { type CallInPlace, type CallInsDependencies, createFollowing } from './call-in-following.ts'
import { giveSeatBack, seatAndJoin, talk } from './call-in-joining.ts'

type Arrived = Extract<CarrierEvent, { readonly type: 'call_in_arrived' }>
type Ended = Extract<CarrierEvent, { readonly type: 'call_in_ended' }>

/** Calls to own numbers, from their arrival to an operator or to their end. */
export interface CallIns {
  hear(event: Arrived | Ended): void
  /** Somebody may be free: whoever waits longest is next. */
  retryWaiting(): void
  /** Says that this process looks after its call-ins, and takes over those of a process that is gone. */
  keep(tenantId: TenantId): Promise<void>
  /** The carrier is there, or back: what nobody here has heard of is found out. */
  reconcile(): void
  /** Live calls of a tenant's call-ins that are attempts by now, as calls of these attempts. */
  callsOf(tenantId: TenantId): Promise<CarrierCall[]>
  /** Attempts are followed that were not before: those whose caller rang off meanwhile end. */
  followed(): void
  stop(): void
}

const lookAgainMs = 500
const rememberedEnds = 1_000

export function createCallIns(dependencies: CallInsDependencies): CallIns {
  const { carrier, clock, live, course, background, holder } = dependencies
  const following = createFollowing(dependencies)
  const { calls, within, tell, inTurn } = following
  const ends = new Set<CallId>()
  /** Taken over, and not looked for at the carrier yet: it may be away. */
  const orphans: [TenantId, TakenOver][] = []
  let isStopped = false
  let isLooking = false

  function hearArrival(callId: CallId, arrival: Arrival): void {
    if (isStopped || calls.has(callId) || ends.has(callId)) return
    // it is an attempt by now
    for (const talking of live.all()) if (talking.callId === callId) return
    const call = following.add(callId, { place: null, hasLeft: false })
    inTurn(call, async () => {
      const place = await takeIn(dependencies, following, call, arrival)
      if (place === null) return
      await seatAndJoin(dependencies, following, place)
      lookAgain()
    })
  }

  function left(callId: CallId, cause: Ended['cause']): void {
    ends.add(callId)
    const [oldest] = ends
    if (ends.size > rememberedEnds && oldest !== undefined) ends.delete(oldest)
    const call = calls.get(callId)
    if (call === undefined) {
      for (const talking of live.all()) if (talking.callId === callId) course.ended(talking, cause)
      return
    }
    call.hasLeft = true
    // who is just being recorded or joined is ended by that
    inTurn(call, async () => {
      if (call.phase === 'waiting') await following.end(call, 'rang_off')
    })
  }

  function retryWaiting(): void {
    const places = new Map<string, CallInPlace>()
    for (const { phase, place } of calls.values())
      if (phase === 'waiting' && place !== null) places.set(place.campaignId, place)
    for (const place of places.values()) background.run(() => seatAndJoin(dependencies, following, place))
  }

  /** A seat becomes free in many ways, of which not all are told: while somebody waits it is looked for. */
  function lookAgain(): void {
    if (isLooking) return
    isLooking = true
    clock.setTimer(lookAgainMs, () => {
      isLooking = false
      if (isStopped) return
      retryWaiting()
      for (const { phase } of calls.values()) if (phase === 'waiting' || phase === 'joining') return lookAgain()
    })
  }

  /** Where a call-in of a process that is gone goes on: one outcome each, and no operator stays reserved. */
  function takeOver(place: CallInPlace, { callId, state }: TakenOver, call: CallIn | undefined): void {
    const taken = following.add(callId as CallId, { place, hasLeft: call === undefined })
    inTurn(taken, async () => {
      if (call === undefined) return following.end(taken, 'rang_off')
      // its look-up is spent, or will never be: no number is looked up twice by one entry
      if (state === 'arrived') return following.end(taken, 'interrupted')
      if (state === 'joining' && call.state === 'bridged') return talk(dependencies, following, taken, place)
      if (state === 'joining') await giveSeatBack(dependencies, following, place)
      taken.phase = 'waiting'
      lookAgain()
    })
  }

  async function look(): Promise<void> {
    const arrived = await carrier.listCallIns()
    for (const call of arrived) hearArrival(call.callId, { ...call, atMs: clock.now() })
    for (const callId of [...calls.keys()])
      if (!arrived.some((call) => call.callId === callId)) left(callId, 'hung_up_by_customer')
  }

  return {
    hear(event) {
      if (event.type === 'call_in_arrived') hearArrival(event.callId, event)
      else left(event.callId, event.cause)
    },
    retryWaiting,
    async keep(tenantId) {
      for (const found of await within(tenantId, (tx) => keepCallIns(tx, holder))) orphans.push([tenantId, found])
      if (orphans.length === 0) return
      await tell(async () => {
        const arrived = await carrier.listCallIns()
        for (const [ofTenant, found] of orphans.splice(0)) {
          const { callInId, campaignId } = found
          const call = arrived.find(({ callId }) => callId === found.callId)
          takeOver({ tenantId: ofTenant, campaignId, callInId }, found, call)
        }
      })
    },
    reconcile: () => background.run(() => tell(look)),
    async callsOf(tenantId) {
      const arrived = await carrier.listCallIns()
      if (arrived.length === 0) return []
      const callIds = arrived.map(({ callId }) => callId)
      const attempts = await within(tenantId, (tx) => attemptsOfCallIns(tx, callIds))
      return arrived.flatMap(({ callId, state, sinceMs, lineId }): CarrierCall[] => {
        const attemptId = attempts.get(callId)
        return attemptId === undefined ? [] : [{ attemptId, callId, state, sinceMs, lineId }]
      })
    },
    followed() {
      for (const talking of live.all())
        if (talking.callId !== null && ends.has(talking.callId)) course.ended(talking, 'hung_up_by_customer')
    },
    stop() {
      isStopped = true
      following.stop()
    },
  }
}
