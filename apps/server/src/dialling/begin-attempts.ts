import type { AttemptId, CampaignId, PersonId, StopExtent, TenantId } from '@sekisho/contract'
import {
  LEAD_MACHINE,
  type LaunchReason,
  mayCallAt,
  moved,
  type PacingView,
  progressivePacing,
  type StopCode,
  type SwitchCode,
} from '@sekisho/dialer'
import type { Gate, NumberTicket } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { stoppedBy } from '../stop-switches/index.ts'
import type { CallEvents } from './call-events.ts'
import type { CampaignBook, CampaignFacts } from './campaign-book.ts'
import { freeSeats, isWaitingSeat } from './desk-rows.ts'
import { type DueLead, lockDueLeads } from './due-leads.ts'
import { beforeAnswer, reseatLines } from './reseat-lines.ts'
import type { AtStep } from './steps.ts'

/** An attempt that is durable and may be dialled, once, against its ticket. */
export interface IntendedAttempt {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  /** For whose seat it will ring. */
  readonly operatorId: PersonId
  readonly ringSeconds: number
  readonly ticket: NumberTicket
}

export interface Intention {
  readonly intended: readonly IntendedAttempt[]
  readonly because: LaunchReason
  /** Lines that ring for nobody any more: to be hung up. */
  readonly withdrawn: readonly AttemptId[]
}

export interface BeginDependencies {
  readonly database: Database
  readonly gate: Pick<Gate, 'requestNumbers'>
  readonly writer: EntryWriter
  readonly campaigns: CampaignBook
  readonly events: CallEvents
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
}

const dialler = systemActor('dialler')
/** More than this in one transaction would keep leads locked for long. */
const mostAtOnce = 50
const ofCampaign = { tenant: 'c.tenant_id', job: 'c.job_id', campaign: 'c.campaign_id' }

/**
 * Decides by the campaign's strategy how many calls to begin, and makes their intents durable together with the entries
 * that will open their numbers. Nothing is dialled here: what this returns is committed.
 *
 * @returns  null when the campaign is not leased to this dialler any more
 */
export async function beginAttempts(dependencies: BeginDependencies, request: BeginRequest): Promise<Intention | null> {
  const { database, campaigns, events, atStep } = dependencies
  const { tenantId, campaignId, freeLines } = request
  const intention = await database.transaction(dialler, tenantId, async (tx): Promise<Intention | null> => {
    const seen = await look(tx, request)
    if (seen === null) return null
    const facts = await campaigns.read(tx, campaignId, seen.revision)
    const withdrawn = seen.astray === 0 ? [] : await reseatLines(events, tx, campaignId, request.nowMs)
    const view: PacingView = {
      availableOperators: seen.available,
      linesInFlight: seen.in_flight,
      answeredWaiting: seen.waiting,
      dueLeads: mostAtOnce,
      freeLines,
      stop: stopOf(request, seen, facts),
    }
    const { launch, because } = progressivePacing(view)
    if (launch === 0) return { intended: [], because, withdrawn }
    const intended = await intend(dependencies, tx, request, facts, launch)
    if (intended.length === 0)
      return { intended, because: progressivePacing({ ...view, dueLeads: 0 }).because, withdrawn }
    atStep('intending')
    return { intended, because: progressivePacing({ ...view, dueLeads: intended.length }).because, withdrawn }
  })
  if (intention !== null && intention.intended.length > 0) atStep('intended')
  return intention
}

/** How the floor is told which switch is off. */
export const switchCodeOf: Readonly<Record<StopExtent, SwitchCode>> = {
  tenant: 'tenant_switched_off',
  job: 'job_switched_off',
  campaign: 'campaign_switched_off',
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
  stopped_by: StopExtent | null
  revision: number
  available: number
  in_flight: number
  waiting: number
  astray: number
}

/**
 * The campaign as this transaction sees it, if it is still ours. Lines are counted where they ring for a waiting seat;
 * those of leaving operators take no other seat away.
 */
