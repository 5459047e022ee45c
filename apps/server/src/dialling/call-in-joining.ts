import type { PersonId } from '@sekisho/contract'
import { CarrierError } from '@sekisho/telephony'
import { sleep } from '../platform/clock.ts'
import { beginTalk, SeatGoneError, waitAgain } from './call-in-ends.ts'
import type { CallInPlace, CallInsDependencies, Followed, Following } from './call-in-following.ts'
import { seatWaiting } from './call-in-rows.ts'
import { lineOf } from './live-calls.ts'

const lineTries = 20
const lineRetryMs = 50
const busyTries = 25
const busyRetryMs = 200

/** Gives those who wait longest at a campaign the seats that are free, and puts them on their lines. */
export async function seatAndJoin(
  dependencies: CallInsDependencies,
  following: Following,
  { tenantId, campaignId }: Pick<CallInPlace, 'tenantId' | 'campaignId'>,
): Promise<void> {
  const { clock, holder, mayJoin } = dependencies
  if (!mayJoin()) return
  const seated = await following.within(tenantId, (tx) => seatWaiting(tx, campaignId, holder, clock.now()))
  if (seated.length > 0) dependencies.atStep('caller_seated')
  for (const { callInId, operatorId } of seated) {
    const place = { tenantId, campaignId, callInId }
    const call = [...following.calls.values()].find((each) => each.place?.callInId === callInId)
    if (call === undefined) {
      await giveSeatBack(dependencies, following, place)
      continue
    }
    call.phase = 'joining'
    following.inTurn(call, () => join(dependencies, following, call, place, operatorId))
  }
}

/** The caller waits on. */
export async function giveSeatBack(
  { clock }: CallInsDependencies,
  { within, tellDesk }: Following,
  place: CallInPlace,
): Promise<void> {
  await within(place.tenantId, async (tx) => {
    const released = await waitAgain(tx, place.callInId, clock.now())
    if (released !== null) await tellDesk(tx, place, released)
  })
}

async function join(
  dependencies: CallInsDependencies,
  following: Following,
  call: Followed,
  place: CallInPlace,
  operatorId: PersonId,
): Promise<void> {
  if (call.phase !== 'joining') return
  const line = await bridge(dependencies, call, place, operatorId)
  if (line === 'gone') return following.end(call, 'rang_off')
  if (line === 'bridged') dependencies.atStep('caller_joined')
  if (line === 'bridged') return talk(dependencies, following, call, place)
  call.phase = 'waiting'
  await giveSeatBack(dependencies, following, place)
}

async function bridge(
  { carrier, clock }: CallInsDependencies,
  call: Followed,
  { tenantId }: CallInPlace,
  operatorId: PersonId,
): Promise<'bridged' | 'gone' | 'no line'> {
  const lineId = lineOf(tenantId, operatorId)
  for (let tries = 1; !call.hasLeft; tries += 1) {
    try {
      // a process that is gone may have recorded it and no more
      await carrier.answer(call.callId)
      await carrier.openLine(lineId)
      await carrier.bridge(call.callId, lineId)
      return 'bridged'
    } catch (error) {
      if (!(error instanceof CarrierError)) throw error
      if (error.code === 'call_bridged') return 'bridged'
      if (error.code === 'unknown_call') return 'gone'
      // the call before is just being hung up on this line
      const isPassing = error.code === 'line_busy' || error.code === 'unknown_line'
      if (!isPassing || tries === lineTries) return 'no line'
      await sleep(clock, lineRetryMs)
    }
  }
  return 'gone'
}

function asOver(error: unknown): 'over' {
  if (error instanceof SeatGoneError) return 'over'
  throw error
}

/** Both hear each other: the contact opens at the desk, and the dialler follows the talk like any other. */
export async function talk(
  { writer, clock, events, live, course, holder, atStep }: CallInsDependencies,
  { drop, end, untilDone, within }: Following,
  call: Followed,
  { tenantId, callInId }: CallInPlace,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const begun = await untilDone(() =>
      within(tenantId, async (tx) => {
        const result = await beginTalk(writer, tx, { callInId, holder, nowMs: clock.now() })
        if (typeof result === 'object') await events.announce(tx, { kind: 'connecting', tenantId, ...result })
        return result
      }).catch(asOver),
    )
    if (begun === undefined) return drop(call)
    if (typeof begun === 'object') {
      atStep('caller_talks')
      drop(call)
      const atMs = clock.now()
      const talking = live.add({
        ...{ tenantId, ...begun, phase: 'talking', callId: call.callId, placedAtMs: null },
        ...{ expectedRate: undefined, ringingAtMs: atMs, answeredAtMs: atMs },
      })
      talking.connectedAtMs = atMs
      if (call.hasLeft) course.ended(talking, 'hung_up_by_customer')
      return
    }
    // a call that is on its way to the same person is just being hung up
    if (begun === 'over' || call.hasLeft || tries === busyTries)
      return end(call, call.hasLeft ? 'rang_off' : 'interrupted')
    await sleep(clock, busyRetryMs)
  }
}
