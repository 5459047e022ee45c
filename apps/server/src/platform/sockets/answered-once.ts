/** Remembers answers by sequence number, so that a message that is sent again is answered again and not done twice. */
export interface AnsweredOnce<Answer> {
  /** Does the work for a new `seq`; for one that was seen, gives the same answer, also while it is still being worked on. */
  answer(seq: number, work: () => Promise<Answer>): Promise<Answer>
}

/**
 * Keep one for each page, not for each connection: a page that lost its connection repeats what was not answered. A page
 * starts its numbers anew when it is loaded anew, so the memory belongs to the key the page made for itself.
 *
 * @param capacity  how many answers are remembered; older ones would be done again
 */
export function createAnsweredOnce<Answer>(capacity = 256): AnsweredOnce<Answer> {
  const answers = new Map<number, Promise<Answer>>()
  return {
    answer(seq, work) {
      const known = answers.get(seq)
      if (known !== undefined) return known
      const made = work()
      answers.set(seq, made)
      // a failure was not done and may be tried again
      made.catch(() => answers.delete(seq))
      if (answers.size > capacity) answers.delete(answers.keys().next().value ?? seq)
      return made
    },
  }
}
