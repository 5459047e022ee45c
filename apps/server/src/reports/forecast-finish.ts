import type { CampaignId, ForecastView } from '@sekisho/contract'
import { campaignRules, dateOf, dayOf, DEFAULT_DISPOSITIONS } from '@sekisho/dialer'
import { forecast, type LeadsLeft, type MeasuredHour } from '@sekisho/figures'
import type { CallingCalendar } from '../calendar/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { ReportCampaign } from './make-report.ts'

/** Four weeks: every weekday four times, and no older habits. */
const measuredDays = 28
const DAY_MS = 86_400_000

/** When a campaign's lists will be done, from what its last weeks brought. */
export async function forecastFinish(
  tx: Tx,
  campaign: ReportCampaign,
  calendar: CallingCalendar,
  nowMs: number,
): Promise<ForecastView> {
  const { campaignId, settings } = campaign
  const ruleOf = campaignRules(settings.dispositions)
  const codes = new Set([...DEFAULT_DISPOSITIONS, ...settings.dispositions].map(({ code }) => code))
  const final = [...codes].filter((code) => ruleOf(code).next.kind === 'final')
  const { hours, attemptsByDay } = await readPace(tx, campaignId, final, nowMs)
  const { finish, because } = forecast({
    ...{ nowMs, hours, attemptsByDay, leads: await readLeadsLeft(tx, campaignId, settings.maxAttempts, nowMs) },
    calling: await calendar.callingRules(tx, campaignId, settings.hours),
    maxAttemptsPerDay: settings.maxAttemptsPerDay,
  })
  return { campaignId, finish, because, madeAt: nowMs }
}

/** Whoever is left to be called, by tries that are left. People on lists that are over are not called any more. */
export async function readLeadsLeft(
  tx: Tx,
  campaignId: CampaignId,
  maxAttempts: number,
  nowMs: number,
): Promise<LeadsLeft[]> {
  const { rows } = await tx.client.query<{ attempts: number; leads: number }>({
    name: 'leads left by attempts',
    text: `select attempts, count(*)::int as leads from tenant.leads
      where tenant_id = $1 and campaign_id = $2 and state in ('ready', 'waiting', 'promised')
        and list_id not in (select l.list_id from tenant.lists l
          where l.tenant_id = $1 and l.campaign_id = $2 and l.valid_until < $3::date)
      group by attempts`,
    values: [tenantOf(tx), campaignId, dateOf(dayOf(nowMs))],
  })
  return rows.map(({ attempts, leads }) => ({ triesLeft: Math.max(1, maxAttempts - attempts), leads }))
}

/** Whole half hours that are tallied: the hour that is going on would look slower than it is. */
async function readPace(
  tx: Tx,
  campaignId: CampaignId,
  final: readonly string[],
  nowMs: number,
): Promise<{ hours: MeasuredHour[]; attemptsByDay: number[] }> {
  const { rows } = await tx.client.query<{ hour: number | null; days: number; attempts: number; finished: number }>({
    name: 'pace by hour',
    text: `select h.hour, count(distinct h.day)::int as days, sum(h.attempts)::int as attempts, sum(h.finished)::int as finished
      from (select extract(hour from slot at time zone interval '9 hours')::int as hour,
          (slot at time zone interval '9 hours')::date as day, attempts,
          case when disposition = any ($3) then attempts else 0 end as finished
        from tenant.slot_tallies where tenant_id = $1 and campaign_id = $2 and slot >= $4) h
      group by grouping sets ((h.hour), (h.day))`,
    values: [tenantOf(tx), campaignId, final, new Date(nowMs - measuredDays * DAY_MS)],
  })
  return {
    hours: rows.flatMap(({ hour, ...measured }) => (hour === null ? [] : [{ hour, ...measured }])),
    attemptsByDay: rows.filter(({ hour }) => hour === null).map(({ attempts }) => attempts),
  }
}
