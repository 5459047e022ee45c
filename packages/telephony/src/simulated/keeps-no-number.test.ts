import type { AttemptId } from '@sekisho/contract'
import { getHeapSnapshot, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { fictitiousNumber } from '@sekisho/fictitious'
import { virtualClock } from '../virtual-clock.ts'
import { simulatedNetwork } from './network.ts'

/** What the whole memory of this process holds, as text. */
async function readMemory(): Promise<string> {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  collectGarbage()
  collectGarbage()
  const chunks: Buffer[] = []
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('latin1')
}

describe('a carrier', () => {
  it('keeps no number in memory once the calls are placed', async () => {
    const clock = virtualClock(Date.parse('2026-12-01T10:00:00+09:00'))
    const { carrier } = simulatedNetwork({ clock, seed: 1 })
    const numberOf = (index: number): string => fictitiousNumber(987_654, 1_234_560 + index)
    const place = async (): Promise<void> => {
      const placing = Array.from({ length: 20 }, (_, index) => {
        const attemptId = `attempt-in-memory-${index}` as AttemptId
        return carrier.originate({ attemptId, number: numberOf(index), callerId: null, ringTimeoutMs: 25_000 })
      })
      await clock.settle(10)
      await Promise.all(placing)
    }
    await place()
    const memory = await readMemory()
    // The ids of live calls are there, so the search does find what is kept.
    expect(memory.includes('attempt-in-memory-19')).toBe(true)
    expect((await carrier.listCalls()).length).toBe(20)
    const kept = Array.from({ length: 20 }, (_, index) => numberOf(index)).filter((number) => memory.includes(number))
    expect(kept).toEqual([])
  })
})
