import { normalDensity, normalShareBelow } from './duration-model.ts'

/** How many of many independent things happen, each with a chance of its own (a Poisson binomial distribution). */
export interface CountDistribution {
  /** Something with this chance, so many times. */
  add(chance: number, times?: number): void
  /** The chance that at least so many happen. */
  atLeast(count: number): number
  clear(): void
}

/** Up to so many things the distribution is computed exactly; above, by its first three moments. */
const exactUpTo = 40

/**
 * An addition costs nothing but sums; asking costs the square of the number of things while it is exact, and the same
 * always afterwards. Then the error is that of the normal approximation with continuity and skewness corrected, below a
 * hundredth from some tens of things on.
 */
export function createCountDistribution(): CountDistribution {
  const shares = new Float64Array(exactUpTo + 1)
  /** The chances of all things while they are few: what is asked of many needs no exact distribution of the first ones. */
  const chances = new Float64Array(exactUpTo)
  /** Mean, variance and third central moment. In an array, since a number of a closure is allocated anew with each change. */
  const moments = new Float64Array(3)
  let things = 0
  /** Of the things, those that `shares` is of. */
  let counted = 0

  function clear(): void {
    things = 0
    counted = 0
    moments.fill(0)
  }

  function countAll(): void {
    if (counted === 0) shares[0] = 1
    for (; counted < things; counted += 1) {
      const chance = chances[counted] ?? 0
      shares[counted + 1] = 0
      for (let at = counted + 1; at > 0; at -= 1)
        shares[at] = (shares[at] ?? 0) * (1 - chance) + (shares[at - 1] ?? 0) * chance
      shares[0] = (shares[0] ?? 0) * (1 - chance)
    }
  }

  function exact(count: number): number {
    countAll()
    let sum = 0
    for (let at = count; at <= things; at += 1) sum += shares[at] ?? 0
    return Math.min(1, sum)
  }

  function approximate(count: number): number {
    const mean = moments[0] ?? 0
    const variance = moments[1] ?? 0
    const third = moments[2] ?? 0
    if (variance < 1e-9) return mean >= count - 0.5 ? 1 : 0
    const deviation = Math.sqrt(variance)
    const at = (count - 0.5 - mean) / deviation
    const skewness = third / (variance * deviation)
    const below = normalShareBelow(at) - (skewness / 6) * (at * at - 1) * normalDensity(at)
    return Math.min(1, Math.max(0, 1 - below))
  }

  return {
    clear,
    add(chance, times = 1) {
      if (!(chance > 0)) return
      const share = Math.min(1, chance)
      const spread = share * (1 - share)
      moments[0] = (moments[0] ?? 0) + times * share
      moments[1] = (moments[1] ?? 0) + times * spread
      moments[2] = (moments[2] ?? 0) + times * spread * (1 - 2 * share)
      // a loop, since `fill` costs more than it does for the few it is mostly about
      if (things + times <= exactUpTo) for (let at = things; at < things + times; at += 1) chances[at] = share
      things += times
    },
    atLeast(count) {
      if (count <= 0) return 1
      if (count > things) return 0
      return things <= exactUpTo ? exact(count) : approximate(count)
    },
  }
}
