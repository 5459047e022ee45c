/** Numbers from a seed, the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number
  /** Exponential with mean 1. */
  exponential(): number
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by two whole numbers: of the run, and of what in it draws. */
export function seededRandom(seed: number, stream: number): Random {
  let a = seed | 0
  let b = stream | 0
  let c = 0x9e3779b9 | 0
  let counter = 1

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // sfc32 needs some rounds before its output depends evenly on the seed
  for (let round = 0; round < 16; round += 1) next()

  return {
    next,
    // Box-Muller; 1 - next() keeps the logarithm away from zero
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: () => -Math.log(1 - next()),
  }
}
