/** How long each operator takes for a talk or a wrap-up, beside the others of the campaign. It is kept nowhere and shown to nobody. */
export interface Paces {
  /** One of `PACES`, by its place: the usual one for whom nothing is known of. */
  placeOf(operator: string | undefined): number
  /** Times the usual duration. */
  timesUsual(operator: string | undefined): number
  learn(operator: string | undefined, durationMs: number): void
}

/** Paces that are told apart, as times the usual duration: each a fifth slower than the one before it. */
export const PACES = [-3, -2, -1, 0, 1, 2, 3].map((step) => Math.exp(0.2 * step))
/** Where in `PACES` the usual one stands. */
export const USUAL_PACE = 3

/**
 * What is usual weighs as much as so many durations of one operator: two durations of the same operator differ by a factor of two,
 * two operators by a fifth, and ten durations say little of who is slow.
 */
const standIn = 25
/** Durations of an operator, and of all, whose weight is remembered. */
const ownMemory = 200
const wholeMemory = 1_500
/** Whoever left long ago must not fill the memory. */
const mostOperators = 5_000

interface Sum {
  logs: number
  weight: number
}

export function createPaces(): Paces {
  const whole: Sum = { logs: 0, weight: 0 }
  const own = new Map<string, Sum & { times: number }>()
  /** Asked for each operator at each decision. */
  const places = new Map<string, number>()

  function add(sum: Sum, log: number, memory: number): void {
    sum.logs += log
    sum.weight += 1
    if (sum.weight <= memory) return
    sum.logs *= memory / sum.weight
    sum.weight = memory
  }

  return {
    placeOf: (operator) => (operator === undefined ? USUAL_PACE : (places.get(operator) ?? USUAL_PACE)),
    timesUsual: (operator) => (operator === undefined ? 1 : (own.get(operator)?.times ?? 1)),
    learn(operator, durationMs) {
      if (operator === undefined || !(durationMs > 0) || durationMs === Number.POSITIVE_INFINITY) return
      const log = Math.log(durationMs)
      add(whole, log, wholeMemory)
      if (own.size >= mostOperators && !own.has(operator)) {
        own.clear()
        places.clear()
      }
      const sum = own.get(operator) ?? { logs: 0, weight: 0, times: 1 }
      own.set(operator, sum)
      add(sum, log, ownMemory)
      const above = (sum.logs - (sum.weight * whole.logs) / whole.weight) / (sum.weight + standIn)
      sum.times = Math.exp(above)
      places.set(operator, nearest(sum.times))
    },
  }
}

function nearest(times: number): number {
  const place = USUAL_PACE + Math.round(Math.log(times) / Math.log(PACES[USUAL_PACE + 1] ?? Math.E))
  return Math.min(PACES.length - 1, Math.max(0, place))
}
