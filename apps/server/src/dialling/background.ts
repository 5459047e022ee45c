/** Work that nobody waits for: failures are reported, and a test or a stop can wait until none is left. */
export interface Background {
  run(work: () => Promise<void>): void
  /** Resolves when nothing runs any more; what is started meanwhile counts. */
  settled(): Promise<void>
}

export function createBackground(onError: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  return {
    run(work) {
      const started: Promise<void> = work()
        .catch(onError)
        .finally(() => running.delete(started))
      running.add(started)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
