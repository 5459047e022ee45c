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
