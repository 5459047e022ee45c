/** Durations counted in classes 3 % wide, from 10 ms up; what is shorter counts as none. */
export type Histogram = number[]

const leastMs = 10
const growth = Math.log(1.03)

export function countDuration(histogram: Histogram, durationMs: number): void {
  const at = durationMs < leastMs ? 0 : 1 + Math.floor(Math.log(durationMs / leastMs) / growth)
  while (histogram.length <= at) histogram.push(0)
  histogram[at] = (histogram[at] ?? 0) + 1
}

export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const merged: Histogram = []
  for (const histogram of histograms)
    for (const [at, count] of histogram.entries()) merged[at] = (merged[at] ?? 0) + count
  return merged
}

/** The duration below which this share of all lies, within 3 %; 0 when there are none. */
export function quantileMs(histogram: Histogram, share: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  let below = 0
  for (const [at, count] of histogram.entries()) {
    below += count
    if (below >= share * total && count > 0) return at === 0 ? 0 : leastMs * Math.exp((at - 0.5) * growth)
  }
  return 0
}
