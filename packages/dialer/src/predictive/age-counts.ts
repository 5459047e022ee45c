import { AGE_CLASSES, classOf } from './duration-model.ts'

/** How many lines or operators there are of each class of ages: what depends on the age alone is computed once a class. */
export interface AgeCounts {
  add(ageMs: number): void
  /** Classes of `classOf` that were added, each once. */
  distinct(): number
  ageAt(at: number): number
  countAt(at: number): number
  clear(): void
}

export function createAgeCounts(): AgeCounts {
  const counts = new Uint32Array(AGE_CLASSES)
  const ages = new Uint8Array(AGE_CLASSES)
  let distinct = 0
  return {
    add(ageMs) {
      const age = classOf(ageMs)
      const count = counts[age] ?? 0
      if (count === 0) {
        ages[distinct] = age
        distinct += 1
      }
      counts[age] = count + 1
    },
    distinct: () => distinct,
    ageAt: (at) => ages[at] ?? 0,
    countAt: (at) => counts[ages[at] ?? 0] ?? 0,
    clear() {
      for (let at = 0; at < distinct; at += 1) counts[ages[at] ?? 0] = 0
      distinct = 0
    },
  }
}

/** The same of lines by what is believed of each: those of nearly the same answer rate are counted together, with their mean. */
export interface LineCounts extends Omit<AgeCounts, 'add'> {
  /** @param rate  what is no rate counts as certain to be answered */
  add(ageMs: number, rate: number): void
  rateAt(at: number): number
}

/** What is counted together differs by no more than a twenty-fourth: that changes no count of answers that can be seen. */
const rateClasses = 24

export function createLineCounts(): LineCounts {
  const counts = new Uint32Array(AGE_CLASSES * rateClasses)
  const rates = new Float64Array(AGE_CLASSES * rateClasses)
  const kinds = new Uint16Array(AGE_CLASSES * rateClasses)
  let distinct = 0
  return {
    add(ageMs, given) {
      const rate = given >= 0 ? Math.min(1, given) : 1
      const kind = classOf(ageMs) * rateClasses + Math.min(rateClasses - 1, Math.floor(rate * rateClasses))
      const count = counts[kind] ?? 0
      if (count === 0) {
        kinds[distinct] = kind
        distinct += 1
      }
      counts[kind] = count + 1
      rates[kind] = (rates[kind] ?? 0) + rate
    },
    distinct: () => distinct,
    ageAt: (at) => Math.floor((kinds[at] ?? 0) / rateClasses),
    countAt: (at) => counts[kinds[at] ?? 0] ?? 0,
    rateAt: (at) => (rates[kinds[at] ?? 0] ?? 0) / (counts[kinds[at] ?? 0] ?? 1),
    clear() {
      for (let at = 0; at < distinct; at += 1) {
        counts[kinds[at] ?? 0] = 0
        rates[kinds[at] ?? 0] = 0
      }
      distinct = 0
    },
  }
}
