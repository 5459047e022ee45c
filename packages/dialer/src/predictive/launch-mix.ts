/** Of which classes the last lines were: the next ones will be of the same, whatever was learned of these meanwhile. */
export interface LaunchMix {
  /** @param ofClass  a small whole number */
  launched(ofClass: number): void
  /**
   * What is expected of the next lines, on average.
   *
   * @param rateOf  what is expected of a class now; undefined where nothing is known
   */
  expected(rateOf: (ofClass: number) => number | undefined): number | undefined
}

/** A list that is called in an order changes its class within some tens of calls. */
const memory = 60

export function createLaunchMix(): LaunchMix {
  /** By class; 0 for one that was never launched. */
  const weights: number[] = []
  return {
    launched(ofClass) {
      while (weights.length <= ofClass) weights.push(0)
      for (let each = 0; each < weights.length; each += 1) weights[each] = (weights[each] ?? 0) * (1 - 1 / memory)
      weights[ofClass] = (weights[ofClass] ?? 0) + 1
    },
    expected(rateOf) {
      let sum = 0
      let known = 0
      for (let ofClass = 0; ofClass < weights.length; ofClass += 1) {
        const weight = weights[ofClass] ?? 0
        if (weight === 0) continue
        const rate = rateOf(ofClass)
        if (rate === undefined) continue
        sum += weight * rate
        known += weight
      }
      return known === 0 ? undefined : sum / known
    },
  }
}
