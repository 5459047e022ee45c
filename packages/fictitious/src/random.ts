/** Seeded numbers for lists that come out the same every time (xorshift32, Marsaglia 2003). */
export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number
  /** True in this share of calls. */
  chance(share: number): boolean
}

export function createRandom(seed: number): Random {
  // Spread small seeds over all bits; the state may not be zero.
  let state = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ 0x27d4_eb2f) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
  for (let i = 0; i < 8; i++) next()
  return {
    below: (end) => Math.floor((next() / 0x1_0000_0000) * end),
    chance: (share) => next() < share * 0x1_0000_0000,
  }
}
