import type { CampaignId } from '@sekisho/contract'
import { type DayCount, dayOf, startOfDay } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { patienceMs } from './abandonment.ts'

/** Counts what became of a campaign's live answers on this day in Japan, from its attempts alone. */
export interface DayCounter {
  read(tx: Tx, nowMs: number): Promise<DayCount>
}

/** An attempt that is just being committed carries a time from before; nobody is so slow. */
const settleMs = 30_000

/**
 * Nothing is remembered that decides: a process that starts anew counts the whole day once and has the same account as the
 * one before it. After that only attempts since the oldest are counted whose answer is still open, the seconds of ringing.
 */
export function createDayCounter(campaignId: CampaignId): DayCounter {
  let day = Number.NaN
  let settledUntilMs = 0
  let settled: DayCount = { answered: 0, abandoned: 0 }

  return {
    async read(tx, nowMs) {
      // also when the clock went back
      if (day !== dayOf(nowMs) || nowMs < settledUntilMs) {
        day = dayOf(nowMs)
        settledUntilMs = startOfDay(day)
        settled = { answered: 0, abandoned: 0 }
      }
      const { rows } = await tx.client.query<{ oldest: Date | null }>({
        name: 'oldest open answer',
        text: `select min(intended_at) as oldest from tenant.attempts
          where tenant_id = $1 and campaign_id = $2 and state <> 'ended' and connected_at is null`,
        values: [tenantOf(tx), campaignId],
      })
      const oldestMs = rows[0]?.oldest?.getTime() ?? Number.POSITIVE_INFINITY
      const untilMs = Math.max(settledUntilMs, Math.min(oldestMs, nowMs - settleMs))
      settled = sum(settled, await countBetween(tx, campaignId, settledUntilMs, untilMs, nowMs))
      settledUntilMs = untilMs
      return sum(settled, await countBetween(tx, campaignId, untilMs, null, nowMs))
    },
  }
}

const sum = (one: DayCount, other: DayCount): DayCount => ({
  answered: one.answered + other.answered,
  abandoned: one.abandoned + other.abandoned,
})

/**
 * By the index attempts_campaign_time. Machines that were told from people are no live answers; whoever waited for longer
 * than the patience and has nobody is abandoned already, though the result is not written.
 */
async function countBetween(
  tx: Tx,
  campaignId: CampaignId,
  fromMs: number,
  untilMs: number | null,
  nowMs: number,
): Promise<DayCount> {
  if (untilMs !== null && untilMs <= fromMs) return { answered: 0, abandoned: 0 }
  const { rows } = await tx.client.query<DayCount>({
    name: 'live answers between',
    text: `select count(*)::int as answered, count(*) filter (where disposition = 'S08'
        or state = 'answered' and operator_id is null and answered_at <= $5)::int as abandoned
      from tenant.attempts
      where tenant_id = $1 and campaign_id = $2 and intended_at >= $3
        and intended_at < coalesce($4::timestamptz, 'infinity') and direction = 'out'
        and answered_at is not null and disposition is distinct from 'S03'`,
    values: [
      tenantOf(tx),
      campaignId,
      new Date(fromMs),
      untilMs === null ? null : new Date(untilMs),
      new Date(nowMs - patienceMs),
    ],
  })
  return rows[0] ?? { answered: 0, abandoned: 0 }
}
