import type { AttemptId } from '@sekisho/contract'
import {
  type AbandonmentAccount,
  explainPacing,
  type FloorView,
  isWanting,
  type LaunchReason,
  type LookOrder,
  type PacingCode,
  type PredictiveCode,
  type PredictiveDecision,
  type StopCode,
} from '@sekisho/dialer'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { sayWants } from './allotment.ts'
import type { AnswerAccount } from './answer-account.ts'
import type { ExpectedAnswers } from './campaign-chances.ts'
import { asAttempt, seatDueLeads, unseatedDueLeads } from './choose-leads.ts'
import { countOneToOne, isAnyDue } from './due-leads.ts'
import { type FloorRows, readFloor } from './floor-rows.ts'
import { type IntendedAttempt, type IntendRequest, intendAttempts } from './intend-attempts.ts'
import type { Pacers, Pacing } from './pacers.ts'

/** Why a campaign dials what it dials, whatever its mode is. */
export type FloorReason = LaunchReason | { readonly code: PacingCode; readonly ja: string; readonly en: string }

export interface PredictiveDependencies {
  readonly gate: Pick<Gate, 'requestNumbers'>
  readonly writer: EntryWriter
  readonly pacers: Pick<Pacers, 'decide' | 'answerRate'>
}

export interface PredictiveRequest extends IntendRequest {
  readonly pacing: Pacing
  readonly account: AnswerAccount
  readonly callersWaiting: number
  readonly freeLines: number
  readonly isNothingDue: boolean
  readonly stop: StopCode | null
  /** When calling ends today; null outside of its hours. */
  readonly endsAtMs: number | null
  /** More in one transaction would keep leads locked for long. */
  readonly mostAtOnce: number
  readonly order: LookOrder | null
  readonly expected: ExpectedAnswers
}

export interface PredictiveBegun {
  readonly intended: readonly IntendedAttempt[]
  /** Lines that more people may answer than there are operators: to be hung up. */
  readonly surplus: readonly AttemptId[]
  /** By what was decided. */
  readonly account: AbandonmentAccount
  /** Null for a stop, which has a sentence of its own. */
  readonly because: FloorReason | null
  /** What spoke against one line more. */
  readonly against: PredictiveCode
  /** Call-backs are due that no operator could be reserved for, and hold other lines back. */
  readonly waitsForOneToOne: boolean
}

/**
 * Begins what the campaign's pacer decides: call-backs and whoever was abandoned each for the seat of one operator, all
 * others for whoever is free when they answer, or, while the day has few answers, the window is at its cap and after a stop,
 * for a seat as well.
 */
export async function beginPredictive(
  dependencies: PredictiveDependencies,
  tx: Tx,
  request: PredictiveRequest,
): Promise<PredictiveBegun> {
  const { campaignId, nowMs, pacing } = request
  const floor = await readFloor(tx, campaignId, nowMs)
  const account = await request.account.read(tx, nowMs)
  const view = await viewOf(dependencies, tx, request, floor, account)
  const decision = dependencies.pacers.decide(campaignId, pacing, view)
  const { oneToOne, launch, surplus, explanation } = decision
  const promised = oneToOne === 0 ? [] : await seatDueLeads(tx, campaignId, nowMs, oneToOne, 'one_to_one')
  // intended before others are chosen: their seats and numbers are taken by then
  const reserved = await intendAttempts(dependencies, tx, request, promised.map(asAttempt))
  const others = launch === 0 ? [] : await chooseOthers(tx, request, decision)
  const begun = await intendAttempts(dependencies, tx, request, others.map(asAttempt))
  const launched = reserved.length + begun.length
  // for whoever reads the floor an operator whose line rings is free, and the line is one of those that ring
  const seated = floor.seats.filter(({ state }) => state === 'reserved').length
  const code = others.length < launch ? 'no_due_leads' : explanation.code
  const waitsForOneToOne = oneToOne < view.dueOneToOne
  if (floor.isShared) await sayWants(tx, campaignId, await wantsMore(tx, request, code, others.length))
  // nothing may be risked because the account is used up
  const isSpent = code === 'risk' && !waitsForOneToOne && explanation.allowedRisk === 0
  return {
    account,
    ...{ intended: [...reserved, ...begun], against: isSpent ? 'budget' : code, waitsForOneToOne },
    surplus: floor.ringing.slice(floor.ringing.length - surplus).map(({ attemptId }) => attemptId),
    because: explainPacing({
      ...explanation,
      launched,
      waitingOperators: explanation.waitingOperators + seated,
      ringing: explanation.ringing + seated,
      code,
    }),
  }
}

/** A campaign with nobody to call wants no operators, whatever spoke against one line more. */
async function wantsMore(
  tx: Tx,
  { campaignId, nowMs, isNothingDue }: PredictiveRequest,
  code: PredictiveCode,
  begun: number,
): Promise<boolean> {
  if (!isWanting(code) || isNothingDue) return false
  return begun > 0 || isAnyDue(tx, campaignId, nowMs)
}

async function chooseOthers(
  tx: Tx,
  { campaignId, nowMs, order }: PredictiveRequest,
  { launch, isGuaranteed }: PredictiveDecision,
) {
  if (isGuaranteed) return seatDueLeads(tx, campaignId, nowMs, launch, 'for_anyone', order)
  const leads = await unseatedDueLeads(tx, campaignId, nowMs, launch, order)
  return leads.map((lead) => ({ ...lead, operatorId: null }))
}

async function viewOf(
  { pacers }: PredictiveDependencies,
  tx: Tx,
  request: PredictiveRequest,
  floor: FloorRows,
  { today, window }: AbandonmentAccount,
): Promise<FloorView> {
  const { nowMs, callersWaiting, freeLines, isNothingDue, stop, endsAtMs, mostAtOnce, expected } = request
  const { seats, answeredWaiting, rivals } = floor
  return {
    ...{ nowMs, seats, answeredWaiting, stop, endsAtMs, freeLines },
    ringing: floor.ringing.map(({ sinceMs, reachClass }) => ({ sinceMs, expectedRate: expected.of(reachClass) })),
    expectedRate: expected.next,
    callInsWaiting: callersWaiting + floor.rivalsWaiting,
    rivals: rivals.map(({ lines, campaignId }) => ({ lines, answerRate: pacers.answerRate(campaignId) })),
    ...{ today, window },
    dueLeads: isNothingDue ? 0 : Number.POSITIVE_INFINITY,
    dueOneToOne: stop === null ? await dueOneToOne(tx, request, floor) : 0,
    launchable: mostAtOnce,
  }
}

/** So long a call-back waits for an operator who is free beside all that rings; then lines are held back for it. */
const holdBackMs = 60_000

/**
 * How many are to be dialled one to one now. The pacer launches nothing else until they have their operators, which is when
 * fewer lines ring than operators wait: so they are told of at once where that is so, and otherwise once a minute together.
 */
async function dueOneToOne(
  tx: Tx,
  { campaignId, nowMs, callersWaiting }: PredictiveRequest,
  { seats, ringing, answeredWaiting, rivalsWaiting }: FloorRows,
): Promise<number> {
  const present = seats.filter(({ state }) => state !== 'away').length
  const waiting = seats.filter(({ state }) => state === 'waiting').length
  const free = waiting - answeredWaiting - rivalsWaiting - callersWaiting
  if (present === 0) return 0
  if (ringing.length >= free && (await countOneToOne(tx, campaignId, nowMs - holdBackMs, 1)) === 0) return 0
  return countOneToOne(tx, campaignId, nowMs, present)
}
