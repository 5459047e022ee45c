import type { CallOrder, ReachHistory, ReachKind } from '@sekisho/contract'
import type { AttemptRecord } from '../attempt-history.ts'
import { CALLING_HOURS_TEMPLATES, callingRules, dayKindOf, windowOf } from '../calling-hours.ts'
import { campaignRules } from '../campaign-rule.ts'
import { type DayNumber, dayOf, MINUTE_MS, startOfDay } from '../japan-time.ts'
import { DEFAULT_LIMITS, nextDue } from '../next-due.ts'
import { seededRandom } from '../simulator/random.ts'
import { lookFirst } from './call-order.ts'
import { classesByChance, type ReachCount, reachChances, stretchAt } from './reach-chance.ts'
import { reachClassOf } from './reach-class.ts'

/** People who are called by the rules of the product, hour by hour, and reached by chances that nobody there knows. */

/** The chance to reach somebody in one call, by two hours of the day from 8 to 20 o'clock. */
export type Chances = Readonly<Record<ReachKind, readonly number[]>>

/** Made up, in the shape that centres tell of: mobiles at noon and in the evening, homes in the evening, work in office hours. */
export const hoursMatter: Chances = {
  mobile: [0.1, 0.12, 0.22, 0.12, 0.14, 0.24],
  home: [0.12, 0.14, 0.12, 0.12, 0.16, 0.3],
  work: [0.2, 0.24, 0.1, 0.24, 0.2, 0.05],
  other: [0.06, 0.06, 0.06, 0.06, 0.06, 0.06],
}
const flat = [0.15, 0.15, 0.15, 0.15, 0.15, 0.15]
/** Everybody is as easy to reach as anybody, at any hour. */
export const nothingMatters: Chances = { mobile: flat, home: flat, work: flat, other: flat }

export interface World {
  readonly chances: Chances
  /** People differ by up to so much of their chance. */
  readonly spread: number
  readonly people: number
  readonly dialsPerHour: number
  readonly days: number
  readonly seed: number
}

export interface Worked {
  readonly dials: number
  readonly reached: number
  /** Of those called in turn, to compare with, and of all others. */
  readonly inTurn: { readonly dials: number; readonly reached: number }
  readonly others: { readonly dials: number; readonly reached: number }
  readonly neverDialled: number
}

interface Person {
  readonly kind: ReachKind
  readonly factor: number
  readonly isInTurn: boolean
  readonly history: AttemptRecord[]
  dueAtMs: number | null
  reachClass: number
}

const calling = callingRules(CALLING_HOURS_TEMPLATES.standard)
const ruleOf = campaignRules([])
const begun = Date.parse('2026-11-02T09:00:00+09:00')
const isDayOff = (day: DayNumber) => dayKindOf(calling, day) !== 'weekday'

/** Works a list by one order. Who people are and what their lines say depends on the seed alone. */
export function workList({ chances, spread, people: size, dialsPerHour, days, seed }: World, order: CallOrder): Worked {
  const who = seededRandom(seed, 0).next
  const lines = seededRandom(seed, 1).next
  const draws = seededRandom(seed, 2).next
  const kinds: readonly ReachKind[] = ['mobile', 'mobile', 'home', 'home', 'work', 'other']
  const people = Array.from({ length: size }, (): Person => {
    const kind = kinds[Math.floor(who() * kinds.length)] ?? 'other'
    const factor = 1 + spread * (2 * who() - 1)
    return { kind, factor, isInTurn: who() < 0.1, history: [], dueAtMs: begun, reachClass: reachClassOf(kind, 'fresh') }
  })
  const counts = new Map<string, { -readonly [Key in keyof ReachCount]: ReachCount[Key] }>()
  const sums = { inTurn: { dials: 0, reached: 0 }, others: { dials: 0, reached: 0 } }

  function dial(person: Person, atMs: number): void {
    const share = (chances[person.kind][stretchAt(atMs) - 4] ?? 0) * person.factor
    const draw = lines()
    const isReached = draw < share
    const disposition = isReached ? '12' : draw > 0.96 ? 'S01' : draw > 0.88 && person.kind === 'home' ? '21' : 'S02'
    const key = `${dayOf(atMs)} ${stretchAt(atMs)} ${person.reachClass}`
    const count = counts.get(key) ?? {
      ...{ day: dayOf(atMs), stretch: stretchAt(atMs), reachClass: person.reachClass, dials: 0, reached: 0 },
      ...{ rung: 0, answered: 0 },
    }
    counts.set(key, count)
    for (const sum of [count, person.isInTurn ? sums.inTurn : sums.others]) {
      sum.dials += 1
      sum.reached += isReached ? 1 : 0
    }
    person.history.push({ atMs, disposition, askedAtMs: null })
    const next = nextDue({
      ...{ history: person.history, ruleOf, calling, limits: DEFAULT_LIMITS, hasNextNumber: false },
      nowMs: atMs + MINUTE_MS,
    })
    person.dueAtMs = next.kind === 'due' ? next.dueAtMs : null
    person.reachClass = reachClassOf(person.kind, historyOf(person.history))
  }

  for (let day = dayOf(begun); day < dayOf(begun) + days; day += 1) {
    const window = windowOf(calling, day)
    if (window === null) continue
    for (let minute = window.fromMinute; minute < window.untilMinute; minute += 15) {
      const atMs = startOfDay(day) + minute * MINUTE_MS
      const classes = classesByChance(reachChances({ own: [...counts.values()], others: [], isDayOff }, atMs))
      const place = new Map(classes.map((reachClass, index) => [reachClass, index]))
      const due = people.filter(({ dueAtMs }) => dueAtMs !== null && dueAtMs <= atMs).sort(byDue)
      const byChance = due.toSorted((one, other) => {
        const difference = (place.get(one.reachClass) ?? 0) - (place.get(other.reachClass) ?? 0)
        return difference || byDue(one, other)
      })
      const taken = new Set<Person>()
      const take = (from: readonly Person[], accepts: (person: Person) => boolean) =>
        from.find((person) => !taken.has(person) && accepts(person))
      for (let call = 0; call < dialsPerHour / 4; call += 1) {
        const first = order === 'due' ? null : lookFirst(draws())
        const wanted =
          first === null
            ? take(due, () => true)
            : first === 'in_turn'
              ? take(due, ({ isInTurn }) => isInTurn)
              : take(first === 'oldest' ? due : byChance, ({ isInTurn }) => !isInTurn)
        const person = wanted ?? take(due, () => true)
        if (person === undefined) break
        taken.add(person)
        dial(person, atMs + (call * 15 * MINUTE_MS) / dialsPerHour)
      }
    }
  }
  const { inTurn, others } = sums
  return {
    dials: inTurn.dials + others.dials,
    reached: inTurn.reached + others.reached,
    ...{ inTurn, others },
    neverDialled: people.filter(({ history }) => history.length === 0).length,
  }
}

const byDue = (one: Person, other: Person): number => (one.dueAtMs ?? 0) - (other.dueAtMs ?? 0)

/** As `tenant.reach_class` reads a lead. */
function historyOf(history: readonly AttemptRecord[]): ReachHistory {
  const last = history.at(-1)?.disposition
  if (last === undefined) return 'fresh'
  if (last === 'S01') return 'busy'
  if (last !== 'S02') return 'answered'
  return history.length === 1 ? 'unanswered' : 'unanswered_again'
}
