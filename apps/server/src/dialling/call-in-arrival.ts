import type { EntryId, TenantId } from '@sekisho/contract'
import { ProblemError } from '@sekisho/contract'
import { acceptedInstant, mayCallAt } from '@sekisho/dialer'
import { type CarrierEvent, domesticDigits, isInternational } from '@sekisho/telephony'
import type { CallInPlace, CallInsDependencies, Followed, Following } from './call-in-following.ts'
import { waitGuidance } from './call-in-guidance.ts'
import {
  attemptsAtCaller,
  type CallInOutcome,
  findCaller,
  insertCallIn,
  isKnownCall,
  noteCaller,
  placeOfNumber,
  readCalledCampaign,
} from './call-in-rows.ts'

export type Arrival = Pick<Extract<CarrierEvent, { readonly type: 'call_in_arrived' }>, 'from' | 'to' | 'atMs'>

/**
 * Records a call to an own number, looks up whose it is, and lets the caller wait or says why nobody comes.
 *
 * The number is in this file's functions for as long as one look-up takes, and nowhere else. A network hands over what
 * a caller lets it: what is no number in E.164 counts as withheld.
 *
 * @returns  where somebody waits now; null where nobody does
 */
export async function takeIn(
  dependencies: CallInsDependencies,
  following: Following,
  call: Followed,
  { from, to, atMs }: Arrival,
): Promise<CallInPlace | null> {
  const { database, carrier, clock } = dependencies
  const ownNumber = domesticDigits(to)
  const caller = from !== null && isInternational(from) ? from : null
  const owner = await following.untilDone(() => placeOfNumber(database, ownNumber))
  if (owner == null) {
    // nobody's number: there is no tenant whose ledger could tell of it
    if (owner === null) await following.tell(() => carrier.hangUp(call.callId, 'stopped'))
    following.drop(call)
    return null
  }
  const arrivedAtMs = acceptedInstant(atMs, null, clock.now())
  const callInId = await record(dependencies, following, call, { ...owner, ownNumber, arrivedAtMs, caller })
  if (callInId === null) {
    following.drop(call)
    return null
  }
  dependencies.atStep('caller_recorded')
  const place = { ...owner, callInId }
  call.place = place
  const index = caller === null ? null : await indexOf(dependencies, owner.tenantId, callInId, caller)
  return receive(dependencies, following, call, place, index)
}

type NewArrival = Omit<CallInPlace, 'callInId'> & {
  readonly ownNumber: string
  readonly arrivedAtMs: number
  readonly caller: string | null
}

/** Null for a call that is known already, here or to another process. */
async function record(
  { gate, holder }: CallInsDependencies,
  { untilDone, within }: Following,
  { callId }: Followed,
  { tenantId, campaignId, ownNumber, arrivedAtMs, caller }: NewArrival,
): Promise<EntryId | null> {
  const recorded = await untilDone(() =>
    within(tenantId, async (tx) => {
      if (await isKnownCall(tx, callId)) return null
      const { kind: campaignKind } = await readCalledCampaign(tx, campaignId)
      const callInId = await gate.enterArrival(tx, { tenantId, campaignId, campaignKind, from: caller })
      await insertCallIn(tx, { callInId, campaignId, ownNumber, callId, holder, arrivedAtMs })
      return callInId
    }),
  )
  return recorded ?? null
}

/** A look-up that fails leaves somebody unknown: the guidance says whom to turn to. */
async function indexOf(
  { gate, onError }: CallInsDependencies,
  tenantId: TenantId,
  callInId: EntryId,
  from: string,
): Promise<Uint8Array | null> {
  try {
    return await gate.lookUpCaller(tenantId, callInId, from)
  } catch (error) {
    if (!(error instanceof ProblemError)) onError(error)
    return null
  }
}

type Verdict = Exclude<CallInOutcome, 'answered'> | 'waits'

async function receive(
  { campaigns, carrier, clock, events, atStep, onWaiting }: CallInsDependencies,
  { drop, end, tell, untilDone, within }: Following,
  call: Followed,
  place: CallInPlace,
  index: Uint8Array | null,
): Promise<CallInPlace | null> {
  const { tenantId, campaignId, callInId } = place
  const verdict = await untilDone(() =>
    within(tenantId, async (tx): Promise<Verdict> => {
      const campaign = await readCalledCampaign(tx, campaignId)
      const { calling } = await campaigns.read(tx, campaignId, campaign.revision)
      const caller = index === null ? null : await findCaller(tx, campaignId, index)
      const found: Verdict = campaign.isStopped
        ? 'calling_stopped'
        : !mayCallAt(calling, clock.now())
          ? 'outside_hours'
          : caller === null
            ? 'unknown_caller'
            : 'waits'
      if (caller === null) return found
      await noteCaller(tx, callInId, caller, found === 'waits')
      // whoever calls us is not called at the same moment
      for (const attemptId of await attemptsAtCaller(tx, caller.leadId))
        await events.announce(tx, { kind: 'withdrawn', tenantId, campaignId, attemptId })
      return found
    }),
  )
  if (verdict === undefined || verdict !== 'waits' || call.hasLeft) {
    if (verdict === undefined) drop(call)
    else await end(call, verdict === 'waits' || call.hasLeft ? 'rang_off' : verdict)
    return null
  }
  atStep('caller_waits')
  onWaiting(campaignId)
  // somebody who became free has perhaps been chosen already
  if (call.phase === 'arriving') call.phase = 'waiting'
  await tell(async () => {
    await carrier.answer(call.callId)
    await carrier.play(call.callId, waitGuidance)
  })
  return place
}
