import { type AttemptId, type CampaignId, isAheadMode, ratioOf, type TenantId } from '@sekisho/contract'
import {
  callableUntil,
  type LineLimit,
  type LookOrder,
  mayCallAt,
  type PacingView,
  previewReason,
  progressivePacing,
  type StopCode,
  waitingCauses,
  type WaitingLook,
  type Waits,
} from '@sekisho/dialer'
import type { Gate } from '../gate/index.ts'
import { seatsOfCampaign } from '../assignments/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { type CampaignStop, partlyStopped, stoppedBy } from '../stop-switches/index.ts'
import type { SeenAccount } from './abandonment-alarms.ts'
import type { AnswerAccount } from './answer-account.ts'
import { beginPredictive, type FloorReason } from './begin-predictive.ts'
import type { CallEvents } from './call-events.ts'
import { ownNumberOf } from './call-in-rows.ts'
import type { CampaignBook, CampaignFacts } from './campaign-book.ts'
import type { CampaignChances, ExpectedAnswers } from './campaign-chances.ts'
import { asAttempt, seatDueLeads } from './choose-leads.ts'
import { isWaitingSeat, sayIsSated } from './desk-rows.ts'
import { type Findings, isDoubted, readTenantClient } from './doubts.ts'
import { type IntendedAttempt, intendAttempts } from './intend-attempts.ts'
import type { Pacers } from './pacers.ts'
import { endDialled, givePreviews, lookAfterPreviews } from './previews.ts'
import { beforeAnswer, reseatLines } from './reseat-lines.ts'
import type { AtStep } from './steps.ts'
import { switchCodeOf } from './switch-codes.ts'

export interface Intention {
  readonly intended: readonly IntendedAttempt[]
  readonly because: FloorReason
  /** Lines that ring for nobody any more: to be hung up. */
  readonly withdrawn: readonly AttemptId[]
  /** A stop holds for some of its leads: what rings at these is to be hung up. */
  readonly isPartlyStopped: boolean
  /** Some of its operators work other campaigns, too. */
  readonly sharesSeats: boolean
  /** What its ready operators wait for from here on. */
  readonly waits: Waits
  /** Its account of abandoned calls, where it may abandon any. */
  readonly seen: SeenAccount | null
  readonly expected: ExpectedAnswers
}

export interface BeginDependencies {
  readonly database: Database
  readonly gate: Pick<Gate, 'requestNumbers'>
  readonly writer: EntryWriter
  readonly campaigns: CampaignBook
  readonly events: CallEvents
  readonly pacers: Pick<Pacers, 'decide' | 'answerRate'>
  readonly findings: Findings
  readonly atStep: AtStep
}

export interface BeginRequest {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  /** The dialler process that asks; it must hold the campaign's lease. */
  readonly holder: string
  readonly nowMs: number
  /** Of the process, not of the campaign: the ledger or the carrier is away. */
  readonly stop: Extract<StopCode, 'ledger_unavailable' | 'carrier_disconnected'> | null
  readonly freeLines: number
  /** What bounds them. */
  readonly lineLimit: LineLimit
  /** Most of its last lines were dropped by the carrier. */
  readonly isFailing: boolean
  /** No lead was due a moment ago: none is looked for. */
  readonly isNothingDue: boolean
  readonly account: AnswerAccount
  readonly chances: Pick<CampaignChances, 'order' | 'answers'>
}

const dialler = systemActor('dialler')
/** More than this in one transaction would keep leads locked for long. */
const mostAtOnce = 50
const ofCampaign = { tenant: 'c.tenant_id', job: 'c.job_id', campaign: 'c.campaign_id' }

/**
 * Decides by the campaign's strategy how many calls to begin, and makes their intents durable together with the entries
 * that will open their numbers. Nothing is dialled here: what this returns is committed. Where operators see whom they
 * will call first, leads are given to them to look at, and only those that they dial are intended.
 *
 * @returns  null when the campaign is not leased to this dialler any more
 */
