/**
 * The share of calls that a person answers, learned; follows jumps within some tens of calls.
 *
 * Calls may come with an expectation: the share of such calls that was answered on days before. Learned is how far the truth is
 * from it, and how far it is to be believed: whether the calls since then were foretold better with it or without.
 */
export interface AnswerModel {
  /** @param expected  of such a call; undefined where nothing is known */
  learn(isAnswered: boolean, expected?: number): void
  /** Of the calls that were made lately. */
  rate(): number
  /** How much likelier than those such a call is to be answered: 1 where nothing is known of it, or nothing of it believed. */
  timesUsual(expected: number | undefined): number
  /** The highest rate that is still believable: the estimate, its error, and a jump that nobody has seen yet. */
  highRate(): number
  /** What is expected was counted anew: how far the truth is from it begins to be learned again. */
  recounted(): void
}

export interface AnswerPrior {
  readonly rate: number
  /** How many calls the prior is worth. */
  readonly worth: number
}

/** Calls whose weight is remembered: by the steady estimate, and by the one that notices jumps. */
const steadyCalls = 600
const recentCalls = 60
/** How many standard errors of the recent estimate are a jump. */
const jump = 3
/** What the answer rate may have risen by unseen. */
const surprise = 1.15
/** Where hardly anybody answered, as many may the next minute: this share is always believed possible. */
const leastHighRate = 0.1
/** Below this something is wrong, with the list, the hour or the carrier; when it is over, half may answer. */
const silence = 0.02
const highRateAfterSilence = 0.5
/** Less is expected of nobody: somebody of a class that never answered would be a miracle. */
const leastExpected = 0.005
/** That all answer, or none, is not believed of any call. */
const mostRate = 0.98
/** Logarithm of the odds that expectations are right: what was seen cannot make it so sure that a change takes hours. */
const mostTrust = 4
/** What was counted on days before is mostly right: seven to one, before anything was seen. */
const firstTrust = 2

interface Memory {
  answered: number
  expected: number
  calls: number
}

export function createAnswerModel({ rate, worth }: AnswerPrior): AnswerModel {
  const steady: Memory = { answered: rate * worth, expected: Math.max(leastExpected, rate) * worth, calls: worth }
  const recent = { ...steady }
  let trust = firstTrust
  let believed = shareOfOdds(trust)
  let callsSinceSilence = recentCalls

  function add(memory: Memory, isAnswered: boolean, expected: number, most: number): void {
    memory.calls += 1
    memory.expected += expected
    if (isAnswered) memory.answered += 1
    if (memory.calls <= most) return
    const left = most / memory.calls
    memory.answered *= left
    memory.expected *= left
    memory.calls = most
  }

  function shareOf({ answered, calls }: Memory): number {
    // half a call of each kind keeps it off 0 and 1
    return (answered + 0.5) / (calls + 1)
  }

  const meanOf = ({ expected, calls }: Memory): number => expected / calls

  /** An expectation that is none (a lost division, NaN) is not known. */
  const known = (expected = Number.NaN): number =>
    expected >= 0 && expected <= 1 ? Math.max(leastExpected, expected) : meanOf(steady)

  /** Both ways to foretell are weighed by what they said of the calls since then (Bayes). */
  function timesUsual(expected: number | undefined): number {
    // asked for each line of each decision
    return expected === undefined ? 1 : believed * (known(expected) / meanOf(steady)) + 1 - believed
  }

  function judge(isAnswered: boolean, expected: number): void {
    const usual = shareOf(steady)
    const told = Math.min(mostRate, (usual * expected) / meanOf(steady))
    const said = isAnswered ? told / usual : (1 - told) / (1 - usual)
    trust = Math.min(mostTrust, Math.max(-mostTrust, trust + Math.log(said)))
    believed = shareOfOdds(trust)
  }

  return {
    timesUsual,
    learn(isAnswered, told) {
      const expected = known(told)
      judge(isAnswered, expected)
      add(steady, isAnswered, expected, steadyCalls)
      add(recent, isAnswered, expected, recentCalls)
      const usual = Math.min(mostRate, shareOf(steady) * timesUsual(meanOf(recent)))
      const error = Math.sqrt((usual * (1 - usual)) / recent.calls)
      if (Math.abs(shareOf(recent) - usual) > jump * error) Object.assign(steady, recent)
      callsSinceSilence = shareOf(steady) < silence ? 0 : callsSinceSilence + 1
    },
    rate: () => shareOf(steady),
    highRate() {
      const share = shareOf(steady)
      if (callsSinceSilence < recentCalls) return highRateAfterSilence
      return Math.min(1, Math.max(leastHighRate, surprise * share + Math.sqrt((share * (1 - share)) / steady.calls)))
    },
    recounted() {
      const expected = meanOf(steady)
      for (const memory of [steady, recent])
        Object.assign(memory, { answered: expected * worth, expected: expected * worth, calls: worth })
    },
  }
}

/** @param logOdds  of two ways, the logarithm of how much likelier the first one is */
function shareOfOdds(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
