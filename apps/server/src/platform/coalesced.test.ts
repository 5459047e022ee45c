import { describe, expect, it } from 'vitest'
import { coalesced } from './coalesced.ts'

function held() {
  const ends: ((error?: Error) => void)[] = []
  const errors: unknown[] = []
  const made = coalesced(
    () => new Promise((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error)))),
    (error) => errors.push(error),
  )
  return { ...made, ends, errors }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('coalesced work', () => {
  it('runs once more after it was asked again and again, and then rests', async () => {
    const { ask, isRunning, ends } = held()
    const first = ask()
    const again = [ask(), ask()]
    expect(ends).toHaveLength(1)
    ends[0]?.()
    await Promise.all([first, ...again])
    await settled()
    expect([ends.length, isRunning()]).toEqual([2, true])
    ends[1]?.()
    await settled()
    expect([ends.length, isRunning()]).toEqual([2, false])
  })

  it('tells its failure to whoever asked, that of a repetition to its owner, and goes on', async () => {
    const { ask, ends, errors } = held()
    const first = ask()
    ask().catch(() => undefined)
    ends[0]?.(new Error('first'))
    await expect(first).rejects.toThrow('first')
    ends[1]?.(new Error('second'))
    await settled()
    expect(errors).toEqual([new Error('second')])
    const third = ask()
    ends[2]?.()
    await third
  })
})
