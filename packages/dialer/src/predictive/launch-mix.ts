/** Of which classes the last lines were: the next ones will be of the same, whatever was learned of these meanwhile. */
export interface LaunchMix {
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
  const weights = new Map<number, number>()
  return {
    launched(ofClass) {
      for (const [each, weight] of weights) weights.set(each, weight * (1 - 1 / memory))
      weights.set(ofClass, (weights.get(ofClass) ?? 0) + 1)
    },
    expected(rateOf) {
      let sum = 0
      let known = 0
      for (const [ofClass, weight] of weights) {
        const rate = rateOf(ofClass)
        if (rate === undefined) continue
        sum += weight * rate
        known += weight
      }
      return known === 0 ? undefined : sum / known
    },
  }
}