async function look(tx: Tx, { tenantId, campaignId, holder }: BeginRequest): Promise<Seen | null> {
  const { rows } = await tx.client.query<Seen>({
    name: 'look at campaign',
    text: `select c.state, c.revision, ${stoppedBy(ofCampaign)} as stopped_by, seats.available, lines.in_flight, lines.waiting, lines.astray
      from tenant.campaigns c
        join tenant.campaign_leases h on h.tenant_id = c.tenant_id and h.campaign_id = c.campaign_id,
        lateral (select count(*)::int as available from tenant.desks d
          where d.tenant_id = $1 and d.campaign_id = $2 and ${isWaitingSeat('d')}) as seats,
        lateral (select
            count(*) filter (where s.operator_id is not null or a.operator_id is null and a.state = any ($4))::int as in_flight,
            count(*) filter (where a.operator_id is null and a.state = 'answered')::int as waiting,
            count(*) filter (where a.operator_id is not null and s.operator_id is null and a.state = any ($4))::int as astray
          from tenant.attempts a
            left join tenant.desks s on s.tenant_id = a.tenant_id and s.operator_id = a.operator_id
              and s.campaign_id = a.campaign_id and ${isWaitingSeat('s')}
          where a.tenant_id = $1 and a.state <> 'ended' and a.campaign_id = $2) as lines
      where c.tenant_id = $1 and c.campaign_id = $2 and h.holder = $3 and h.leased_until > clock_timestamp()`,
    values: [tenantId, campaignId, holder, beforeAnswer],
  })
  return rows[0] ?? null
}

async function intend(
  { gate, writer }: BeginDependencies,
  tx: Tx,
  request: BeginRequest,
  facts: CampaignFacts,
  launch: number,
): Promise<IntendedAttempt[]> {
  const { tenantId, campaignId, nowMs, holder } = request
  // one at a time in a tenant, so that two campaigns cannot take the same number at the same moment
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`dialling ${tenantId}`])
  const due = await lockDueLeads(tx, campaignId, nowMs, Math.min(launch, mostAtOnce))
  const callable = await callableOf(tx, due, nowMs)
  const wanted = callable.flatMap(({ promised_to }) => promised_to ?? [])
  const chosen = seated(callable, await freeSeats(tx, campaignId, callable.length, wanted))
  if (chosen.length === 0) return []
  await insertAttempts(tx, campaignId, holder, nowMs, chosen)
  await enterGivenAway(writer, tx, campaignId, facts, chosen)
  const { ringSeconds } = facts.settings
  const tickets = await gate.requestNumbers(
    tx,
    chosen.map(({ attemptId, contact_id, list_id, ordinal }) => ({
      ...{ tenantId, campaignId, campaignKind: facts.kind, attemptId },
      ...{ contactId: contact_id, listId: list_id, ordinal },
    })),
  )
  // tickets come in the order asked
  return chosen.flatMap(({ attemptId, operatorId }, index) => {
    const ticket = tickets[index]
    return ticket === undefined ? [] : [{ attemptId, campaignId, operatorId, ringSeconds, ticket }]
  })
}

type Callable = DueLead & { readonly ordinal: number }

/**
 * Those with a usable number that no other of them shares. A lead without a number, or of somebody who is not to be called,
 * is at its end; one whose due time was used up gets a new one, and its turn the next time.
 */
