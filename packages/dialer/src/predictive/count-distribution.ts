import { normalDensity, normalShareBelow } from './duration-model.ts'

/** How many of many independent things happen, each with a chance of its own (a Poisson binomial distribution). */
export interface CountDistribution {
  add(chance: number): void
  /** The chance that at least so many happen. */
  atLeast(count: number): number
  clear(): void
}

/** Up to so many things the distribution is computed exactly; above, by its first three moments. */
const exactUpTo = 40

/**
 * Each addition costs the number of things while it is exact, and the same always afterwards. Afterwards the error is that
 * of the normal approximation with continuity and skewness corrected, below a hundredth from some tens of things on.
 */
export function createCountDistribution(): CountDistribution {
  const shares = new Float64Array(exactUpTo + 1)
  /** Mean, variance and third central moment. In an array, since a number of a closure is allocated anew with each change. */
  const moments = new Float64Array(3)
  let things = 0

  function clear(): void {
    shares[0] = 1
    things = 0
    moments.fill(0)
  }
  clear()

  function exact(count: number): number {
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
    add(chance) {
      if (!(chance > 0)) return
      const share = Math.min(1, chance)
      things += 1
      const spread = share * (1 - share)
      moments[0] = (moments[0] ?? 0) + share
      moments[1] = (moments[1] ?? 0) + spread
      moments[2] = (moments[2] ?? 0) + spread * (1 - 2 * share)
      if (things > exactUpTo) return
      shares[things] = 0
      for (let at = things; at > 0; at -= 1)
        shares[at] = (shares[at] ?? 0) * (1 - share) + (shares[at - 1] ?? 0) * share
      shares[0] = (shares[0] ?? 0) * (1 - share)
    },
    atLeast(count) {
      if (count <= 0) return 1
      if (count > things) return 0
      return things <= exactUpTo ? exact(count) : approximate(count)
    },
  }
}
