/** Numbers drawn from a seeded source, the same for the same seed on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** A whole number of milliseconds, log-normal: half of all draws lie below the median. */
  duration(spread: LogNormal): number
  /** One of the values, each with its weight. */
  pick<Value>(weighted: readonly (readonly [Value, number])[]): Value
}

export interface LogNormal {
  readonly medianMs: number
  /** Standard deviation of the logarithm: 0 for always the median, 0.5 for twice or half, 1 for very wide. */
  readonly sigma: number
}

/** A source seeded by a text: sfc32 (Chris Doty-Humphrey, PractRand) over four FNV-1a-style lanes of the text. */
export function seededRandom(seed: string): Random {
  let [a, b, c, counter] = hashLanes(seed)

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // sfc32 needs some rounds before its output depends evenly on the seed.
  for (let round = 0; round < 12; round++) next()

  function duration({ medianMs, sigma }: LogNormal): number {
    // Box-Muller; 1 - next() keeps the logarithm away from zero.
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
    return Math.max(0, Math.round(medianMs * Math.exp(sigma * normal)))
  }

  function pick<Value>(weighted: readonly (readonly [Value, number])[]): Value {
    const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
    let left = next() * total
    for (const [value, weight] of weighted) {
      left -= weight
      if (left < 0) return value
    }
    const last = weighted.at(-1)
    if (last === undefined) throw new RangeError('nothing to pick from')
    return last[0]
  }

  return { next, chance: (probability) => next() < probability, duration, pick }
}

function hashLanes(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    lanes[0] = Math.imul(lanes[0] ^ code, 0x01000193)
    lanes[1] = Math.imul(lanes[1] ^ (code + lanes[0]), 0x85ebca77)
    lanes[2] = Math.imul(lanes[2] ^ (code + lanes[1]), 0xc2b2ae3d)
    lanes[3] = Math.imul(lanes[3] ^ (code + lanes[2]), 0x27d4eb2f)
  }
  return lanes
}
