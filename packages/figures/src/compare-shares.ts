/** So many of so many people. */
export interface Share {
  readonly people: number
  /** Of these, those of whom something is so. */
  readonly named: number
}

/** By how much one share lies above another, as parts of one, with the range that holds the truth 95 times in 100. */
export interface ShareDifference {
  readonly difference: number
  readonly low: number
  readonly high: number
}

const z = 1.959964

/**
 * How much larger the first share is than the second, with its range: the hybrid score interval (Newcombe 1998, Statistics
 * in Medicine 17, 873-890, method 10), which holds what it says for small groups and for shares near nought, too.
 *
 * @returns null where a group has nobody
 */
export function compareShares(first: Share, second: Share): ShareDifference | null {
  if (first.people === 0 || second.people === 0) return null
  const [one, other] = [score(first), score(second)]
  const difference = one.share - other.share
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(one.share - one.low, other.high - other.share)),
    high: Math.min(1, difference + Math.hypot(one.high - one.share, other.share - other.low)),
  }
}

/** A share with its score interval (Wilson 1927). */
function score({ people, named }: Share): { readonly share: number; readonly low: number; readonly high: number } {
  const share = named / people
  const middle = named + z ** 2 / 2
  const half = z * Math.sqrt(people * share * (1 - share) + z ** 2 / 4)
  return { share, low: (middle - half) / (people + z ** 2), high: (middle + half) / (people + z ** 2) }
}
