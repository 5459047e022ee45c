import type { AttemptId, CampaignId } from '@sekisho/contract'
import {
  type AbandonmentAccount,
  type DayCount,
  type DayNumber,
  dayOf,
  firstDayOfWindow,
  type HalfHour,
  startOfDay,
  worstHalfHour,
} from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { type ClosedDay, readClosedDays } from './closed-days.ts'
import { countLiveAnswers, talksOverByMachine } from './live-answers.ts'

/** Counts what became of a campaign's live answers, today and over its window, from its closed days and its attempts. */
export interface AnswerAccount {
  read(tx: Tx, nowMs: number): Promise<AbandonmentAccount>
}

/** An attempt that is just being committed carries a time from before; nobody is so slow. */
const settleMs = 30_000
const nothing: DayCount = { answered: 0, abandoned: 0 }

/**
 * Nothing is remembered that decides: a process that starts anew reads the closed days, counts what came after them once and
 * has the same account as the one before it. After that only attempts since the oldest are counted whose answer is still
 * open, the seconds of ringing, and talks of before are asked for their result.
 */
export function createAnswerAccount(campaignId: CampaignId): AnswerAccount {
  let day: DayNumber = Number.NaN
  let closed: readonly ClosedDay[] = []
  let settledUntilMs = 0
  const settled = new Map<number, DayCount>()
  /** Somebody talked when their half hour was settled: whether with a machine is known when they have a result. */
  const talking = new Map<AttemptId, number>()

  async function begin(tx: Tx, nowMs: number): Promise<void> {
    const firstDay = firstDayOfWindow(nowMs)
    closed = await readClosedDays(tx, campaignId, firstDay, dayOf(nowMs))
    day = dayOf(nowMs)
    settledUntilMs = startOfDay(Math.max(firstDay, (closed.at(-1)?.day ?? 0) + 1))
    settled.clear()
    talking.clear()
  }

  async function settle(tx: Tx, untilMs: number, nowMs: number): Promise<void> {
    for (const { atMs, talks, ...count } of await countLiveAnswers(tx, campaignId, settledUntilMs, untilMs, nowMs)) {
      settled.set(atMs, sum(settled.get(atMs) ?? nothing, count))
      for (const attemptId of talks) talking.set(attemptId, atMs)
    }
    settledUntilMs = untilMs
  }

  async function followTalks(tx: Tx): Promise<void> {
    if (talking.size === 0) return
    for (const { attemptId, isMachine } of await talksOverByMachine(tx, [...talking.keys()])) {
      const atMs = talking.get(attemptId)
      talking.delete(attemptId)
      if (isMachine && atMs !== undefined)
        settled.set(atMs, sum(settled.get(atMs) ?? nothing, { answered: -1, abandoned: 0 }))
    }
  }

  return {
    async read(tx, nowMs) {
      // also when the clock went back
      if (day !== dayOf(nowMs) || nowMs < settledUntilMs) await begin(tx, nowMs)
      await followTalks(tx)
      const untilMs = Math.max(settledUntilMs, Math.min(await oldestOpenAnswer(tx, campaignId), nowMs - settleMs))
      if (untilMs > settledUntilMs) await settle(tx, untilMs, nowMs)
      const counts = new Map(settled)
      for (const { atMs, answered, abandoned } of await countLiveAnswers(tx, campaignId, untilMs, null, nowMs))
        counts.set(atMs, sum(counts.get(atMs) ?? nothing, { answered, abandoned }))
      const halfHours = [...counts].map(([atMs, count]): HalfHour => ({ atMs, ...count }))
      const today = halfHours.filter(({ atMs }) => dayOf(atMs) === day)
      const worst = closed.flatMap(({ worst: of }) => (of === null ? [] : [of]))
      return {
        today: today.reduce(sum, nothing),
        worstToday: worstHalfHour(today),
        window: [...closed, ...halfHours].reduce(sum, nothing),
        worstOfWindow: worstHalfHour([...worst, ...halfHours]),
      }
    },
  }
}

const sum = (one: DayCount, other: DayCount): DayCount => ({
  answered: one.answered + other.answered,
  abandoned: one.abandoned + other.abandoned,
})

async function oldestOpenAnswer(tx: Tx, campaignId: CampaignId): Promise<number> {
  const { rows } = await tx.client.query<{ oldest: Date | null }>({
    name: 'oldest open answer',
    text: `select min(intended_at) as oldest from tenant.attempts
      where tenant_id = $1 and campaign_id = $2 and state <> 'ended' and connected_at is null`,
    values: [tenantOf(tx), campaignId],
  })
  return rows[0]?.oldest?.getTime() ?? Number.POSITIVE_INFINITY
}
