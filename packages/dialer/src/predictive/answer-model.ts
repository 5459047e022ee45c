/** The share of calls that a person answers, learned; follows jumps within some tens of calls. */
export interface AnswerModel {
  learn(isAnswered: boolean): void
  rate(): number
  /** The highest rate that is still believable: the estimate, its error, and a jump that nobody has seen yet. */
  highRate(): number
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

export function createAnswerModel({ rate, worth }: AnswerPrior): AnswerModel {
  const steady = { answered: rate * worth, calls: worth }
  const recent = { ...steady }
  let callsSinceSilence = recentCalls

  function add(memory: typeof steady, isAnswered: boolean, most: number): void {
    memory.calls += 1
    if (isAnswered) memory.answered += 1
    if (memory.calls <= most) return
    memory.answered *= most / memory.calls
    memory.calls = most
  }

  function shareOf({ answered, calls }: typeof steady): number {
    // half a call of each kind keeps it off 0 and 1
    return (answered + 0.5) / (calls + 1)
  }

  return {
    learn(isAnswered) {
      add(steady, isAnswered, steadyCalls)
      add(recent, isAnswered, recentCalls)
      const expected = shareOf(steady)
      const error = Math.sqrt((expected * (1 - expected)) / recent.calls)
      if (Math.abs(shareOf(recent) - expected) > jump * error) Object.assign(steady, recent)
      callsSinceSilence = shareOf(steady) < silence ? 0 : callsSinceSilence + 1
    },
    rate: () => shareOf(steady),
    highRate() {
      const share = shareOf(steady)
      if (callsSinceSilence < recentCalls) return highRateAfterSilence
      return Math.min(1, Math.max(leastHighRate, surprise * share + Math.sqrt((share * (1 - share)) / steady.calls)))
    },
  }
}
