/** What is believed of a duration before anything was seen, log-normal, and how many observations that is worth. */
export interface DurationPrior {
  readonly medianMs: number
  /** Standard deviation of the logarithm. */
  readonly sigma: number
  readonly worth: number
}

/** How long something takes, learned from what was seen. All times in ms; ages and spans below 0 count as 0. */
export interface DurationModel {
  learn(durationMs: number): void
  /** The share that lasts longer than this. */
  survival(ageMs: number): number
  /** The same at a `placeOf` of this duration, which costs no logarithm. */
  survivalAt(place: number): number
  /** The chance to end within a span, having lasted this long. */
  endsWithin(ageMs: number, spanMs: number): number
  /** The duration that this share does not pass. */
  quantileMs(share: number): number
}

/** Classes begin half a second wide and become 8 % wider each: 50 minutes in 80 of them. */
const firstMs = 500
const growth = 0.08
const classes = 80
/** Of so many observations half the weight is forgotten, so that another script or list is learned within a day. */
const halfLife = 1_500
const forgetting = 2 ** (1 / halfLife)
/** What lasts longer than all that was seen is over soon: a class at a time. */
const leastSurvival = 1e-4

/**
 * A histogram with a prior, whose older observations fade. Learning and asking take constant time, the first question
 * after learning as many steps as there are classes.
 */
export function createDurationModel(prior: DurationPrior): DurationModel {
  const weights = Float64Array.from({ length: classes }, (_, at) => prior.worth * priorShare(prior, at))
  const survivals = new Float64Array(classes + 1)
  let total = weights.reduce((sum, weight) => sum + weight, 0)
  let unit = 1
  let isStale = true

  /** Newer observations weigh more, instead of older ones being made lighter each time. */
  function learn(durationMs: number): void {
    if (!Number.isFinite(durationMs)) return
    const at = classOf(durationMs)
    unit *= forgetting
    weights[at] = (weights[at] ?? 0) + unit
    total += unit
    isStale = true
    if (unit > 1e100) rescale()
  }

  function rescale(): void {
    for (let at = 0; at < classes; at += 1) weights[at] = (weights[at] ?? 0) / unit
    total /= unit
    unit = 1
  }

  function refresh(): void {
    if (!isStale) return
    let left = total
    for (let at = 0; at <= classes; at += 1) {
      survivals[at] = Math.max(0, left / total)
      left -= weights[at] ?? 0
    }
    isStale = false
  }

  function survivalAt(place: number): number {
    refresh()
    const at = Math.floor(place)
    const from = survivals[at] ?? 0
    return place === at ? from : from + ((survivals[at + 1] ?? 0) - from) * (place - at)
  }

  const survival = (ageMs: number): number => survivalAt(placeOf(ageMs))

  return {
    ...{ learn, survival, survivalAt },
    endsWithin(ageMs, spanMs) {
      if (!(spanMs > 0)) return 0
      // a carrier's clock may be wrong: an age that is none counts as new
      const age = ageMs > 0 && ageMs < Number.POSITIVE_INFINITY ? ageMs : 0
      const now = survival(age)
      if (now < leastSurvival) return Math.min(1, spanMs / (edgeMs(classOf(age) + 1) - edgeMs(classOf(age))))
      return 1 - survival(age + spanMs) / now
    },
    quantileMs(share) {
      refresh()
      let at = 0
      while (at < classes - 1 && (survivals[at + 1] ?? 0) > 1 - share) at += 1
      const from = survivals[at] ?? 1
      const until = survivals[at + 1] ?? 0
      const within = from === until ? 0 : (from - (1 - share)) / (from - until)
      return edgeMs(at) + (edgeMs(at + 1) - edgeMs(at)) * Math.min(1, Math.max(0, within))
    },
  }
}

/** Ages in classes, for tables of answers that are asked again and again. */
export const AGE_CLASSES = classes

export function classOf(durationMs: number): number {
  if (!(durationMs > 0)) return 0
  const from = classAtStep[Math.floor(durationMs / firstMs)] ?? classes - 1
  return from < classes - 1 && durationMs >= edgeMs(from + 1) ? from + 1 : from
}

/** A duration as its class and the part of it that is over. */
export function placeOf(durationMs: number): number {
  const at = classOf(durationMs)
  return at + (durationMs > edgeMs(at) ? Math.min(1, (durationMs - edgeMs(at)) / (edgeMs(at + 1) - edgeMs(at))) : 0)
}

/** Rounded, so that half a second is one and not a little more. */
const edgesMs = Float64Array.from({ length: classes + 1 }, (_, at) =>
  Number(((firstMs * ((1 + growth) ** at - 1)) / growth).toFixed(6)),
)

/**
 * The class of each multiple of the narrowest class's width: within one step at most one class ends. A decision asks for the
 * class of each line and operator, and logarithms took a fifth of its time.
 */
const classAtStep = Uint8Array.from({ length: Math.ceil(edgeMs(classes - 1) / firstMs) }, (_, step) =>
  edgesMs.findLastIndex((edge) => edge <= step * firstMs),
)

/** Where a class begins. */
export function edgeMs(at: number): number {
  return edgesMs[at] ?? 0
}

function priorShare({ medianMs, sigma }: DurationPrior, at: number): number {
  const below = (ms: number) => (ms <= 0 ? 0 : normalShareBelow(Math.log(ms / medianMs) / sigma))
  return (at === classes - 1 ? 1 : below(edgeMs(at + 1))) - below(edgeMs(at))
}

/** The standard normal distribution (Abramowitz and Stegun 26.2.17: within 7.5e-8). */
export function normalShareBelow(x: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(x))
  const series =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  const tail = normalDensity(x) * series
  return x >= 0 ? 1 - tail : tail
}

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}
