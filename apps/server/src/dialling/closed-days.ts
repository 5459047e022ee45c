import { createHash } from 'node:crypto'
import type { CampaignId, CampaignKind } from '@sekisho/contract'
import {
  type DayCount,
  type DayNumber,
  dateOf,
  dayOf,
  firstDayOfWindow,
  type HalfHour,
  startOfDay,
  worstHalfHour,
} from '@sekisho/dialer'
import { canonicalBytes } from '@sekisho/ledger'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { countLiveAnswers } from './live-answers.ts'

/** What became of a campaign's live answers on a day that is over. */
export interface ClosedDay extends DayCount {
  readonly day: DayNumber
  readonly worst: HalfHour | null
}

interface Row {
  day: number
  answered: number
  abandoned: number
  worst_at: Date | null
  worst_answered: number | null
  worst_abandoned: number | null
}

/** Closed days from one on and before another, in order. */
export async function readClosedDays(
  tx: Tx,
  campaignId: CampaignId,
  fromDay: DayNumber,
  untilDay: DayNumber,
): Promise<ClosedDay[]> {
  const { rows } = await tx.client.query<Row>({
    name: 'closed days of answers',
    text: `select day, answered, abandoned, worst_at, worst_answered, worst_abandoned from tenant.abandonment_days
      where tenant_id = $1 and campaign_id = $2 and day >= $3 and day < $4 order by day`,
    values: [tenantOf(tx), campaignId, fromDay, untilDay],
  })
  return rows.map(({ day, answered, abandoned, worst_at, worst_answered, worst_abandoned }) => ({
    ...{ day, answered, abandoned },
    worst:
      worst_at === null
        ? null
        : { atMs: worst_at.getTime(), answered: worst_answered ?? 0, abandoned: worst_abandoned ?? 0 },
  }))
}

/** Which account was entered: SHA-256 in hex, as its entry has it. */
export function digestOfDay(campaignId: CampaignId, { day, answered, abandoned, worst }: ClosedDay): string {
  const half = worst === null ? null : [worst.atMs, worst.answered, worst.abandoned]
  const bytes = canonicalBytes({ campaignId, day, answered, abandoned, worst: half })
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Closes the earliest day of a campaign's window that is over and not closed yet: its account and its entry in one. What is
 * corrected later does not move it. A day with calls that are not over stays open, and is counted from its attempts.
 *
 * @returns  whether there may be another
 * @throws   ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back and come again
 */
export async function closeNextDay(
  { writer }: { readonly writer: EntryWriter },
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
): Promise<boolean> {
  // two processes that begin with the day: one of them closes it
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 37))', [campaignId])
  const next = await nextToClose(tx, campaignId, nowMs)
  if (next === null) return false
  const { day, kind } = next
  const halfHours = await countLiveAnswers(tx, campaignId, startOfDay(day), startOfDay(day + 1), nowMs)
  const closed: ClosedDay = {
    day,
    answered: halfHours.reduce((sum, { answered }) => sum + answered, 0),
    abandoned: halfHours.reduce((sum, { abandoned }) => sum + abandoned, 0),
    worst: worstHalfHour(halfHours),
  }
  const { answered, abandoned, worst } = closed
  const entryId = await writer.enter(tx, {
    type: 'abandonment.day_closed',
    purpose: 'dialling',
    campaignKind: kind,
    counts: { answered, abandoned },
    refs: { campaign: campaignId },
    days: { from: dateOf(day), until: dateOf(day) },
    digest: digestOfDay(campaignId, closed),
  })
  await tx.client.query(
    `insert into tenant.abandonment_days (tenant_id, campaign_id, day, answered, abandoned, worst_at, worst_answered,
      worst_abandoned, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[tenantOf(tx), campaignId, day, answered, abandoned, worst === null ? null : new Date(worst.atMs)],
      ...[worst?.answered ?? null, worst?.abandoned ?? null, entryId],
    ],
  )
  return true
}

/** The first day after the last closed one on which anybody was dialled, if it and all of its calls are over. */
async function nextToClose(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
): Promise<{ day: DayNumber; kind: Exclude<CampaignKind, 'none'> } | null> {
  const today = dayOf(nowMs)
  const firstDay = firstDayOfWindow(nowMs)
  const closed = await readClosedDays(tx, campaignId, firstDay, today)
  const { rows } = await tx.client.query<{ kind: 'production' | 'test'; next: Date | null; open: Date | null }>({
    name: 'next day to close',
    text: `select c.kind,
        (select min(a.intended_at) from tenant.attempts a where a.tenant_id = $1 and a.campaign_id = $2
          and a.intended_at >= $3 and a.intended_at < $4) as next,
        (select min(a.intended_at) from tenant.attempts a where a.tenant_id = $1 and a.campaign_id = $2
          and a.state <> 'ended') as open
      from tenant.campaigns c where c.tenant_id = $1 and c.campaign_id = $2`,
    values: [
      ...[tenantOf(tx), campaignId, new Date(startOfDay(Math.max(firstDay, (closed.at(-1)?.day ?? 0) + 1)))],
      new Date(startOfDay(today)),
    ],
  })
  const [row] = rows
  if (row === undefined || row.next === null) return null
  const day = dayOf(row.next.getTime())
  return row.open !== null && row.open.getTime() < startOfDay(day + 1) ? null : { day, kind: row.kind }
}
