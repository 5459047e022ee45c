import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Duration, Scenario } from '@sekisho/dialer'
import { z } from 'zod'

/*
 * The schema of a scenario file: one day of a floor, played for each of its numbers of operators with each of its seeds.
 * Durations and times are seconds (times from the beginning of the day), rates and shares lie between 0 and 1. What a
 * field means stands beside it; what is left out has the default named here. `docs/pacing.md` has an example.
 */

const share = z.number().min(0).max(1)
const seconds = z.number().min(0).max(86_400)
const mean = z.number().positive().max(86_400)

/** `constant`, `uniform`, `exponential` (memoryless), `log_normal`, `gamma` (whole shapes), or a `mixture` of these. */
const duration: z.ZodType<Duration> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), seconds }),
    z.strictObject({ kind: z.literal('uniform'), from: seconds, to: seconds }),
    z.strictObject({ kind: z.literal('exponential'), mean }),
    z.strictObject({ kind: z.literal('log_normal'), mean, sigma: z.number().min(0).max(3) }),
    z.strictObject({ kind: z.literal('gamma'), mean, shape: z.number().int().min(1).max(100) }),
    z.strictObject({
      kind: z.literal('mixture'),
      parts: z.array(z.strictObject({ share: z.number().positive(), of: duration })).min(1),
    }),
  ]),
)

const detection = z.strictObject({
  /** Of the calls that no person answers, the share that a machine answers. */
  machineShare: share,
  /** People taken for machines, who are hung up on. */
  falseMachineRate: share,
  /** Machines taken for people, whom an operator hears. */
  missedMachineRate: share,
  /** From answer to verdict. */
  takes: duration,
  /** Until an operator who hears a machine hangs up. */
  machineTalk: duration,
})

const rates = z
  .array(z.strictObject({ fromSeconds: seconds, rate: share }))
  .min(1)
  .refine((steps) => steps[0]?.fromSeconds === 0, 'the first step begins at 0')

/** People whose numbers are of one kind, and who were tried alike. */
const segment = z.strictObject({
  /** Of the list. */
  share: share.positive(),
  answerRate: rates,
  /** What a strategy is told of them, as it may have been counted on days before; null (default) for nothing. */
  expectedRate: rates.nullable().default(null),
})

const campaign = z.strictObject({
  /** The share of calls that a person answers, from each time on; the first step begins at 0. */
  answerRate: rates,
  /** Who is on the list, where people are told apart: their answer rates then stand for the campaign's; null (default) for all alike. */
  list: z
    .strictObject({
      segments: z.array(segment).min(1).max(20),
      /** `mixed` (default), or `likeliest`: mostly who is likeliest to answer by what is told, the others in turn, as the product calls. */
      order: z.enum(['mixed', 'likeliest']).default('mixed'),
    })
    .nullable()
    .default(null),
  /** From dialling to an answer, and to the end of a call that nobody answers. */
  ringToAnswer: duration,
  ringToFailure: duration,
  talk: duration,
  wrapUp: duration,
  /** How many leads the list has for each operator, each called once; null (default) for enough. */
  leadsPerOperator: z.number().positive().nullable().default(null),
  detection: detection.nullable().default(null),
})

const staffGroup = z.strictObject({
  /** Of all operators. */
  share: z.number().positive().max(1),
  fromSeconds: seconds.default(0),
  untilSeconds: seconds,
  breaks: z.array(z.strictObject({ fromSeconds: seconds, seconds: seconds.positive() })).default([]),
  /** Whether the strategy is told ahead of breaks and of the end of the shift. */
  isAnnounced: z.boolean().default(true),
  /** How long they take for a talk or a wrap-up, times what the campaign says. */
  pace: z.number().min(0.1).max(10).default(1),
})

const carrier = z.strictObject({
  lines: z.number().int().positive().default(10_000),
  callsPerSecond: z.number().positive().default(1_000),
  outages: z.array(z.strictObject({ fromSeconds: seconds, seconds: seconds.positive() })).default([]),
})

const scenarioFile = z.strictObject({
  /** What it shows, in one sentence. */
  about: z.string().min(1),
  /** For how many operators it is played. */
  operators: z.array(z.number().int().min(1).max(1_000)).min(1),
  /** How many days are played, with the seeds 1, 2, 3 … */
  days: z.number().int().min(1).max(1_000).default(20),
  daySeconds: seconds.positive().default(28_800),
  /** From this second on the floor is disturbed; the time until it is as busy as before is reported. */
  disturbedUntilSeconds: seconds.nullable().default(null),
  patienceSeconds: z.number().positive().default(2),
  campaigns: z.array(campaign).min(1).max(4),
  /** Who is there when; everybody all day when left out. */
  staff: z.array(staffGroup).default([]),
  carrier: carrier.prefault({}),
  /** People who call in and are served by the same operators; null (default) for none. */
  callIns: z
    .strictObject({ perHour: z.number().positive(), talk: duration, patience: duration })
    .nullable()
    .default(null),
})

/** A scenario with what the benchmark plays of it. */
export interface ScenarioRun {
  readonly scenario: Scenario
  readonly operators: readonly number[]
  readonly days: number
  readonly disturbedUntilSeconds: number | null
}

/** @throws  when the file is no scenario, with what is wrong where */
export function readScenario(path: string): ScenarioRun {
  const parsed = scenarioFile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path} is no scenario:\n${z.prettifyError(parsed.error)}`)
  const { operators, days, disturbedUntilSeconds, ...rest } = parsed.data
  const scenario = { ...rest, name: basename(path, '.json') }
  return { scenario: { ...scenario, isMemoryless: isMemoryless(scenario) }, operators, days, disturbedUntilSeconds }
}

/** Whether the optimum can be computed: nothing changes, and nothing that lasts knows how long it has lasted. */
function isMemoryless({ campaigns, staff, carrier: { outages }, callIns }: Omit<Scenario, 'isMemoryless'>): boolean {
  const [only, second] = campaigns
  if (only === undefined || second !== undefined || staff.length + outages.length > 0 || callIns !== null) return false
  const { ringToAnswer, ringToFailure, talk, wrapUp } = only
  return (
    only.answerRate.length === 1 &&
    only.detection === null &&
    only.leadsPerOperator === null &&
    only.list === null &&
    talk.kind === 'exponential' &&
    wrapUp.kind === 'constant' &&
    wrapUp.seconds === 0 &&
    ringToAnswer.kind === 'exponential' &&
    ringToFailure.kind === 'exponential' &&
    ringToAnswer.mean === ringToFailure.mean
  )
}
