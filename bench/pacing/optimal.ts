import type { FloorView, SimulatedPacer } from '@sekisho/dialer'

/** A memoryless floor: everything that lasts is exponential. Times in seconds. */
export interface MemorylessFloor {
  readonly operators: number
  readonly answerRate: number
  readonly meanRing: number
  /** Talk and wrap-up together. */
  readonly meanHandle: number
  readonly patience: number
  /** The share of answers that may be abandoned in the long run. */
  readonly cap: number
}

export interface Optimum {
  /** The share of time that operators are busy under the best policy that keeps the cap in the long run. */
  readonly occupancy: number
  /** How many lines the best policy lets ring, by busy operators with people waiting, and by lines ringing now. */
  readonly linesAt: (busyAndWaiting: number, ringing: number) => number
  /** What one abandoned call costs at the optimum, in seconds of an operator's time. */
  readonly price: number
  readonly worth: Worth
}

/**
 * What a long day is worth at the price, from each state on, when nothing counts after its end: `gain` for each second and,
 * once, `head` of the state that it begins in. In seconds of operators' time, less the price of abandonments, plus that of
 * what the cap grants.
 */
export interface Worth {
  readonly gain: number
  readonly head: (busyAndWaiting: number, ringing: number) => number
}

/** What the cap grants for each second that an operator is busy. */
export function grantedPerSecond({ cap, meanHandle }: Pick<MemorylessFloor, 'cap' | 'meanHandle'>): number {
  return cap / (1 - cap) / meanHandle
}

/** People waiting that are told apart; more than these hardly ever wait two seconds. */
const mostWaiting = 8
/** Of the occupancy found. */
const tolerance = 1e-4

/**
 * The best policy of a memoryless floor, by dynamic programming. A state is (busy operators and people waiting) x
 * (ringing lines). The cap enters as a price of each abandonment: the least, over all prices, of the best gain with what
 * the cap grants paid back is the constrained optimum (strong duality of the linear program over state frequencies).
 */
export function solveOptimum(floor: MemorylessFloor): Optimum {
  const iterate = createIteration(floor)
  const solve = (logPrice: number) => iterate(Math.exp(logPrice))
  // golden-section search: the gain is convex in the price
  const ratio = (Math.sqrt(5) - 1) / 2
  let low = Math.log(1e-4)
  let high = Math.log(2_000)
  let left = high - ratio * (high - low)
  let right = low + ratio * (high - low)
  let leftGain = solve(left)
  let rightGain = solve(right)
  while (high - low > 0.01) {
    if (leftGain < rightGain) {
      high = right
      right = left
      rightGain = leftGain
      left = high - ratio * (high - low)
      leftGain = solve(left)
    } else {
      low = left
      left = right
      leftGain = rightGain
      right = low + ratio * (high - low)
      rightGain = solve(right)
    }
  }
  const price = Math.exp((low + high) / 2)
  const worth = iterate.fromNothing(price)
  return {
    occupancy: Math.min(leftGain, rightGain, worth.gain) / floor.operators,
    ...{ linesAt: iterate.linesAt(), price, worth },
  }
}

interface Iteration {
  /** The best long-run gain at a price: busy operators, less the price of abandonments, plus that of what the cap grants. */
  (price: number): number
  /** The same, from the end of the day backwards: what each state is worth then. */
  fromNothing(price: number): Worth
  linesAt(): Optimum['linesAt']
}