async function callableOf(tx: Tx, due: readonly DueLead[], nowMs: number): Promise<Callable[]> {
  const over = due.filter(({ ordinal, is_refused }) => is_refused || ordinal === null)
  if (over.length > 0) {
    await tx.client.query(
      `update tenant.leads l set state = 'finished', finished_reason = o.reason, revision = l.revision + 1
        from unnest($2::uuid[], $3::text[]) as o (lead_id, reason) where l.tenant_id = $1 and l.lead_id = o.lead_id`,
      [
        tx.scope,
        over.map(({ lead_id }) => lead_id),
        over.map(({ is_refused }) => (is_refused ? 'do_not_call' : 'no_number_left')),
      ],
    )
  }
  const used = due.filter(({ is_used, is_refused }) => is_used && !is_refused)
  if (used.length > 0) {
    await tx.client.query(`update tenant.leads set due_at = $3 where tenant_id = $1 and lead_id = any ($2)`, [
      tx.scope,
      used.map(({ lead_id }) => lead_id),
      new Date(nowMs),
    ])
  }
  const taken = new Set<string>()
  return due.filter((lead): lead is Callable => {
    const number = lead.phone_index?.toString('hex')
    if (lead.is_used || lead.is_refused || lead.ordinal === null || number === undefined || taken.has(number))
      return false
    taken.add(number)
    return true
  })
}

type Chosen = Callable & { readonly attemptId: AttemptId; readonly operatorId: PersonId }

/** A promise whose owner is not free when it is time is kept by somebody else, and that is entered. */
async function enterGivenAway(
  writer: EntryWriter,
  tx: Tx,
  campaignId: CampaignId,
  { kind }: CampaignFacts,
  chosen: readonly Chosen[],
): Promise<void> {
  const given = chosen.filter(({ promised_to, operatorId }) => promised_to !== null && promised_to !== operatorId)
  if (given.length === 0) return
  await writer.enterAll(
    tx,
    given.map(({ contact_id: contactId, list_id: listId, operatorId, attemptId }) => ({
      type: 'promise.reassigned',
      purpose: 'dialling',
      campaignKind: kind,
      refs: { campaign: campaignId, list: listId, attempt: attemptId },
      subject: { contactId, listId },
      commit: { person: operatorId },
    })),
  )
}

/** A seat for each lead: that of the operator whom it was promised to, if free. Whoever finds none waits for its turn. */
function seated(leads: readonly Callable[], seats: readonly PersonId[]): Chosen[] {
  const promised = new Set(leads.map(({ promised_to }) => promised_to))
  const free = new Set(seats)
  const take = (wanted: PersonId | null): PersonId | undefined => {
    const seat =
      wanted !== null && free.has(wanted) ? wanted : ([...free].find((each) => !promised.has(each)) ?? [...free][0])
    if (seat !== undefined) free.delete(seat)
    return seat
  }
  return leads.flatMap((lead) => {
    const operatorId = take(lead.promised_to)
    return operatorId === undefined ? [] : [{ ...lead, attemptId: newId<AttemptId>(), operatorId }]
  })
}

async function insertAttempts(
  tx: Tx,
  campaignId: CampaignId,
  holder: string,
  nowMs: number,
  chosen: readonly Chosen[],
): Promise<void> {
  for (const { state } of chosen) moved(LEAD_MACHINE, moved(LEAD_MACHINE, state, 'lease'), 'intend')
  // the unique (tenant, lead, due time) makes a second intent for one due time fail, whatever the code above did
  await tx.client.query({
    name: 'intend attempts',
    text: `with intended as (
        insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
          operator_id, dialler, intended_at)
        select $1, i.attempt_id, $2, i.lead_id, i.contact_id, i.ordinal, l.due_at, 'intent', i.operator_id, $3, $4
        from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::smallint[], $9::uuid[])
          as i (attempt_id, lead_id, contact_id, ordinal, operator_id)
          join tenant.leads l on l.tenant_id = $1 and l.lead_id = i.lead_id
        returning lead_id)
      update tenant.leads l set state = 'dialling', revision = l.revision + 1
      from intended where l.tenant_id = $1 and l.lead_id = intended.lead_id`,
    values: [
      tx.scope,
      campaignId,
      holder,
      new Date(nowMs),
      chosen.map(({ attemptId }) => attemptId),
      chosen.map(({ lead_id }) => lead_id),
      chosen.map(({ contact_id }) => contact_id),
      chosen.map(({ ordinal }) => ordinal),
      chosen.map(({ operatorId }) => operatorId),
    ],
  })
}
