/** How many of the lines that ring may be answered, at worst, if each has a chance of its own. */
export interface WorstCase {
  add(chance: number): void
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
  let lines = 0
  let mean = 0
  let variance = 0
  let third = 0

  function add(chance: number): void {
    const spread = chance * (1 - chance)
    lines += 1
    mean += chance
    variance += spread
    third += spread * (1 - 2 * chance)
  }

  function count(): number {
    // lines that are nearly certain to be answered have a short tail: nothing is taken off for it
    const tail = third > 0 ? ((deviations ** 2 - 1) / 6) * (third / variance) : 0
    return Math.min(lines, Math.ceil(mean + deviations * Math.sqrt(variance) + tail))
  }

  function clear(): void {
    lines = 0
    mean = 0
    variance = 0
    third = 0
  }

  return {
    ...{ add, count, clear },
    countWith(chance) {
      const before = { lines, mean, variance, third }
      add(chance)
      const counted = count()
      ;({ lines, mean, variance, third } = before)
      return counted
    },
  }
}