export async function beginAttempts(dependencies: BeginDependencies, request: BeginRequest): Promise<Intention | null> {
  const { database, campaigns, events, atStep } = dependencies
  const { tenantId, campaignId, nowMs } = request
  let given = 0
  // before the transaction: what is kept of them is read by another
  const findings = await dependencies.findings.all()
  const intention = await database.transaction(dialler, tenantId, async (tx): Promise<Intention | null> => {
    const seen = await look(tx, request)
    if (seen === null) return null
    const facts = await campaigns.read(tx, campaignId, seen.revision)
    const withdrawn = seen.astray === 0 ? [] : await reseatLines(events, tx, campaignId, nowMs)
    const order = request.chances.order(facts, nowMs)
    const expected = request.chances.answers(facts, nowMs)
    const stop = stopOf(request, seen, facts)
    const place: Place = { ...request, facts, order, expected, callerId: seen.own_number, stop }
    const dialled = seen.previews === 0 ? [] : await dialPreviews(dependencies, tx, place, seen)
    const { cap, isHeldBack } = await capOf(tx, facts, findings)
    const begun =
      cap > 0
        ? await beginAhead(dependencies, tx, place, seen, cap, dialled.length)
        : await beginOneToOne(dependencies, tx, place, seen, dialled.length)
    given = begun.given
    const intended = [...dialled, ...begun.intended]
    if (intended.length > 0) atStep('intending')
    if (given > 0) atStep('giving')
    const isSated = seen.available > seen.in_flight + intended.length + given
    if (seen.is_shared && isSated) await sayIsSated(tx, campaignId)
    return {
      waits: waitsOf(request, seen, begun),
      ...{ intended, expected, isPartlyStopped: seen.partly_stopped, sharesSeats: seen.is_shared },
      because: isHeldBack ? withDoubt(begun.because) : begun.because,
      seen: begun.account === null ? null : { account: begun.account, cap, kind: facts.kind },
      withdrawn: [...withdrawn, ...begun.withdrawn],
    }
  })
  if (intention !== null && intention.intended.length > 0) atStep('intended')
  if (given > 0) atStep('given')
  return intention
}

/**
 * The share of live answers that a campaign may abandon; 0 where each line rings for an operator. Whose client is a
 * municipality may abandon nobody, whatever its settings say, and neither may whoever's settings or account are in doubt.
 */
async function capOf(
  tx: Tx,
  { campaignId, settings }: CampaignFacts,
  findings: Parameters<typeof isDoubted>[0],
): Promise<{ cap: number; isHeldBack: boolean }> {
  if (!isAheadMode(settings.mode) || settings.abandonCapPercent === 0) return { cap: 0, isHeldBack: false }
  const client = await readTenantClient(tx)
  const isHeldBack = isDoubted(findings, campaignId, client)
  return { cap: isHeldBack || client.isMunicipal ? 0 : settings.abandonCapPercent / 100, isHeldBack }
}

/** Said as long as the finding is open; without it nobody would see why so little is dialled. */
function withDoubt(because: FloorReason): FloorReason {
  return {
    ...because,
    ja: `${because.ja}台帳と合わない点検結果が処理されるまで、空きオペレーター1名に1件だけ発信します。`,
    en: `${because.en} One line for each free operator until the finding about its settings or figures is closed.`,
  }
}

interface Begun {
  readonly intended: readonly IntendedAttempt[]
  readonly withdrawn: readonly AttemptId[]
  /** Leads that were given to be looked at. */
  readonly given: number
  readonly because: FloorReason
  /** What kept it from beginning more. */
  readonly limits: Pick<WaitingLook, 'against' | 'ranDry' | 'waitsForOneToOne'>
  readonly account: SeenAccount['account'] | null
}

