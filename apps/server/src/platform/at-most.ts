/** Runs at most `count` pieces of work at a time; the others wait for their turn, in the order they came. */
export function atMost(count: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // the place is handed on, so that nobody slips in between
      if (next === undefined) running -= 1
      else next()
    }
  }
}
