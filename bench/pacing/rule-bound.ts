import { createWorstCase, LEAST_ANSWERS } from '@sekisho/dialer'
import { abandonRates, type MemorylessFloor, type Optimum } from './optimal.ts'

/** One answer grants this much of an abandoned call. */
const unit = 0.03
/** What one abandoned call takes, in units: 0.99 of a call, which favours the bound. */
const costOfOne = 33
/** Accounts that are told apart, in calls. More than the highest is the highest: two more change the result by less than 0.0003. */
const leastAccount = -1
const mostAccount = 10
/** People who wait at once; one more hardly ever does. */
const mostWaiting = 3

/**
 * What no policy can pass on the average day of a memoryless floor if, as in the product, there is one line for each free operator
 * until 34 people have answered, and later no line is launched unless the day keeps its cap should as many answer as may in
 * the worst case (`createWorstCase`) and nobody else become free. So the day may end at any moment.
 *
 * The best policy that does this is computed: it knows every rate, when the day ends and what it has abandoned. Dynamic
 * programming from the end of the day backwards over (busy operators and people waiting) x (lines) x (the account).
 *
 * @param optimum     of the same floor; it tells how many lines are worth telling apart
 * @param daySeconds  long enough for 34 answers
 * @returns           the share of the day that operators are busy
 */
export function boundUnderRule(floor: MemorylessFloor, { linesAt }: Optimum, daySeconds: number): number {
  const { operators, answerRate, meanRing, meanHandle, patience, cap } = floor
  if (cap !== unit) throw new RangeError('accounts are counted for a cap of 3 %')
  const mostLines = Math.ceil(1.25 * linesAt(0, 0)) + 2
  const lines = mostLines + 1
  const rows = operators + mostWaiting + 1
  const nothing = Math.round(-leastAccount / unit)
  const accounts = nothing + Math.round(mostAccount / unit) + 1
  const leaving = abandonRates(operators / meanHandle, patience).slice(0, mostWaiting)
  const clock = mostLines / meanRing + operators / meanHandle + (leaving.at(-1) ?? 0)
  const allowed = linesByRule({ floor, rows, accounts, nothing, mostLines })
  let values = new Float64Array(rows * lines * accounts)
  let before = new Float64Array(values.length)
  // before the 34th answer: by answers and busy operators
  let firsts = new Float64Array(LEAST_ANSWERS * (operators + 1))
  let firstsBefore = new Float64Array(firsts.length)

  /** What each state is worth one tick of the clock earlier. */
  function tick(row: number, ringing: number): void {
    const busy = Math.min(row, operators)
    const here = (row * lines + ringing) * accounts
    const ended = ((row - 1) * lines + ringing) * accounts
    const failed = here - accounts
    const answered = ((row + 1) * lines + ringing - 1) * accounts
    const ending = busy / meanHandle / clock
    const abandoning = row > operators ? (leaving[row - operators - 1] ?? 0) / clock : 0
    const answering = (ringing * answerRate) / meanRing / clock
    const failing = (ringing * (1 - answerRate)) / meanRing / clock
    const staying = 1 - ending - abandoning - answering - failing
    // local names: this loop is nearly all of the work
    const [from, to] = [values, before]
    for (let account = 0; account < accounts; account += 1) {
      let value = busy / clock + staying * (from[here + account] ?? 0)
      if (row > 0) value += ending * (from[ended + account] ?? 0) + abandoning * (from[ended + poorer(account)] ?? 0)
      if (ringing > 0) {
        const richer = Math.min(account + 1, accounts - 1)
        // who answers when the queue of the model is full is abandoned at once
        const then = row + 1 < rows ? answered + richer : failed + poorer(richer)
        value += failing * (from[failed + account] ?? 0) + answering * (from[then] ?? 0)
      }
      to[here + account] = value
    }
  }

  /** Lines may be launched at any moment, as many as the rule allows. */
  function launch(row: number): void {
    for (let account = 0; account < accounts; account += 1) {
      let best = Number.NEGATIVE_INFINITY
      for (let ringing = allowed[row * accounts + account] ?? 0; ringing >= 0; ringing -= 1) {
        const at = (row * lines + ringing) * accounts + account
        best = Math.max(best, before[at] ?? 0)
        before[at] = best
      }
    }
  }

  function tickOfFirsts(answers: number, busy: number): void {
    const at = answers * (operators + 1) + busy
    const answering = ((operators - busy) * answerRate) / meanRing / clock
    const ending = busy / meanHandle / clock
    let value = busy / clock + (1 - answering - ending) * (firsts[at] ?? 0)
    if (busy > 0) value += ending * (firsts[at - 1] ?? 0)
    if (busy < operators) {
      const ringing = Math.min(mostLines, operators - busy - 1)
      const last = ((busy + 1) * lines + ringing) * accounts + nothing + LEAST_ANSWERS
      const next = answers + 1 < LEAST_ANSWERS ? firsts[at + operators + 2] : values[last]
      value += answering * (next ?? 0)
    }
    firstsBefore[at] = value
  }

  for (let tickAt = Math.round(daySeconds * clock); tickAt > 0; tickAt -= 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let ringing = 0; ringing < lines; ringing += 1) tick(row, ringing)
      launch(row)
    }
    for (let answers = 0; answers < LEAST_ANSWERS; answers += 1)
      for (let busy = 0; busy <= operators; busy += 1) tickOfFirsts(answers, busy)
    ;[values, before] = [before, values]
    ;[firsts, firstsBefore] = [firstsBefore, firsts]
  }
  return (firsts[0] ?? 0) / daySeconds / operators
}

function poorer(account: number): number {
  return account > costOfOne ? account - costOfOne : 0
}

interface Levels {
  readonly floor: MemorylessFloor
  readonly rows: number
  readonly accounts: number
  /** The level of an account of 0. */
  readonly nothing: number
  readonly mostLines: number
}

/** How many lines may ring, by busy operators with people waiting, and by account. */
function linesByRule({ floor: { operators, answerRate }, rows, accounts, nothing, mostLines }: Levels): Uint16Array {
  const worst = createWorstCase()
  const answers = Array.from({ length: mostLines + 1 }, (_, lines) => {
    if (lines > 0) worst.add(answerRate)
    return worst.count()
  })
  const allowed = new Uint16Array(rows * accounts)
  for (let row = 0; row < rows; row += 1) {
    const free = operators - row
    for (let level = 0; level < accounts; level += 1) {
      const mayRing = (lines: number): boolean => {
        const abandoned = Math.max(0, (answers[lines] ?? 0) - free)
        return lines <= free || abandoned === 0 || abandoned <= (level - nothing + (answers[lines] ?? 0)) * unit + 1e-9
      }
      let lines = 0
      while (lines < mostLines && mayRing(lines + 1)) lines += 1
      allowed[row * accounts + level] = lines
    }
  }
  return allowed
}
