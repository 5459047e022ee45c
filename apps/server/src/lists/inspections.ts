import { atMost } from '../platform/at-most.ts'
import type { Clock } from '../platform/clock.ts'

/**
 * Long answers over HTTP break: proxies, browsers and our own server give a silent connection up. Within this time
 * whoever asked is answered, whether the inspection is done or goes on.
 */
const answerWithinMs = 20_000
/** A failure that nobody waited for any more is told to whoever asks again within this time. */
const rememberedMs = 60_000
/** At most so many at once: the key service has room for four sessions, two of them for an import and an exclusion. */
const atOnce = 2

/** Inspections of uploads: each goes on to its end, also when nobody waits any more, and once however often it is asked for. */
export interface Inspections {
  isUnderWay(uploadId: string): boolean
  /**
   * @param of    the upload, or another thing that takes as long
   * @param how   what is done with it, in a word: the same again joins what goes on
   * @returns     `done`, or `goes on`
   * @throws      what `inspect` throws
   */
  run(of: string, how: string, inspect: () => Promise<void>): Promise<'done' | 'goes on'>
}

interface Inspection {
  readonly done: Promise<void>
  waiting: number
}

export function inspections(clock: Clock): Inspections {
  const underWay = new Map<string, Inspection>()
  const unheard = new Map<string, unknown>()
  const inTurn = atMost(atOnce)

  function begin(key: string, inspect: () => Promise<void>): Inspection {
    const inspection: Inspection = { waiting: 0, done: inTurn(inspect).finally(() => underWay.delete(key)) }
    inspection.done.catch((error: unknown) => {
      if (inspection.waiting > 0) return
      unheard.set(key, error)
      clock.setTimer(rememberedMs, () => unheard.delete(key))
    })
    underWay.set(key, inspection)
    return inspection
  }

  async function answer(inspection: Inspection): Promise<'done' | 'goes on'> {
    let cancel = (): void => undefined
    const patience = new Promise<'goes on'>((resolve) => {
      cancel = clock.setTimer(answerWithinMs, () => resolve('goes on'))
    })
    inspection.waiting += 1
    try {
      return await Promise.race([inspection.done.then(() => 'done' as const), patience])
    } finally {
      inspection.waiting -= 1
      cancel()
    }
  }

  return {
    isUnderWay: (uploadId) => [...underWay.keys()].some((key) => key.startsWith(`${uploadId} `)),
    async run(of, how, inspect) {
      const key = `${of} ${how}`
      if (unheard.has(key)) {
        const error = unheard.get(key)
        unheard.delete(key)
        throw error
      }
      return answer(underWay.get(key) ?? begin(key, inspect))
    },
  }
}
