import { AGE_CLASSES, classOf } from './duration-model.ts'

/**
 * How many lines or operators there are of each class of ages and of each of some kinds: what depends on these alone is computed
 * once for all of them.
 */
export interface AgeCounts {
  /**
   * @param kind  from 0 on
   * @returns  the number of its pair of an age class and a kind, below their product
   */
  add(ageMs: number, kind: number): number
  /** Pairs of a class of `classOf` and a kind that were added, each once. */
  distinct(): number
  ageAt(at: number): number
  kindAt(at: number): number
  countAt(at: number): number
  pairAt(at: number): number
  clear(): void
}

export function createAgeCounts(kinds: number): AgeCounts {
  const counts = new Uint32Array(AGE_CLASSES * kinds)
  const pairs = new Uint16Array(AGE_CLASSES * kinds)
  let distinct = 0
  return {
    add(ageMs, kind) {
      const pair = kind * AGE_CLASSES + classOf(ageMs)
      const count = counts[pair] ?? 0
      if (count === 0) {
        pairs[distinct] = pair
        distinct += 1
      }
      counts[pair] = count + 1
      return pair
    },
    distinct: () => distinct,
    ageAt: (at) => (pairs[at] ?? 0) % AGE_CLASSES,
    kindAt: (at) => Math.floor((pairs[at] ?? 0) / AGE_CLASSES),
    countAt: (at) => counts[pairs[at] ?? 0] ?? 0,
    pairAt: (at) => pairs[at] ?? 0,
    clear() {
      for (let at = 0; at < distinct; at += 1) counts[pairs[at] ?? 0] = 0
      distinct = 0
    },
  }
}

/** The same of lines by what is believed of each: those of nearly the same answer rate are counted together, with their mean. */
export interface LineCounts extends Pick<AgeCounts, 'distinct' | 'ageAt' | 'countAt' | 'clear'> {
  /** @param rate  what is no rate counts as certain to be answered */
  add(ageMs: number, rate: number): void
  rateAt(at: number): number
}

/** What is counted together differs by no more than a twenty-fourth: that changes no count of answers that can be seen. */
const rateClasses = 24

export function createLineCounts(): LineCounts {
  const counts = createAgeCounts(rateClasses)
  const sums = new Float64Array(AGE_CLASSES * rateClasses)
  return {
    ...{ distinct: counts.distinct, ageAt: counts.ageAt, countAt: counts.countAt },
    add(ageMs, given) {
      const rate = given >= 0 ? Math.min(1, given) : 1
      const pair = counts.add(ageMs, Math.min(rateClasses - 1, Math.floor(rate * rateClasses)))
      sums[pair] = (sums[pair] ?? 0) + rate
    },
    rateAt: (at) => (sums[counts.pairAt(at)] ?? 0) / counts.countAt(at),
    clear() {
      for (let at = 0; at < counts.distinct(); at += 1) sums[counts.pairAt(at)] = 0
      counts.clear()
    },
  }
}
