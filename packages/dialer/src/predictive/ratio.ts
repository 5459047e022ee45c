/** What a ratio asks for at one moment. */
export interface RatioWish {
  /** As it is set: lines for each ten free operators. */
  readonly linesPerTen: number
  readonly freeOperators: number
  /** Lines that ring at most, with those of other campaigns for the same operators. */
  readonly lines: number
}

/** Multiples of it lie evenly between 0 and 1, however many there are. */
const goldenRatio = 0.618_033_988_749_895

/**
 * So many lines for each ten operators who are free at this moment, nobody who is talking counted: the fewest lines that
 * can be meant by a ratio. What is left of a line is given by turns, one for each answer of the day; so one operator with a
 * ratio of 1.5 has one line for one answer and two for the next.
 *
 * @param freeOperators  those waiting, less the people who wait for them; below 0 when more people wait
 * @param turn           answers of the day so far
 */
export function ratioWish(linesPerTen: number, freeOperators: number, turn: number): RatioWish {
  const free = freeOperators > 0 ? Math.floor(freeOperators) : 0
  const of = linesPerTen > 10 ? linesPerTen : 10
  const extra = turn > 0 ? (turn * goldenRatio) % 1 : 0
  return { linesPerTen, freeOperators: free, lines: Math.floor((of * free) / 10 + extra) }
}
