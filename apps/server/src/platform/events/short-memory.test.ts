import { describe, expect, it } from 'vitest'
import { createShortMemory } from './short-memory.ts'

function memory() {
  const state = { now: 1_000_000, loads: 0, release: [] as (() => void)[], isHeld: false }
  const made = createShortMemory<string, number>({
    clock: { now: () => state.now, setTimer: () => () => undefined },
    maxAgeMs: 1_000,
    async load() {
      const value = ++state.loads
      if (state.isHeld) await new Promise<void>((resolve) => state.release.push(resolve))
      return value
    },
  })
  return { state, made }
}

describe('a short memory', () => {
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
      forget(made)
      state.release.shift()?.()
      expect(await old).toBe(1)
      state.isHeld = false
      expect(await made.get('a')).toBe(2)
    }
  })
})
