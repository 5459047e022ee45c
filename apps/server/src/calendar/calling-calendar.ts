import type { CampaignId, DayGround } from '@sekisho/contract'
import {
  type CallingHours,
  type CallingRules,
  callingRules,
  COMPUTED_HOLIDAYS,
  type DayWindow,
  HOLIDAYS_KNOWN_UNTIL,
} from '@sekisho/dialer'
import type { Tx } from '../platform/database/index.ts'
import { type FileDays, readFileDays, readSpecialDays, readVersion, type SpecialDayRow } from './queries.ts'

/** Changes of the calling rules beside the hours of a campaign: a labelled demo has neither wall nor year end. */
export type RuleChanges = Partial<Omit<CallingRules, 'hours'>>

/** What stands in a calendar for one campaign. */
export interface CampaignDays {
  /** By date; the campaign's own, and those that bound every campaign of the tenant. */
  readonly own: ReadonlyMap<string, DayWindow | null>
  readonly bound: ReadonlyMap<string, DayWindow | null>
  readonly grounds: { readonly own: ReadonlyMap<string, DayGround>; readonly bound: ReadonlyMap<string, DayGround> }
  /** Names of holidays by date. */
  readonly holidays: ReadonlyMap<string, string>
  readonly holidaysKnownUntil: string
}

/** The one place that is asked when a campaign may call. */
export interface CallingCalendar {
  /** What of a campaign's calendar is asked about its days, as this transaction sees it. */
  days(tx: Tx, campaignId: CampaignId): Promise<CampaignDays>
  /** When a campaign with such hours of the week may call. A change holds from its commit on. */
  callingRules(tx: Tx, campaignId: CampaignId, hours: CallingHours): Promise<CallingRules>
  readonly changes: RuleChanges
}

/** More than the running campaigns of one server. */
const mostCampaigns = 2_000

/**
 * Keeps the days of each campaign and asks with each look only whether they changed. Rows of a calendar are added and
 * never taken away, so that their number is a version; a campaign's rows are visible to whoever sees the campaign.
 *
 * Not for a transaction that changes the calendar itself: what it does not commit would be kept.
 */
export function createCallingCalendar(changes: RuleChanges = {}): CallingCalendar {
  const kept = new Map<CampaignId, { readonly version: number; readonly days: CampaignDays }>()

  /** Of a transaction that looks at many attempts of one campaign: asked once. */
  const asked = new WeakMap<Tx, Map<CampaignId, CampaignDays>>()

  async function daysOf(tx: Tx, campaignId: CampaignId): Promise<CampaignDays> {
    const here = asked.get(tx) ?? new Map<CampaignId, CampaignDays>()
    const found = here.get(campaignId) ?? (await currentDays(tx, campaignId))
    here.set(campaignId, found)
    asked.set(tx, here)
    return found
  }

  async function currentDays(tx: Tx, campaignId: CampaignId): Promise<CampaignDays> {
    const version = await readVersion(tx, campaignId)
    const known = kept.get(campaignId)
    if (known?.version === version) return known.days
    const days = assemble(await readSpecialDays(tx, campaignId), await readFileDays(tx))
    if (kept.size >= mostCampaigns) kept.clear()
    kept.set(campaignId, { version, days })
    return days
  }

  return {
    changes,
    days: daysOf,
    async callingRules(tx, campaignId, hours) {
      const { own, bound, holidays, holidaysKnownUntil } = await daysOf(tx, campaignId)
      return callingRules(hours, {
        ...{ ownDays: own, boundDays: bound, holidays, holidaysKnownUntil },
        ...changes,
      })
    },
  }
}

function assemble(rows: readonly SpecialDayRow[], files: readonly FileDays[]): CampaignDays {
  const own = rows.filter(({ campaignId }) => campaignId !== null)
  const bound = rows.filter(({ campaignId }) => campaignId === null)
  return {
    own: byDate(own, ({ open }) => open),
    bound: byDate(bound, ({ open }) => open),
    grounds: { own: byDate(own, ({ ground }) => ground), bound: byDate(bound, ({ ground }) => ground) },
    ...holidaysWith(files),
  }
}

function byDate<Value>(rows: readonly SpecialDayRow[], valueOf: (row: SpecialDayRow) => Value): Map<string, Value> {
  return new Map(rows.flatMap((row) => datesOf(row).map((date) => [date, valueOf(row)])))
}

function datesOf({ from, until }: SpecialDayRow): string[] {
  const dates: string[] = []
  for (let atMs = Date.parse(from); atMs <= Date.parse(until); atMs += 86_400_000)
    dates.push(new Date(atMs).toISOString().slice(0, 10))
  return dates
}

/** The law's holidays; for a year that files cover, those of the latest file instead. @param files  oldest first */
export function holidaysWith(files: readonly FileDays[]): Pick<CampaignDays, 'holidays' | 'holidaysKnownUntil'> {
  const latest = new Map<string, FileDays>()
  for (const file of files) for (const [date] of file) latest.set(date.slice(0, 4), file)
  if (latest.size === 0) return { holidays: COMPUTED_HOLIDAYS, holidaysKnownUntil: HOLIDAYS_KNOWN_UNTIL }
  const computed = [...COMPUTED_HOLIDAYS].filter(([date]) => !latest.has(date.slice(0, 4)))
  const imported = [...latest].flatMap(([year, file]) => file.filter(([date]) => date.startsWith(year)))
  let knownYear = Number(HOLIDAYS_KNOWN_UNTIL.slice(0, 4))
  while (latest.has(String(knownYear + 1))) knownYear += 1
  return { holidays: new Map([...computed, ...imported]), holidaysKnownUntil: `${knownYear}-12-31` }
}
