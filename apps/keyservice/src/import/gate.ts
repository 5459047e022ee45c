/** Lets so many through, and then only as many as come back: how one thread keeps from running ahead of another. */
export interface Gate {
  /** Resolves when there is room, and takes it. */
  enter(): Promise<void>
  /** Gives room back. */
  leave(): void
}

export function gate(room: number): Gate {
  let free = room
  const waiting: (() => void)[] = []
  return {
    enter() {
      if (free > 0) {
        free--
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    leave() {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    },
  }
}
