import { describe, expect, it } from 'vitest'
import { trunk } from './trunk.ts'

describe('the calls a second', () => {
  it('are counted over any second, not by the clock’s full seconds', () => {
    const lines = trunk({ lines: 1_000, callsPerSecond: 2 })
    lines.take(10_900)
    lines.take(10_950)
    expect(() => lines.take(11_100)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
    lines.take(11_900)
    expect(lines.inUse()).toBe(3)
  })

  it('do not block for as long as a clock jumped back', () => {
    const lines = trunk({ lines: 10, callsPerSecond: 1 })
    lines.take(5_000_000)
    lines.take(1_000)
    expect(() => lines.take(1_500)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
  })

  it('hold over a long run at the limit', () => {
    const lines = trunk({ lines: 1e9, callsPerSecond: 100 })
    let placed = 0
    for (let atMs = 0; atMs < 100_000; atMs += 5) {
      try {
        lines.take(atMs)
        placed += 1
      } catch (failure) {
        expect(failure).toMatchObject({ code: 'rate_limited' })
      }
    }
    expect(placed).toBe(10_000)
  })
})
