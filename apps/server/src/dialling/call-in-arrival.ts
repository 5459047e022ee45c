import type { ContactId, EntryId, TenantId } from '@sekisho/contract'
import { ProblemError } from '@sekisho/contract'
import { acceptedInstant, mayCallAt } from '@sekisho/dialer'
import { type CarrierEvent, domesticDigits, isInternational } from '@sekisho/telephony'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { CallInPlace, CallInsDependencies, Followed, Following } from './call-in-following.ts'
import { waitGuidance } from './call-in-guidance.ts'
import { callersList, isTheirTurn, mayReachOperator, noteUnlisted } from './unlisted-callers.ts'
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
 * The number is in this file's functions for as long as one look-up takes, and the sealing of it where it is on no list,
 * and nowhere else. A network hands over what a caller lets it: what is no number in E.164 counts as withheld.
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
  const known = caller === null || index === null ? null : { number: caller, index }
  return receive(dependencies, following, call, { ...place, ownNumber, arrivedAtMs, caller: known })
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

interface RecordedArrival extends CallInPlace {
  readonly ownNumber: string
  readonly arrivedAtMs: number
  /** Null where the number is withheld, or could not be looked up. */
  readonly caller: { readonly number: string; readonly index: Uint8Array } | null
}

/** Seals what there is of somebody on no list, so that an operator may get the call. @returns  false when there is none any more */
async function takeUnlisted(
  { gate, writer }: CallInsDependencies,
  tx: Tx,
  { tenantId, campaignId, callInId, ownNumber, arrivedAtMs, caller }: RecordedArrival,
  kind: 'production' | 'test',
): Promise<boolean> {
  const listId = await callersList(writer, tx, { campaignId, kind, ownNumber, atMs: arrivedAtMs })
  const contactId = newId<ContactId>()
  const sealed = await gate.sealCaller({ tenantId, listId, contactId, from: caller?.number ?? null })
  const number = caller === null || sealed.number === null ? null : { sealed: sealed.number, index: caller.index }
  // nobody's seat is kept locked while the key service seals
  if (!(await isTheirTurn(tx, campaignId))) return false
  await noteUnlisted(tx, callInId, { contactId, listId, sealed: sealed.contact, number })
  return true
}

async function receive(
  dependencies: CallInsDependencies,
  { drop, end, tell, untilDone, within }: Following,
  call: Followed,
  arrival: RecordedArrival,
): Promise<CallInPlace | null> {
  const { campaigns, carrier, clock, events, atStep, onWaiting } = dependencies
  const { tenantId, campaignId, callInId } = arrival
  const place: CallInPlace = { tenantId, campaignId, callInId }
  const verdict = await untilDone(() =>
    within(tenantId, async (tx): Promise<Verdict> => {
      const campaign = await readCalledCampaign(tx, campaignId)
      const facts = await campaigns.read(tx, campaignId, campaign.revision)
      const caller = arrival.caller === null ? null : await findCaller(tx, campaignId, arrival.caller.index)
      const isOnNoList = caller === null || caller.isOnNoList
      const found: Verdict = campaign.isStopped
        ? 'calling_stopped'
        : !mayCallAt(facts.calling, clock.now())
          ? 'outside_hours'
          : isOnNoList && !(await mayReachOperator(tx, campaignId, facts))
            ? 'unknown_caller'
            : 'waits'
      if (caller === null) {
        if (found !== 'waits') return found
        return (await takeUnlisted(dependencies, tx, arrival, campaign.kind)) ? 'waits' : 'unknown_caller'
      }
      if (found === 'waits' && caller.isOnNoList && !(await isTheirTurn(tx, campaignId))) return 'unknown_caller'
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
