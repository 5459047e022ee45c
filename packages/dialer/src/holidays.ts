import type { DayNumber } from './japan-time.ts'
import { DAY_MS, dateOf, weekdayOf } from './japan-time.ts'

/**
 * Public holidays of Japan, computed from the law: 国民の祝日に関する法律 (Act 178 of 1948), article 2 (the days), 3-2
 * (a holiday on a Sunday moves to the next day that is none) and 3-3 (a day between two holidays).
 *
 * The law as it stands since 2022; the years before had other days, and 2020 and 2021 moved three for the Olympic games.
 * A later change of the law is not in here: a file of the Cabinet Office that a centre imports stands above this.
 */
export interface Holiday {
  /** `2026-11-23` */
  readonly date: string
  readonly name: string
}

export const FIRST_COMPUTED_YEAR = 2022
/** The formula of the equinoxes holds no longer. */
export const LAST_COMPUTED_YEAR = 2099

/**
 * The last day for which nothing but a new law can change what is computed. The equinoxes of a year become official
 * with the almanac (暦要項) of the February before: 2027 is announced, 2028 (20 March, 22 September) must be compared.
 */
export const HOLIDAYS_KNOWN_UNTIL = '2028-12-31'

/** The days around New Year on which nobody is called, as month and day. */
export const YEAR_END_DAYS: readonly string[] = ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03']

type DayInYear = (year: number) => DayNumber

const dayIn = (year: number, month: number, date: number): DayNumber => Date.UTC(year, month - 1, date) / DAY_MS
const fixed =
  (month: number, date: number): DayInYear =>
  (year) =>
    dayIn(year, month, date)
const monday =
  (month: number, nth: number): DayInYear =>
  (year) => {
    const first = dayIn(year, month, 1)
    return first + ((8 - weekdayOf(first)) % 7) + (nth - 1) * 7
  }
/**
 * The day in Japan on which the sun passes an equinox, by the approximation of the Hydrographic Department (海上保安庁水路部
 * 暦計算研究会編『新こよみ便利帳』, 1991): `base + 0.242194 (year - 1980) - floor((year - 1980) / 4)`, for 1980 to 2099.
 */
const equinox =
  (month: number, base: number): DayInYear =>
  (year) => {
    const since = year - 1980
    return dayIn(year, month, Math.floor(base + 0.242194 * since) - Math.floor(since / 4))
  }

/** Article 2. */
const named: readonly (readonly [string, DayInYear])[] = [
  ['元日', fixed(1, 1)],
  ['成人の日', monday(1, 2)],
  ['建国記念の日', fixed(2, 11)],
  ['天皇誕生日', fixed(2, 23)],
  ['春分の日', equinox(3, 20.8431)],
  ['昭和の日', fixed(4, 29)],
  ['憲法記念日', fixed(5, 3)],
  ['みどりの日', fixed(5, 4)],
  ['こどもの日', fixed(5, 5)],
  ['海の日', monday(7, 3)],
  ['山の日', fixed(8, 11)],
  ['敬老の日', monday(9, 3)],
  ['秋分の日', equinox(9, 23.2488)],
  ['スポーツの日', monday(10, 2)],
  ['文化の日', fixed(11, 3)],
  ['勤労感謝の日', fixed(11, 23)],
]
/** What the Cabinet Office calls the days of articles 3-2 and 3-3. */
const restDay = '休日'

/**
 * The holidays of a year in their order.
 *
 * @throws RangeError  for a year before 2022 or after 2099, of which this knows nothing
 */
export function holidaysOfYear(year: number): readonly Holiday[] {
  if (!(year >= FIRST_COMPUTED_YEAR && year <= LAST_COMPUTED_YEAR)) throw new RangeError(`no holidays of ${year}`)
  const days = new Map(named.map(([name, dayOfYear]) => [dayOfYear(year), name]))
  const rests = [...days.keys()].flatMap((day) => [...substituteFor(day, days), ...betweenFrom(day, days)])
  for (const rest of rests) days.set(rest, restDay)
  return [...days].sort(([left], [right]) => left - right).map(([day, name]) => ({ date: dateOf(day), name }))
}

/** Article 3-2. */
function substituteFor(day: DayNumber, named: ReadonlyMap<DayNumber, string>): DayNumber[] {
  if (weekdayOf(day) !== 0) return []
  let next = day + 1
  while (named.has(next)) next += 1
  return [next]
}

/** Article 3-3: the one day between two holidays. On a Sunday it would be a rest day anyway. */
function betweenFrom(day: DayNumber, named: ReadonlyMap<DayNumber, string>): DayNumber[] {
  const isBetween = named.has(day + 2) && !named.has(day + 1) && weekdayOf(day + 1) !== 0
  return isBetween ? [day + 1] : []
}

/** Every holiday that can be computed, once: some 1,300 days. */
export const COMPUTED_HOLIDAYS: ReadonlyMap<string, string> = new Map(
  Array.from({ length: LAST_COMPUTED_YEAR - FIRST_COMPUTED_YEAR + 1 }, (_, index) => FIRST_COMPUTED_YEAR + index)
    .flatMap(holidaysOfYear)
    .map(({ date, name }) => [date, name]),
)
