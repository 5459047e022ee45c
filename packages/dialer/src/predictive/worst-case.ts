/** How many of the lines that ring may be answered, at worst, if each has a chance of its own. */
export interface WorstCase {
  /** So many lines with this chance. */
  add(chance: number, lines?: number): void
  count(): number
  /** The same with one line more. */
  countWith(chance: number): number
  clear(): void
}

/**
 * How many standard deviations more than expected may answer. What is passed all the same is made up for by the next 34
 * answers, if the day has as many left: a cold start and machine detection passed the cap at their ends with 2.25.
 */
const deviations = 2.75

/**
 * The quantile of a sum of unequal chances by its first three moments (Cornish and Fisher): where hardly anybody answers
 * the distribution has a longer tail than the normal one with as much variance.
 */
export function createWorstCase(): WorstCase {
  /** Lines, mean, variance and third central moment: an array, since a number of a closure is allocated anew with each change. */
  const sums = new Float64Array(4)
  const before = new Float64Array(4)

  function add(chance: number, lines = 1): void {
    const spread = chance * (1 - chance)
    sums[0] = (sums[0] ?? 0) + lines
    sums[1] = (sums[1] ?? 0) + lines * chance
    sums[2] = (sums[2] ?? 0) + lines * spread
    sums[3] = (sums[3] ?? 0) + lines * spread * (1 - 2 * chance)
  }

  function count(): number {
    const lines = sums[0] ?? 0
    const mean = sums[1] ?? 0
    const variance = sums[2] ?? 0
    const third = sums[3] ?? 0
    // lines that are nearly certain to be answered have a short tail: nothing is taken off for it
    const tail = third > 0 ? ((deviations ** 2 - 1) / 6) * (third / variance) : 0
    return Math.min(lines, Math.ceil(mean + deviations * Math.sqrt(variance) + tail))
  }

  return {
    ...{ add, count },
    clear: () => {
      sums.fill(0)
    },
    countWith(chance) {
      before.set(sums)
      add(chance)
      const counted = count()
      sums.set(before)
      return counted
    },
  }
}
