import { type CallingRules, dayOf, startOfDay, windowOf } from '@sekisho/dialer'
import { type Both, both } from './words.ts'

/** Leads that are still to be called, by how many attempts each has left; promises and waiting ones included. */
export interface LeadsLeft {
  readonly triesLeft: number
  readonly leads: number
}

/** What was measured in one hour of the day, over the last days on which calls were made in it. */
export interface MeasuredHour {
  /** 0 to 23, Japan. */
  readonly hour: number
  /** Days on which calls were made in this hour. */
  readonly days: number
  readonly attempts: number
  /** Attempts by which the contact was done with: a final result. */
  readonly finished: number
}

export interface ForecastInput {
  readonly nowMs: number
  readonly leads: readonly LeadsLeft[]
  readonly hours: readonly MeasuredHour[]
  /** Attempts on each of the measured days. */
  readonly attemptsByDay: readonly number[]
  readonly calling: CallingRules
  readonly maxAttemptsPerDay: number
}

export interface Forecast {
  /** Milliseconds since 1970; null when what was measured never ends the list. */
  readonly finish: { readonly earliest: number; readonly expected: number; readonly latest: number } | null
  readonly because: Both
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Further than this nobody can see. */
const SEARCHED_DAYS = 366
/** Two thirds of the truth lie within one standard deviation; the range is meant to hold nine times out of ten. */
const Z = 1.645

/**
 * When a list will be done, from what was measured: how many attempts an hour of the day brought, and how many of them
 * ended a contact.
 *
 * A contact with n tries left costs (1 - (1 - p)^n) / p attempts in the mean, p being the chance that one attempt ends
 * it. The range takes both p and the pace at the ends of what the measurement allows; nobody is tried more often a day
 * than the campaign allows, so a list with tries left takes at least that many days.
 */
export function forecast(input: ForecastInput): Forecast {
  const { hours, leads } = input
  const total = leads.reduce((sum, { leads: count }) => sum + count, 0)
  if (total === 0) {
    const at = input.nowMs
    return {
      finish: { earliest: at, expected: at, latest: at },
      because: both('架電できる対象者は残っていません。', 'Nobody is left to call.'),
    }
  }
  const attempts = sum(hours, (hour) => hour.attempts)
  if (attempts === 0) {
    return {
      finish: null,
      because: both(
        '架電の実績がまだないため、見込みを出せません。',
        'No calls were measured yet, so nothing can be foreseen.',
      ),
    }
  }
  const chance = sum(hours, (hour) => hour.finished) / attempts
  const chanceSpread = Z * Math.sqrt(Math.max(chance * (1 - chance), 1 / attempts) / attempts)
  const pace = paceSpread(input.attemptsByDay)
  const earliest = finishAt(input, workLeft(leads, Math.min(1, chance + chanceSpread)) / (1 + pace))
  const expected = finishAt(input, workLeft(leads, chance))
  const latest = finishAt(input, workLeft(leads, Math.max(0, chance - chanceSpread)) * (1 + pace))
  const finish =
    earliest === null || expected === null || latest === null
      ? null
      : { earliest: Math.min(earliest, expected), expected, latest: Math.max(latest, expected) }
  return { finish, because: sentence(total, workLeft(leads, chance), attempts, chance, finish !== null) }
}

/** How far the pace of the coming days may be from the mean, as a part of it. One day alone says little. */
function paceSpread(attemptsByDay: readonly number[]): number {
  const days = attemptsByDay.length
  if (days < 2) return 0.5
  const mean = sum(attemptsByDay, (attempts) => attempts) / days
  if (mean === 0) return 0.5
  const variance = sum(attemptsByDay, (attempts) => (attempts - mean) ** 2) / (days - 1)
  return Math.min(0.5, (Z * Math.sqrt(variance / days)) / mean)
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

/** Attempts that are still to be made, in the mean. */
function workLeft(leads: readonly LeadsLeft[], chance: number): number {
  return sum(leads, ({ triesLeft, leads: count }) => {
    const tries = Math.max(1, triesLeft)
    return count * (chance === 0 ? tries : (1 - (1 - chance) ** tries) / chance)
  })
}

/** Goes through the calling hours from now on, taking what each hour brings, until the work is done. */
function finishAt({ nowMs, hours, calling, leads, maxAttemptsPerDay }: ForecastInput, work: number): number | null {
  const perHour = new Map(hours.map(({ hour, days, attempts }) => [hour, attempts / Math.max(1, days)]))
  // an hour in which nobody has called yet is taken for an average one
  const mean =
    sum(hours, ({ attempts }) => attempts) /
    Math.max(
      1,
      sum(hours, ({ days }) => days),
    )
  const triesEach = work / sum(leads, ({ leads: count }) => count)
  const fewestDays = Math.ceil(triesEach / maxAttemptsPerDay)
  let left = work
  let callingDays = 0
  for (let day = dayOf(nowMs); day < dayOf(nowMs) + SEARCHED_DAYS; day++) {
    const pieces = hoursOfDay(calling, day).filter(({ untilMs }) => untilMs > nowMs)
    if (pieces.length > 0) callingDays += 1
    for (const { hour, untilMs, ...piece } of pieces) {
      const fromMs = Math.max(piece.fromMs, nowMs)
      const brought = (perHour.get(hour) ?? mean) * ((untilMs - fromMs) / HOUR_MS)
      if (brought >= left && callingDays >= fewestDays) {
        return Math.round(fromMs + (brought === 0 ? 0 : left / brought) * (untilMs - fromMs))
      }
      left = Math.max(0, left - brought)
    }
  }
  return null
}

function hoursOfDay(calling: CallingRules, day: number) {
  const window = windowOf(calling, day)
  if (window === null) return []
  const { fromMinute, untilMinute } = window
  const pieces = []
  for (let hour = Math.floor(fromMinute / 60); hour * 60 < untilMinute; hour++) {
    pieces.push({
      hour,
      fromMs: startOfDay(day) + Math.max(hour * 60, fromMinute) * MINUTE_MS,
      untilMs: startOfDay(day) + Math.min((hour + 1) * 60, untilMinute) * MINUTE_MS,
    })
  }
  return pieces
}

function sentence(leads: number, work: number, attempts: number, chance: number, hasEnd: boolean): Both {
  const percent = (chance * 100).toFixed(1)
  const [count, left, measured] = [leads, Math.round(work), attempts].map((value) => value.toLocaleString('en-US'))
  const tail = !hasEnd
    ? both('この実績では1年以内に終わりません。', 'At this rate it does not end within a year.')
    : both(
        '直近の時間帯別の発信実績と架電可能時間から見込みました。',
        'Foreseen from the recent pace by hour and the calling hours.',
      )
  return both(
    `残り${count}人に、平均であと${left}回の架電が必要です(実績${measured}件中 ${percent}% で完了)。${tail.ja}`,
    `${count} contacts are left and need about ${left} more attempts (${percent}% of ${measured} measured attempts ended a contact). ${tail.en}`,
  )
}