/** Relative value iteration over the uniformised chain; each price begins with the values of the last. */
function createIteration(floor: MemorylessFloor): Iteration {
  const { operators, answerRate, meanRing, meanHandle, patience } = floor
  const columns = linesToConsider(operators, answerRate, meanRing, meanHandle) + 1
  const rows = operators + mostWaiting + 1
  const leaving = abandonRates(operators / meanHandle, patience)
  const ringRate = 1 / meanRing
  const clock = (columns - 1) * ringRate + operators / meanHandle + (leaving.at(-1) ?? 0)
  const granted = grantedPerSecond(floor)
  let values = new Float64Array(rows * columns)
  let next = new Float64Array(rows * columns)
  /** Before launches are chosen: what each number of lines is worth as it is. */
  const afterSweep = new Float64Array(rows * columns)

  /** Lines may be launched at any moment: the value of a state is the best of those with as many lines or more. */
  function chooseLaunches(of: Float64Array): void {
    for (let row = 0; row < rows; row += 1)
      for (let at = row * columns + columns - 2; at >= row * columns; at -= 1)
        of[at] = Math.max(of[at] ?? 0, of[at + 1] ?? 0)
  }

  /** One step of the chain from every state, with what it earns. */
  function sweep(price: number): void {
    for (let row = 0; row < rows; row += 1) {
      const busy = Math.min(row, operators)
      const abandoning = row > operators ? (leaving[row - operators - 1] ?? 0) : 0
      const ending = busy / meanHandle + abandoning
      const reward = busy * (1 + price * granted) - price * abandoning
      const isFull = row === rows - 1
      for (let ringing = 0; ringing < columns; ringing += 1) {
        const at = row * columns + ringing
        const here = values[at] ?? 0
        const ended = row > 0 ? (values[at - columns] ?? 0) : here
        const failed = ringing > 0 ? (values[at - 1] ?? 0) : here
        // somebody who answers when the queue of the model is full is abandoned at once
        const answered = ringing > 0 ? (isFull ? failed - price : (values[at + columns - 1] ?? 0)) : here
        const ringEnds = ringing * ringRate * (answerRate * answered + (1 - answerRate) * failed - here)
        next[at] = here + (reward + ringEnds + ending * (ended - here)) / clock
      }
    }
  }

  /** What was taken off all values since they were last nothing, and in how many steps. */
  let takenOff = 0
  let steps = 0

  function iterate(price: number): number {
    for (let round = 0; round < 200_000; round += 1) {
      sweep(price)
      afterSweep.set(next)
      chooseLaunches(next)
      let least = Number.POSITIVE_INFINITY
      let most = Number.NEGATIVE_INFINITY
      const base = next[0] ?? 0
      for (let at = 0; at < next.length; at += 1) {
        const change = (next[at] ?? 0) - (values[at] ?? 0)
        if (change < least) least = change
        if (change > most) most = change
        next[at] = (next[at] ?? 0) - base
      }
      takenOff += base
      steps += 1
      ;[values, next] = [next, values]
      // the gain lies between the least and the most change (Odoni's bounds)
      if ((most - least) * clock < tolerance * operators) return ((most + least) / 2) * clock
    }
    throw new Error('the optimum was not found')
  }

  const placeOf = (busyAndWaiting: number, ringing: number): number =>
    Math.min(busyAndWaiting, rows - 1) * columns + Math.min(ringing, columns - 1)

  return Object.assign(iterate, {
    fromNothing(price: number): Worth {
      values.fill(0)
      takenOff = 0
      steps = 0
      const gain = iterate(price)
      const worths = values.slice()
      const once = takenOff - (gain * steps) / clock
      return { gain, head: (busyAndWaiting, ringing) => once + (worths[placeOf(busyAndWaiting, ringing)] ?? 0) }
    },
    linesAt: (): Optimum['linesAt'] => {
      const lines = new Uint16Array(rows * columns)
      for (let row = 0; row < rows; row += 1) {
        let choice = columns - 1
        for (let ringing = columns - 1; ringing >= 0; ringing -= 1) {
          if ((afterSweep[row * columns + ringing] ?? 0) >= (afterSweep[row * columns + choice] ?? 0)) choice = ringing
          lines[row * columns + ringing] = choice
        }
      }
      return (busyAndWaiting, ringing) => lines[placeOf(busyAndWaiting, ringing)] ?? 0
    },
  })
}

/** Three times the lines that keep everybody busy, and a few more for floors of one. */
function linesToConsider(operators: number, answerRate: number, meanRing: number, meanHandle: number): number {
  const needed = (operators * meanRing) / meanHandle / answerRate
  return Math.ceil(needed + 5 * Math.sqrt(needed) + 3 / answerRate)
}

/**
 * Rates at which people leave when 1, 2 … wait and each leaves after exactly `patience`: those that make the Markov chain
 * have the queue lengths of the real queue (A. Brandt, M. Brandt, On the M(n)/M(n)/s queue with impatient calls, 1999).
 */
export function abandonRates(serviceRate: number, patience: number): number[] {
  const weights = [1]
  for (let waiting = 1; waiting <= mostWaiting; waiting += 1) weights.push(weight(waiting, serviceRate, patience))
  return weights.slice(1).map((each, index) => (weights[index] ?? 0) / each - serviceRate)
}

/** The integral of t^(n-1) / (n-1)! e^(-rate t) from 0 to patience, by Simpson's rule. */
function weight(waiting: number, rate: number, patience: number): number {
  const steps = 200
  const width = patience / steps
  let sum = 0
  for (let step = 0; step <= steps; step += 1) {
    const time = step * width
    const factor = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2
    sum += factor * time ** (waiting - 1) * Math.exp(-rate * time)
  }
  let factorial = 1
  for (let number = 2; number < waiting; number += 1) factorial *= number
  return (sum * width) / 3 / factorial
}

/** Dials as the optimum does. It keeps the cap in the long run, not on each day. */
export function optimal({ linesAt }: Optimum): SimulatedPacer {
  return {
    launch({ seats, answeredWaiting, ringing }: FloorView) {
      let busy = 0
      for (const { state } of seats) if (state === 'talking' || state === 'wrapping_up') busy += 1
      return Math.max(0, linesAt(busy + answeredWaiting, ringing.length) - ringing.length)
    },
  }
}
