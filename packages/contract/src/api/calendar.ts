import { z } from 'zod'
import { dayGrounds, dayReasons, holidayFileNotices, holidayFileProblems } from '../calendar.ts'
import { campaignId, entryId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

const date = z.iso.date()
/** Minutes since midnight in Japan. */
const minute = z.int().min(0).max(1440)
const window = z.strictObject({ fromMinute: minute, untilMinute: minute })
const ofCampaign = z.strictObject({ tenantId, campaignId })

/** A day as a campaign works on it. */
export const calendarDay = z.strictObject({
  date,
  /** Its name, also where something else decides. */
  holiday: z.string().nullable(),
  /** Null: nobody is called. */
  open: window.nullable(),
  because: z.enum(dayReasons),
  /** Of the special day that decides. */
  ground: z.enum(dayGrounds).nullable(),
})
export type CalendarDay = z.infer<typeof calendarDay>

/** A day, or a run of days, that somebody closed or gave hours of their own. */
export const specialDay = z.strictObject({
  /** The id of its entry in the ledger. */
  dayId: entryId,
  campaignId: campaignId.nullable(),
  /** Null: it bounds every campaign of the tenant. */
  campaignName: z.string().nullable(),
  from: date,
  until: date,
  /** Null: closed. */
  open: window.nullable(),
  ground: z.enum(dayGrounds),
  setBy: z.string(),
  setAt: milliseconds,
  mayWithdraw: z.boolean(),
  /** Call-backs that were promised for these days before they were closed. */
  promises: z.int().min(0),
})
export type SpecialDayView = z.infer<typeof specialDay>

/** A file of holidays that stands above what the law gives, for the years that it covers. */
export const holidayFile = z.strictObject({
  fileId: entryId,
  years: z.array(z.int()),
  days: z.int(),
  importedBy: z.string(),
  importedAt: milliseconds,
})
export type HolidayFileView = z.infer<typeof holidayFile>

const holidayDifference = z.strictObject({
  date,
  /** The name in the file, null where it has no such day. */
  inFile: z.string().nullable(),
  /** The name by the law, null where it gives no such day. */
  byLaw: z.string().nullable(),
})

/** What a file of holidays says, before it is taken. */
export const holidayFileCheck = z.strictObject({
  problem: z.enum(holidayFileProblems).nullable(),
  /** The line of the file that the problem is about, 1 for the first; null when it is about the whole file. */
  line: z.int().nullable(),
  /** The year that the problem is about. */
  year: z.int().nullable(),
  notices: z.array(z.enum(holidayFileNotices)),
  years: z.array(z.int()),
  days: z.int(),
  differences: z.array(holidayDifference),
  /** Sent along with the import: only what was checked is taken. Null with a problem. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type HolidayFileCheck = z.infer<typeof holidayFileCheck>

/** The file's bytes, because which encoding it has is for the server to say. The Cabinet Office's has some 20 kB. */
const content = z.base64().min(1).max(400_000)

export const openHours = z.strictObject({
  /** From today on, half a year of days: as far as a call-back may be promised. */
  days: z.array(z.strictObject({ date, open: window.nullable() })),
})
export type OpenHours = z.infer<typeof openHours>

export const calendarRoutes = {
  'calendar.month': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/calendar',
    permission: 'calendar.read',
    scope: 'tenant',
    params: ofCampaign,
    query: z.strictObject({ month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) }),
    output: z.strictObject({ today: date, days: z.array(calendarDay) }),
    problems: ['not_found'],
  }),
  'calendar.today': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/calendar/today',
    permission: 'calendar.read',
    scope: 'tenant',
    params: ofCampaign,
    output: z.strictObject({
      day: calendarDay,
      isOpen: z.boolean(),
      /** When calling may begin next; now when it is open, null when within a year it never is. */
      opensAt: milliseconds.nullable(),
    }),
    problems: ['not_found'],
  }),
  'calendar.hours': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/calendar/hours',
    permission: 'calendar.read',
    scope: 'tenant',
    params: ofCampaign,
    output: openHours,
    problems: ['not_found'],
  }),
  /** The same for whoever takes calls: a promise is refused while the customer can still be asked for another time. */
  'desk.hours': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/desk/hours',
    permission: 'desk.work',
    scope: 'tenant',
    params: ofCampaign,
    output: openHours,
    problems: ['not_found'],
  }),
  'calendar.days': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/calendar/days',
    permission: 'calendar.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      /** That are not over yet, the next first. */
      days: z.array(specialDay),
      /** `12-29`: nobody is called on these days of any year, unless a special day opens one. */
      closedEveryYear: z.array(z.string()),
      files: z.array(holidayFile),
      /** Later days count as holiday and as ordinary day at once. */
      holidaysKnownUntil: date,
      /** Nobody is called outside of this, whatever a day says. */
      wall: window,
      /** Whether the reader may close or shorten days of the whole tenant. */
      mayBoundAll: z.boolean(),
    }),
    problems: [],
  }),
  'calendar.set_day': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/calendar/days',
    permission: 'calendar.manage',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({
      campaignId: campaignId.nullable(),
      from: date,
      until: date,
      open: window.nullable(),
      ground: z.enum(dayGrounds),
    }),
    output: z.strictObject({ dayId: entryId }),
    problems: ['not_found', 'forbidden', 'invalid_input', 'already_known', 'ledger_unavailable'],
  }),
  'calendar.withdraw_day': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/calendar/days/:dayId/withdraw',
    permission: 'calendar.manage',
    scope: 'tenant',
    params: z.strictObject({ tenantId, dayId: entryId }),
    output: done,
    problems: ['not_found', 'forbidden', 'conflict', 'ledger_unavailable'],
  }),
  'calendar.check_holidays': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/calendar/holidays/check',
    permission: 'calendar.import',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ content }),
    output: holidayFileCheck,
    problems: ['invalid_input'],
  }),
  'calendar.import_holidays': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/calendar/holidays',
    permission: 'calendar.import',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ content, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
    output: z.strictObject({ fileId: entryId }),
    problems: ['invalid_input', 'forbidden', 'already_known', 'ledger_unavailable'],
  }),
  'calendar.withdraw_holidays': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/calendar/holidays/:fileId/withdraw',
    permission: 'calendar.import',
    scope: 'tenant',
    params: z.strictObject({ tenantId, fileId: entryId }),
    output: done,
    problems: ['not_found', 'forbidden', 'conflict', 'ledger_unavailable'],
  }),
} as const