/** One line for each free operator, or a lead to look at. */
async function beginOneToOne(
  dependencies: BeginDependencies,
  tx: Tx,
  place: Place,
  seen: Seen,
  dialled: number,
): Promise<Begun> {
  const view = viewOf(place, seen, dialled)
  const { launch, because } = progressivePacing(view)
  const isPreview = place.facts.settings.mode === 'preview'
  const given = launch > 0 && isPreview ? await givePreviews(dependencies, tx, place, Math.min(launch, mostAtOnce)) : 0
  const intended = launch === 0 || isPreview ? [] : await intend(dependencies, tx, place, launch)
  const reason = launch === 0 ? because : progressivePacing({ ...view, dueLeads: intended.length + given }).because
  const found = intended.length + given
  const wanted = Math.min(mostAtOnce, seen.available - seen.calling_in - seen.in_flight - seen.waiting)
  const against = launch > 0 && launch < wanted ? 'no_free_line' : because.code
  return {
    ...{ intended, given, withdrawn: [], account: null },
    limits: { against, ranDry: found < Math.min(launch, mostAtOnce), waitsForOneToOne: false },
    because: isPreview ? previewReason(reason, given, seen.previews) : reason,
  }
}

/** More lines than operators, as far as the accounts of the day and of its window allow. */
async function beginAhead(
  dependencies: BeginDependencies,
  tx: Tx,
  place: Place,
  seen: Seen,
  cap: number,
  dialled: number,
): Promise<Begun> {
  const { intended, surplus, account, because, against, waitsForOneToOne } = await beginPredictive(dependencies, tx, {
    ...{
      ...place,
      pacing: { cap, linesPerTen: ratioOf(place.facts.settings) },
      callersWaiting: seen.calling_in,
      mostAtOnce,
    },
    freeLines: place.freeLines - dialled,
    endsAtMs: callableUntil(place.facts.calling, place.nowMs),
  })
  const view = viewOf(place, seen, dialled)
  const limits = { against, ranDry: false, waitsForOneToOne }
  return {
    ...{ intended, given: 0, withdrawn: surplus, account, limits },
    because: because ?? progressivePacing(view).because,
  }
}

/** What each ready operator waits for after this look; whoever was given a lead to look at waits no more. */
function waitsOf({ isNothingDue, lineLimit, isFailing }: BeginRequest, seen: Seen, begun: Begun): Waits {
  return waitingCauses({
    ...{ waiting: seen.at_desks - begun.given, ready: seen.available - begun.given, unskilled: seen.unskilled },
    onTheWay: seen.in_flight + seen.waiting + begun.intended.length,
    ...{ callersWaiting: seen.calling_in, isNothingDue, lineLimit, isFailing, ...begun.limits },
  })
}

/** A look at a campaign, with all that its calls need. */
interface Place extends Omit<BeginRequest, 'stop' | 'chances'> {
  readonly facts: CampaignFacts
  readonly order: LookOrder | null
  readonly expected: ExpectedAnswers
  readonly callerId: string | null
  readonly stop: StopCode | null
}

function viewOf({ isNothingDue, freeLines, stop }: Place, seen: Seen, dialled: number): PacingView {
  return {
    availableOperators: seen.available,
    operatorsElsewhere: seen.elsewhere,
    callersWaiting: seen.calling_in,
    linesInFlight: seen.in_flight,
    answeredWaiting: seen.waiting,
    dueLeads: mostAtOnce,
    freeLines: isNothingDue ? 0 : freeLines - dialled,
    stop,
  }
}

/** Intends those of the open previews that are to be dialled, and ends those that may not go on. */
async function dialPreviews(
  dependencies: BeginDependencies,
  tx: Tx,
  place: Place,
  { available, calling_in: callers }: Seen,
): Promise<IntendedAttempt[]> {
  const dialled = await lookAfterPreviews(dependencies, tx, { ...place, callersUnseated: callers - available })
  const intended = await intendAttempts(
    dependencies,
    tx,
    place,
    dialled.map(({ chosen }) => chosen),
  )
  await endDialled(dependencies, tx, place, dialled)
  return intended
}

