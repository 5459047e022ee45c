import type { Pool, PoolClient } from 'pg'

/** Which of those who wait goes on first. */
export type Turn = 'first' | 'usual'

/**
 * Gives connections of a pool and lets it grow by one at a time. A new one costs a fork, a sign-in and all plans anew: when
 * a moment's stall makes everybody ask at once, ten of them together take both cores for half a second, and whoever
 * waited a moment waits that long. One that is given back comes sooner.
 *
 * @param most  as many as the pool may have
 * @returns     gives a connection, to be given back by its `release`; one that is broken is thrown away
 */
export function oneByOne(
  pool: Pick<Pool, 'connect' | 'on'>,
  most: number,
): (turn: Turn) => Promise<{ client: PoolClient; release: (isBroken: boolean) => void }> {
  const waiting: Record<Turn, ((taken: { isNew: boolean }) => void)[]> = { first: [], usual: [] }
  let open = 0
  /** Of those that are open; the one that is being opened is nobody's yet. */
  let inUse = 0
  let isOpening = false
  pool.on('connect', () => {
    open += 1
  })
  pool.on('remove', () => {
    open -= 1
    goOn()
  })

  function take(): { isNew: boolean } {
    const isNew = inUse >= open
    if (isNew) isOpening = true
    else inUse += 1
    return { isNew }
  }

  const hasRoom = (): boolean => inUse < open || (!isOpening && open < most)

  function goOn(): void {
    while (hasRoom()) {
      const next = waiting.first.shift() ?? waiting.usual.shift()
      if (next === undefined) return
      next(take())
    }
  }

  return async (turn) => {
    const { isNew } = await new Promise<{ isNew: boolean }>((resolve) => {
      waiting[turn].push(resolve)
      goOn()
    })
    try {
      const client = await pool.connect()
      if (isNew) inUse += 1
      return {
        client,
        release(isBroken) {
          inUse -= 1
          client.release(isBroken)
          goOn()
        },
      }
    } catch (error) {
      if (!isNew) inUse -= 1
      throw error
    } finally {
      if (isNew) isOpening = false
      goOn()
    }
  }
}
