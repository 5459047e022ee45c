/**
 * Work that is asked for often and always does everything that is due: asked again while it runs, it runs once more
 * afterwards, however often it was asked.
 *
 * @param onError  a repeated run failed; the first one's failure goes to whoever asked
 * @returns  `ask`, whose promise is that of the run that is under way, and whether one is
 */
export function coalesced(
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): { ask(): Promise<void>; isRunning(): boolean } {
  let running: Promise<void> | null = null
  let isAskedAgain = false

  function ask(): Promise<void> {
    if (running !== null) {
      isAskedAgain = true
      return running
    }
    running = work().finally(() => {
      running = null
      if (!isAskedAgain) return
      isAskedAgain = false
      ask().catch(onError)
    })
    return running
  }

  return { ask, isRunning: () => running !== null }
}