async function intend(
  dependencies: BeginDependencies,
  tx: Tx,
  place: Place,
  launch: number,
): Promise<IntendedAttempt[]> {
  const leads = await seatDueLeads(tx, place.campaignId, place.nowMs, Math.min(launch, mostAtOnce), 'all', place.order)
  return intendAttempts(dependencies, tx, place, leads.map(asAttempt))
}

function stopOf(
  { stop, nowMs }: BeginRequest,
  { state, stopped_by }: Seen,
  { calling }: CampaignFacts,
): StopCode | null {
  if (state !== 'running') return 'campaign_stopped'
  if (stopped_by !== null) return switchCodeOf[stopped_by]
  if (stop !== null) return stop
  return mayCallAt(calling, nowMs) ? null : 'outside_hours'
}

interface Seen {
  state: string
  stopped_by: CampaignStop | null
  partly_stopped: boolean
  revision: number
  available: number
  /** Of the operators whom it shares with others: at work for another campaign, or with its line. */
  elsewhere: number
  is_shared: boolean
  /** At its desks, whether or not it may give them a line. */
  at_desks: number
  unskilled: number
  in_flight: number
  waiting: number
  astray: number
  calling_in: number
  previews: number
  own_number: string | null
}

/**
 * The campaign as this transaction sees it, if it is still ours. Lines are counted where they ring for a waiting seat;
 * those of leaving operators take no other seat away.
 */
async function look(tx: Tx, { tenantId, campaignId, holder }: BeginRequest): Promise<Seen | null> {
  // The plan is the same for whatever campaign, and PostgreSQL would still make it anew at each look, for 2 to 20 ms, because
  // it guesses to gain by that; running it takes 0.6 ms. For the rest of the transaction, whose statements keep theirs anyway.
  await tx.client.query('set local plan_cache_mode = force_generic_plan')
  const { rows } = await tx.client.query<Seen>({
    name: 'look at campaign',
    text: `${seatsOfCampaign(isWaitingSeat)}
      select c.state, c.revision, ${stoppedBy(ofCampaign)} as stopped_by, ${partlyStopped(ofCampaign)} as partly_stopped,
        people.available, people.elsewhere, people.is_shared, people.at_desks, people.unskilled, lines.in_flight, lines.waiting, lines.astray,
        (select count(*)::int from tenant.call_ins i where i.tenant_id = $1 and i.campaign_id = $2 and i.state = 'waiting')
          as calling_in,
        (select count(*)::int from tenant.previews p where p.tenant_id = $1 and p.campaign_id = $2 and p.ended_at is null)
          as previews, ${ownNumberOf('$2')} as own_number
      from tenant.campaigns c
        join tenant.campaign_leases h on h.tenant_id = c.tenant_id and h.campaign_id = c.campaign_id,
        lateral (select count(*) filter (where s.is_ready)::int as available,
            count(*) filter (where s.is_elsewhere)::int as elsewhere, count(*) filter (where s.is_waiting)::int as at_desks,
            count(*) filter (where s.is_waiting and not s.is_ready and not s.is_skilled)::int as unskilled, coalesce(bool_or(s.is_shared), false) as is_shared
          from seats s) as people,
        lateral (select
            count(*) filter (where s.operator_id is not null or a.operator_id is null and a.state = any ($4))::int as in_flight,
            count(*) filter (where a.operator_id is null and a.state = 'answered')::int as waiting,
            count(*) filter (where a.operator_id is not null and s.operator_id is null and a.state = any ($4))::int as astray
          from tenant.attempts a
            left join seats s on s.operator_id = a.operator_id and s.is_waiting
          where a.tenant_id = $1 and a.state <> 'ended' and a.campaign_id = $2) as lines
      where c.tenant_id = $1 and c.campaign_id = $2 and h.holder = $3 and h.leased_until > clock_timestamp()`,
    values: [tenantId, campaignId, holder, beforeAnswer],
  })
  return rows[0] ?? null
}
