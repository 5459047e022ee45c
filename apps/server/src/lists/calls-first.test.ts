import { virtualClock } from '@sekisho/telephony'
import { describe, expect, it } from 'vitest'
import { besideCalls, isSomebodyOnTheLine, restBesideCalls } from './calls-first.ts'

const watch = (recentMs: number, clock = virtualClock(0)) => ({
  clock,
  receipts: { recentMs: () => recentMs } as never,
})

async function restOf(workedMs: number, recentMs: number): Promise<number> {
  const clock = virtualClock(0)
  let restedMs: number | undefined
  void restBesideCalls(watch(recentMs, clock), workedMs).then(() => {
    restedMs = clock.now()
  })
  await clock.settle(10_000)
  return restedMs ?? Number.NaN
}

describe('work on a list', () => {
  it('rests for nobody while no entry is made', async () => {
    expect(isSomebodyOnTheLine(watch(0))).toBe(false)
    expect(await restOf(100, 0)).toBe(0)
  })

  it('rests twice as long as it worked beside calls, and longer the slower they are answered, up to six times', async () => {
    expect(isSomebodyOnTheLine(watch(1))).toBe(true)
    expect(await restOf(100, 1)).toBe(200)
    expect(await restOf(100, 80)).toBe(400)
    expect(await restOf(100, 2_000)).toBe(600)
  })

  it('does not rest for hours when the clock jumped while it worked', async () => {
    expect(await restOf(3_600_000, 1)).toBe(4_000)
    expect(await restOf(-3_600_000, 1)).toBe(0)
  })

  it('reads a file chunk by chunk, each after a rest, all of it and in order', async () => {
    const clock = virtualClock(0)
    const seen: [number, string][] = []
    async function* file() {
      for (const text of ['a', 'b', 'c']) yield Buffer.from(text)
    }
    const reading = (async () => {
      for await (const chunk of besideCalls(watch(20, clock), file())) seen.push([clock.now(), chunk.toString()])
    })()
    await clock.settle(10_000)
    await reading
    expect(seen).toEqual([
      [0, 'a'],
      [30, 'b'],
      [60, 'c'],
    ])
  })
})
