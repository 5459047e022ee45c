import { type DayResult, mergeHistograms, quantileMs } from '@sekisho/dialer'

/** What is reported of one policy in one scenario with one number of operators, over all its days. Shares from 0 to 1. */
export interface CellFigures {
  /** Talk and wrap-up over paid time. */
  readonly occupancy: number
  /** Standard error of the mean over the days. */
  readonly occupancyError: number
  /** Abandoned over live answers: of all days together, of the worst day, of the worst 15 minutes with 34 answers or more. */
  readonly abandonedWindow: number
  readonly abandonedWorstDay: number
  readonly abandonedWorst15Minutes: number
  readonly daysAboveCap: number
  readonly idleP50Seconds: number
  readonly idleP95Seconds: number
  readonly answerToOperatorP95Seconds: number
  readonly answerToOperatorP99Seconds: number
  readonly dialsPerContact: number
  readonly contactsPerOperatorHour: number
  /** From the end of the disturbance until the floor is as busy as in the hour that follows half an hour later (95 %); null for none. */
  readonly recoverySeconds: number | null
  /** People hung up on as machines, over live answers; they are not among the abandoned. */
  readonly hungUpAsMachine: number
  readonly callInsP95WaitSeconds: number
  readonly callInsLost: number
  /** Of operators’ time, what the campaign with the least of it had: of all days together, and of its worst day. 1 for one campaign. */
  readonly leastPart: number
  readonly leastPartWorstDay: number
}

/** The cap on each day that every strategy is measured by. */
export const DAILY_CAP = 0.03
/** Below this, one abandoned call is more than the cap. */
const leastAnswers = 34
const windowMinutes = 15

export function figuresOf(days: readonly DayResult[], disturbedUntilSeconds: number | null): CellFigures {
  const occupancies = days.map(({ busyMs, paidMs }) => busyMs / paidMs)
  const campaigns = days.flatMap((day) => day.campaigns)
  const answered = sum(campaigns.map((each) => each.answered))
  const contacts = sum(campaigns.map((each) => each.connected - each.machinesHeard))
  const worst = Math.max(...campaigns.map((each) => abandonedShare(each.abandoned, each.answered)))
  const above = days.filter((day) => day.campaigns.some((each) => isAboveCap(each.abandoned, each.answered))).length
  const waits = mergeHistograms(campaigns.map((each) => each.waits))
  const idle = mergeHistograms(days.map((day) => day.idle))
  const callInWaits = mergeHistograms(days.map((day) => day.callIns.waits))
  const calledIn = sum(days.map((day) => day.callIns.arrived))
  return {
    occupancy: sum(days.map(({ busyMs }) => busyMs)) / sum(days.map(({ paidMs }) => paidMs)),
    occupancyError: standardError(occupancies),
    abandonedWindow: abandonedShare(sum(campaigns.map((each) => each.abandoned)), answered),
    abandonedWorstDay: worst,
    abandonedWorst15Minutes: Math.max(...campaigns.map(worstWindow)),
    daysAboveCap: above / days.length,
    idleP50Seconds: quantileMs(idle, 0.5) / 1_000,
    idleP95Seconds: quantileMs(idle, 0.95) / 1_000,
    answerToOperatorP95Seconds: quantileMs(waits, 0.95) / 1_000,
    answerToOperatorP99Seconds: quantileMs(waits, 0.99) / 1_000,
    dialsPerContact: contacts === 0 ? 0 : sum(campaigns.map((each) => each.dialled)) / contacts,
    contactsPerOperatorHour: contacts / (sum(days.map(({ paidMs }) => paidMs)) / 3_600_000),
    recoverySeconds: disturbedUntilSeconds === null ? null : recoverySeconds(days, disturbedUntilSeconds),
    hungUpAsMachine: abandonedShare(sum(campaigns.map((each) => each.hungUpAsMachine)), answered),
    callInsP95WaitSeconds: quantileMs(callInWaits, 0.95) / 1_000,
    leastPart: leastPart(days),
    leastPartWorstDay: Math.min(...days.map((day) => leastPart([day]))),
    callInsLost: calledIn === 0 ? 0 : sum(days.map((day) => day.callIns.gaveUp)) / calledIn,
  }
}

function leastPart(days: readonly DayResult[]): number {
  const served = (days[0]?.campaigns ?? []).map((_, index) =>
    sum(days.map((day) => day.campaigns[index]?.servedMs ?? 0)),
  )
  const all = sum(served)
  return all === 0 ? 0 : Math.min(...served) / all
}

/** Counted exactly, not by a rounded share: at 3 in 100 the cap is kept. */
export function isAboveCap(abandoned: number, answered: number): boolean {
  return abandoned > DAILY_CAP * answered + 1e-9
}

function abandonedShare(abandoned: number, answered: number): number {
  return answered === 0 ? 0 : abandoned / answered
}

function worstWindow(result: DayResult['campaigns'][number]): number {
  const { answeredByMinute, abandonedByMinute } = result
  let worst = 0
  for (let end = windowMinutes; end <= answeredByMinute.length; end += 1) {
    const answered = sum(answeredByMinute.slice(end - windowMinutes, end))
    if (answered < leastAnswers) continue
    worst = Math.max(worst, sum(abandonedByMinute.slice(end - windowMinutes, end)) / answered)
  }
  return worst
}

/** Over all days together, minute by minute: when 95 % of the occupancy that settles half an hour later is reached. */
function recoverySeconds(days: readonly DayResult[], disturbedUntilSeconds: number): number | null {
  const minutes = days[0]?.busyMsByMinute.length ?? 0
  const occupancy = Array.from({ length: minutes }, (_, minute) => {
    const paid = sum(days.map((day) => day.paidMsByMinute[minute] ?? 0))
    return paid === 0 ? 0 : sum(days.map((day) => day.busyMsByMinute[minute] ?? 0)) / paid
  })
  const end = Math.floor(disturbedUntilSeconds / 60)
  const settled = occupancy.slice(end + 30, end + 90)
  const usual = sum(settled) / settled.length
  for (let minute = end; minute < minutes; minute += 1)
    if ((occupancy[minute] ?? 0) >= 0.95 * usual) return (minute - end + 1) * 60
  return null
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = sum(values) / values.length
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1) / values.length)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
