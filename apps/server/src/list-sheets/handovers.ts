import { createHash } from 'node:crypto'
import { campaignSettings, type Handover, type ListHandover, type ListId, ProblemError } from '@sekisho/contract'
import { dueOn } from '@sekisho/dialer'
import type { CallingCalendar } from '../calendar/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import { lockListOf, readRule, readVersions, type ReceivedList } from './handover-queries.ts'

export interface HandoverDependencies {
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly calendar: Pick<CallingCalendar, 'callingRules'>
}

/** Who enters something, decided already. */
export interface EnteredBy {
  readonly actor: PersonActor
  readonly policyHash: string
}

/** What was entered about how a list came in. @throws ProblemError `not_found` */
export async function readHandover(
  dependencies: Pick<HandoverDependencies, 'clock' | 'calendar'>,
  tx: Tx,
  listId: ListId,
): Promise<ListHandover> {
  const list = await lockListOf(tx, listId, 'look')
  const versions = await readVersions(tx, listId)
  const uploadedOn = todayInJapan(list.uploaded_at.getTime())
  const { businessDays } = await readRule(tx)
  const today = todayInJapan(dependencies.clock.now())
  const due = await dueDay(dependencies.calendar, tx, list, businessDays, uploadedOn)
  return { today, uploadedOn, versions, dueOn: due, isMissing: versions.length === 0 && today > due }
}

/**
 * Enters how a list was handed over, or another version of that; what was entered before stays. Nobody puts it into the
 * past: the day on which it was entered is the clock's, and whether it was late is judged by the day of the first version, so
 * that a later one, with an earlier day, makes it late and none makes it timely.
 *
 * @throws ProblemError `not_found`; `conflict` somebody entered another version meanwhile; `invalid_input` with the place: received
 *         after the day on which the file came in, or confirmed on a day that is not over; `ledger_unavailable`
 */
export async function enterHandover(
  { writer, clock, calendar }: HandoverDependencies,
  tx: Tx,
  { actor, policyHash }: EnteredBy,
  listId: ListId,
  { version: seen, ...handover }: Handover & { readonly version: number },
): Promise<void> {
  const list = await lockListOf(tx, listId, 'lock')
  const versions = await readVersions(tx, listId)
  if ((versions[0]?.version ?? 0) !== seen) throw new ProblemError('conflict')
  const nowMs = clock.now()
  const today = todayInJapan(nowMs)
  refuseDays(handover, todayInJapan(list.uploaded_at.getTime()), today)
  const { businessDays } = await readRule(tx)
  const due = await dueDay(calendar, tx, list, businessDays, handover.receivedOn)
  const firstOn = todayInJapan(versions.at(-1)?.enteredAt ?? nowMs)
  const isLate = firstOn > due
  const { campaign_id: campaignId, kind } = list
  const { receivedOn, client, centre } = handover
  const entryId = await writer.enter(tx, {
    type: 'list.handover_entered',
    purpose: 'list_intake',
    policyHash,
    campaignKind: kind,
    counts: { business_days: businessDays, days_late: isLate ? daysBetween(due, firstOn) : 0 },
    days: { from: receivedOn, until: due },
    digest: digestOfHandover(handover),
    refs: { list: listId, campaign: campaignId, session: actor.sessionId },
  })
  await tx.client.query(
    `insert into tenant.list_handovers (tenant_id, list_id, version, campaign_id, entry_id, received_on, client_function,
        client_confirmed_on, centre_function, centre_confirmed_on, business_days, due_on, is_late, entered_by, entered_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[tenantOf(tx), listId, seen + 1, campaignId, entryId, receivedOn],
      ...[client?.function ?? null, client?.on ?? null, centre?.function ?? null, centre?.on ?? null],
      ...[businessDays, due, isLate, actor.personId, new Date(nowMs)],
    ],
  )
}

function refuseDays({ receivedOn, client, centre }: Handover, uploadedOn: string, today: string): void {
  if (receivedOn > uploadedOn) throw new ProblemError('invalid_input', 'body.receivedOn')
  if (client !== null && client.on > today) throw new ProblemError('invalid_input', 'body.client.on')
  if (centre !== null && (centre.on > today || centre.on < receivedOn))
    throw new ProblemError('invalid_input', 'body.centre.on')
}

async function dueDay(
  calendar: HandoverDependencies['calendar'],
  tx: Tx,
  { campaign_id: campaignId, settings }: ReceivedList,
  businessDays: number,
  receivedOn: string,
): Promise<string> {
  const calling = await calendar.callingRules(tx, campaignId, campaignSettings.parse(settings).hours)
  return dueOn(calling, businessDays, Date.parse(`${receivedOn}T00:00:00+09:00`))
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
}

/** SHA-256, hex, of all that was entered: days and codes, nothing of a person. */
export function digestOfHandover({ receivedOn, client, centre }: Handover): string {
  const said = [receivedOn, client?.function ?? '', client?.on ?? '', centre?.function ?? '', centre?.on ?? '']
  return createHash('sha256').update(said.join('\n')).digest('hex')
}

/**
 * Sets within how many business days hand-overs of the tenant are to be entered, from now on; what was entered keeps its rule.
 *
 * @throws ProblemError `conflict`, `ledger_unavailable`
 */
export async function setRule(
  { writer, clock }: Pick<HandoverDependencies, 'writer' | 'clock'>,
  tx: Tx,
  { actor, policyHash }: EnteredBy,
  { revision, businessDays }: { readonly revision: number; readonly businessDays: number },
): Promise<void> {
  const tenantId = tenantOf(tx)
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`handover rule ${tenantId}`])
  const rule = await readRule(tx)
  if (rule.revision !== revision) throw new ProblemError('conflict')
  if (rule.businessDays === businessDays && revision > 0) return
  const entryId = await writer.enter(tx, {
    type: 'list.handover_rule_set',
    purpose: 'set_up',
    policyHash,
    counts: { business_days: businessDays },
    refs: { session: actor.sessionId },
  })
  await tx.client.query(
    `insert into tenant.handover_rules (tenant_id, revision, entry_id, business_days, set_by, set_at)
      values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, revision + 1, entryId, businessDays, actor.personId, new Date(clock.now())],
  )
}
