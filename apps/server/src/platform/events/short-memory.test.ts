import { describe, expect, it } from 'vitest'
import { createShortMemory } from './short-memory.ts'

function memory() {
  const state = { now: 1_000_000, loads: 0, release: [] as (() => void)[], isHeld: false, asked: [] as string[][] }
  const made = createShortMemory<string, number>({
    clock: { now: () => state.now, setTimer: () => () => undefined },
    maxAgeMs: 1_000,
    async loadAll(keys) {
      state.asked.push([...keys])
      const values = keys.map(() => ++state.loads)
      if (state.isHeld) await new Promise<void>((resolve) => state.release.push(resolve))
      return values
    },
  })
  return { state, made }
}

/** Loads begin at the end of a turn of the event loop. */
const begun = (state: { release: unknown[] }) => expect.poll(() => state.release.length).toBe(1)

describe('a short memory', () => {
  it('loads what is asked in one turn in one call, and gives everybody his own', async () => {
    const { state, made } = memory()
    expect(await Promise.all(['a', 'b', 'c', 'b'].map((key) => made.get(key)))).toEqual([1, 2, 3, 2])
    expect(state.asked).toEqual([['a', 'b', 'c']])
    const many = Array.from({ length: 501 }, (_, index) => `key ${index}`)
    expect(new Set(await Promise.all(many.map((key) => made.get(key)))).size).toBe(501)
    expect(state.asked.slice(1).map(({ length }) => length)).toEqual([500, 1])
  })

  it('asks once for a moment and again after it, also when the clock jumps back', async () => {
    const { state, made } = memory()
    expect([await made.get('a'), await made.get('a')]).toEqual([1, 1])
    state.now += 1_000
    expect(await made.get('a')).toBe(1)
    state.now += 1
    expect(await made.get('a')).toBe(2)
    state.now -= 3_600_000
    expect(await made.get('a')).toBe(3)
  })

  it('shares one load among callers of the same moment', async () => {
    const { state, made } = memory()
    state.isHeld = true
    const both = Promise.all([made.get('a'), made.get('a')])
    await begun(state)
    state.release.shift()?.()
    expect(await both).toEqual([1, 1])
    expect(state.loads).toBe(1)
  })

  it('does not keep what was forgotten while it was being loaded: it may be older than the change', async () => {
    for (const forget of [
      (m: ReturnType<typeof memory>['made']) => m.forget('a'),
      (m: ReturnType<typeof memory>['made']) => m.forgetWhere(() => false),
      (m: ReturnType<typeof memory>['made']) => m.forgetAll(),
    ]) {
      const { state, made } = memory()
      state.isHeld = true
      const old = made.get('a')
      await begun(state)
      forget(made)
      state.release.shift()?.()
      expect(await old).toBe(1)
      state.isHeld = false
      expect(await made.get('a')).toBe(2)
    }
  })
})
