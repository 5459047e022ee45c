import {
  type CampaignId,
  type DayGround,
  type EntryId,
  type JobId,
  ProblemError,
  type SpecialDayView,
} from '@sekisho/contract'
import { type DayWindow, dateOf, dayOf, HARD_WALL } from '@sekisho/dialer'
import type { RowScope } from '../platform/database/index.ts'
import { type Asking, type CalendarDependencies, within } from './asking.ts'
import { holdCalendar, isSetAlready, readCampaign, readComingDays, readDay } from './queries.ts'

export interface NewSpecialDay {
  /** Null: it bounds every campaign of the tenant. */
  readonly campaignId: CampaignId | null
  /** Dates in Japan, both included. */
  readonly from: string
  readonly until: string
  /** Null: closed. */
  readonly open: DayWindow | null
  readonly ground: DayGround
}

/** Days on which a tenant or a campaign is closed, or has other hours than those of the week. */
export interface SpecialDays {
  /** Those of the whole tenant and of the campaigns of whoever asks that are not over, the next first. */
  coming(asking: Asking, rights: { readonly manage: RowScope | null }): Promise<SpecialDayView[]>
  /**
   * Sets days; dialler and desks go by them from the commit on. A call in hand goes on.
   *
   * @throws ProblemError `not_found` no such campaign; `forbidden` days of the whole tenant by who is designated for some
   *         of its jobs; `invalid_input` with the place; `already_known` one of the days is set; `ledger_unavailable`
   */
  set(asking: Asking, day: NewSpecialDay): Promise<EntryId>
  /** Takes days back: what stood under them holds again. @throws ProblemError `not_found`, `forbidden`, `conflict`, `ledger_unavailable` */
  withdraw(asking: Asking, dayId: EntryId): Promise<void>
}

const dayMs = 86_400_000
/** Longer runs are slips of the year. */
const mostDays = 62
const farthestDays = 800

export function createSpecialDays({ database, writer, clock, calling }: CalendarDependencies): SpecialDays {
  const wall = calling.changes.wall ?? HARD_WALL
  return {
    coming: (asking, { manage }) =>
      within(database, asking, async (tx) => {
        const rows = await readComingDays(tx, dateOf(dayOf(clock.now())))
        return rows.map(({ jobId, setAt, ...row }) => ({
          ...row,
          setAt: setAt.getTime(),
          mayWithdraw: covers(manage, jobId),
        }))
      }),

    set: (asking, day) =>
      within(database, asking, async (tx) => {
        const { campaignId, from, until, open, ground } = day
        refuseSenseless(day, dateOf(dayOf(clock.now())), wall)
        const campaign = campaignId === null ? null : await readCampaign(tx, campaignId)
        if (campaignId !== null && campaign === null) throw new ProblemError('not_found')
        const jobId = campaign?.jobId ?? null
        if (!covers(asking.rowScope, jobId)) throw new ProblemError('forbidden')
        await holdCalendar(tx)
        if (await isSetAlready(tx, day)) throw new ProblemError('already_known')
        const hours = open === null ? {} : { opens: open.fromMinute, closes: open.untilMinute }
        const entryId = await writer.enter(tx, {
          type: 'calendar.day_set',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          refs: { session: asking.actor.sessionId, ...placeOf(jobId, campaignId), day_ground: ground },
          days: { from, until, ...hours },
        })
        await tx.db
          .insertInto('house.special_days')
          .values({
            ...{ entry_id: entryId, tenant_id: asking.tenantId, job_id: jobId, campaign_id: campaignId, ground },
            ...{ from_date: from, until_date: until },
            ...{ opens_minute: open?.fromMinute ?? null, closes_minute: open?.untilMinute ?? null },
            ...{ set_by: asking.actor.personId, set_at: new Date(clock.now()) },
          })
          .execute()
        return entryId
      }),

    withdraw: (asking, dayId) =>
      within(database, asking, async (tx) => {
        await holdCalendar(tx)
        const day = await readDay(tx, dayId)
        if (day === null) throw new ProblemError('not_found')
        if (!covers(asking.rowScope, day.jobId)) throw new ProblemError('forbidden')
        if (day.isWithdrawn) throw new ProblemError('conflict')
        const entryId = await writer.enter(tx, {
          type: 'calendar.withdrawn',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          refs: { session: asking.actor.sessionId, ...placeOf(day.jobId, day.campaignId), entry: dayId },
        })
        await tx.db
          .insertInto('house.calendar_withdrawals')
          .values({
            ...{ entry_id: entryId, tenant_id: asking.tenantId, special_day_id: dayId },
            ...{ withdrawn_by: asking.actor.personId, withdrawn_at: new Date(clock.now()) },
          })
          .execute()
      }),
  }
}

/** @throws ProblemError `invalid_input` with the place and a code */
function refuseSenseless({ from, until, open }: NewSpecialDay, today: string, wall: DayWindow): void {
  const dayCount = (Date.parse(until) - Date.parse(from)) / dayMs + 1
  if (dayCount < 1) throw new ProblemError('invalid_input', 'until', 'before_from')
  if (until < today) throw new ProblemError('invalid_input', 'until', 'in_the_past')
  if (dayCount > mostDays) throw new ProblemError('invalid_input', 'until', 'too_long')
  if (Date.parse(until) > Date.parse(today) + farthestDays * dayMs)
    throw new ProblemError('invalid_input', 'until', 'too_far')
  if (open === null) return
  if (open.fromMinute >= open.untilMinute) throw new ProblemError('invalid_input', 'open', 'ends_before_it_begins')
  if (open.fromMinute < wall.fromMinute || open.untilMinute > wall.untilMinute)
    throw new ProblemError('invalid_input', 'open', 'outside_wall')
}

/** What reaches the whole tenant is decided by who is designated for it. */
export function covers(scope: RowScope | null, jobId: JobId | null): boolean {
  if (scope === null) return false
  return scope.jobs === '*' || (jobId !== null && scope.jobs.includes(jobId))
}

function placeOf(jobId: JobId | null, campaignId: CampaignId | null): { job?: JobId; campaign?: CampaignId } {
  return { ...(jobId === null ? {} : { job: jobId }), ...(campaignId === null ? {} : { campaign: campaignId }) }
}
