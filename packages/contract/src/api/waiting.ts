import { z } from 'zod'
import { campaignId } from '../ids.ts'
import { waitingCauses } from '../waiting.ts'
import { campaignSettings, campaignView } from './campaigns.ts'
import { milliseconds, tenantParams } from './common.ts'
import { reportDate } from './reports.ts'
import { route } from './route.ts'

const slot = z.coerce.number().int().min(0).max(48)

/** Which waits: of a day in Japan, from one half hour of it (0 is midnight) to another that is not in it any more. */
export const waitingQuestion = z
  .strictObject({
    date: reportDate,
    /** Without it all production campaigns that the reader may see; test campaigns where there are no others. */
    campaignId: campaignId.optional(),
    fromSlot: slot.default(0),
    untilSlot: slot.default(48),
  })
  .refine(({ fromSlot, untilSlot }) => fromSlot < untilSlot, 'ends before it begins')
export type WaitingQuestion = z.infer<typeof waitingQuestion>

/** Operators' milliseconds by what they waited for; those without any are left out. */
const causeTimes = z.array(z.strictObject({ cause: z.enum(waitingCauses), ms: z.int() }))
export type CauseTimesView = z.infer<typeof causeTimes>

/** Whom a campaign could call, by what they wait for at this moment. Each lead stands in one of them. */
export const leadWaits = [
  /** Due now. */
  'due',
  /** Due again later today, after the line failed. */
  'line_failure',
  /** Due again later today, by a retry time. */
  'retry_today',
  /** Called as often today as a day allows. */
  'day_limit',
  /** Due on another day. */
  'another_day',
  /** Promised a call-back at a time to come. */
  'promised',
  /** On a list, or in an area, that is stopped. */
  'stopped',
  /** On a list outside of its period. */
  'outside_period',
  /** Waiting for a supervisor. */
  'held',
  /** With an operator, or on a line. */
  'in_hand',
  /** Taken out: by a file of exclusions, by a refusal, or because nobody may call them. */
  'excluded',
] as const
export type LeadWait = (typeof leadWaits)[number]

/** How operators' time was spent: milliseconds. */
const staffTime = z.strictObject({
  waitingMs: z.int(),
  talkMs: z.int(),
  wrapUpMs: z.int(),
  previewMs: z.int(),
  /** Breaks and whatever else took them away from their desks. */
  awayMs: z.int(),
})
export type StaffTime = z.infer<typeof staffTime>

/** The same half hours of one or more days. */
const compared = z.strictObject({
  /** How many days; 0 where there were none, and everything else is 0. */
  days: z.int(),
  dialled: z.int(),
  answered: z.int(),
  ...staffTime.shape,
})
export type ComparedDays = z.infer<typeof compared>

export const waitingView = z.strictObject({
  madeAt: milliseconds,
  /** The first and the last moment of what is explained: the minute that is going on is not in it yet. */
  from: milliseconds,
  until: milliseconds,
  campaigns: z.array(
    z.strictObject({
      campaignId,
      name: z.string(),
      kind: campaignView.shape.kind,
      state: campaignView.shape.state,
      mode: campaignSettings.shape.mode,
    }),
  ),
  /** The causes add up to this. */
  waitedMs: z.int(),
  causes: causeTimes,
  slots: z.array(z.strictObject({ from: milliseconds, causes: causeTimes })),
  /** Null for a day that is over: leads are as they are now. */
  leads: z
    .strictObject({
      waits: z.array(z.strictObject({ wait: z.enum(leadWaits), leads: z.int() })),
      /** When the next of them is due; null where nobody is. */
      nextDueAt: milliseconds.nullable(),
    })
    .nullable(),
  /** The half hours asked for that are over or going on, and the same ones of up to seven days before. */
  now: compared,
  before: compared,
})
export type WaitingView = z.infer<typeof waitingView>

export const waitingRoutes = {
  /** Why ready operators waited. Counts of operators' time alone: nobody is named. */
  'waiting.explain': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/waiting',
    permission: 'floor.watch',
    scope: 'tenant',
    params: tenantParams,
    query: waitingQuestion,
    output: waitingView,
    problems: ['not_found', 'invalid_input'],
  }),
}
