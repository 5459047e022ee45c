import { z } from 'zod'
import { callInFigureKeys } from './call-ins.ts'
import { awayReasons } from './desk.ts'

/**
 * What is counted, each a plain sum over attempts, operators' states or the list. Times are milliseconds.
 * What a name means exactly stands in `packages/figures/src/counts.ts`, in both languages.
 */
export const countKeys = [
  'dialled',
  'answered',
  'answered_by_person',
  'abandoned',
  'talks',
  'conversations',
  'persons',
  'successes',
  'talk_ms',
  'wrap_up_ms',
  'handling_ms',
  'occupied_ms',
  'waiting_ms',
  'productive_ms',
  'working_ms',
  'contacts_tried',
  'contacts_reached',
  'list_valid',
  'list_started',
  'list_finished',
] as const
export type CountKey = (typeof countKeys)[number]

/** What is divided: each a numerator and a denominator out of `countKeys`. */
export const figureKeys = [
  'answer_rate',
  'contact_rate',
  'person_contact_rate',
  'success_rate',
  'success_per_list',
  'start_rate',
  'completion_rate',
  'calls_per_hour',
  'successes_per_hour',
  'average_talk',
  'average_wrap_up',
  'average_handling',
  'occupancy',
  'utilisation',
  'abandon_rate',
] as const
export type FigureKey = (typeof figureKeys)[number]

export const measureKeys = [...countKeys, ...figureKeys] as const
export type MeasureKey = CountKey | FigureKey

const dispositionCode = z.string().regex(/^[A-Z0-9]{2,3}$/)
const codes = z.array(dispositionCode).max(60)

/** Of whom rates of call-ins are parts. `could_be_answered`: without those who are on no list. */
export const callInWholes = ['arrived', 'could_be_answered', 'answered'] as const

/** What a client understands by the figures of call-ins. */
const callInRules = z.strictObject({
  /** Whoever is answered within so long counts for the service level. */
  inTimeSeconds: z.int().min(5).max(120),
  answerRateOf: z.enum(['arrived', 'could_be_answered']),
  serviceLevelOf: z.enum(callInWholes),
  /** Results that are refusals. */
  refusal: codes,
})

/** What a client understands by the words of the figures; kept as versions, the newest holds. */
export const figureRules = z.strictObject({
  /** Results that do not count as dialled, e.g. a line fault. */
  notDialled: codes,
  /** Answered, but by no person: announcements and machines. */
  machine: codes,
  abandoned: codes,
  contact: codes,
  person: codes,
  /** `campaign`: what the settings of each campaign call a success. */
  success: z.union([z.literal('campaign'), codes.min(1)]),
  /** Away reasons that are no working time. */
  notWorked: z.array(z.enum(awayReasons)).max(awayReasons.length),
  /** Another denominator than the usual one; which may be chosen stands with each figure. */
  denominators: z.partialRecord(z.enum(figureKeys), z.enum(countKeys)),
  smallCells: z.strictObject({
    /** Fewer than this are not shown by themselves; 1 shows everything. */
    atLeast: z.int().min(1).max(20),
    /** Results that say something about a person whom a small count would single out. */
    guarded: codes,
  }),
  callIns: callInRules.default({
    ...{ inTimeSeconds: 20, answerRateOf: 'arrived', serviceLevelOf: 'arrived', refusal: ['31', '32', '33'] },
  }),
})
export type FigureRules = z.infer<typeof figureRules>

export const reportSections = ['total', 'bands', 'days', 'operators', 'results', 'call_ins'] as const
export type ReportSection = (typeof reportSections)[number]

const heading = z
  .string()
  .trim()
  .max(40)
  .regex(/^\P{Cc}*$/u)
const minuteOnHalfHour = z.int().min(0).max(1440).multipleOf(30)

/** How a client wants its reports: what, in which order, under which headings. An empty heading is the usual one. */
export const reportLayout = z.strictObject({
  title: heading,
  sections: z.array(z.enum(reportSections)).min(1).max(reportSections.length),
  columns: z
    .array(z.strictObject({ measure: z.enum(measureKeys), heading }))
    .min(1)
    .max(measureKeys.length),
  /** Columns of the section of call-ins, which stand apart from those of outbound calls. */
  callInColumns: z
    .array(z.strictObject({ measure: z.enum(callInFigureKeys), heading }))
    .min(1)
    .max(callInFigureKeys.length)
    .default(callInFigureKeys.map((measure) => ({ measure, heading: '' }))),
  /** In order and without overlap; what lies outside of all of them is shown as a band of its own. */
  bands: z
    .array(z.strictObject({ fromMinute: minuteOnHalfHour, untilMinute: minuteOnHalfHour, heading }))
    .min(1)
    .max(24),
})
export type ReportLayout = z.infer<typeof reportLayout>
