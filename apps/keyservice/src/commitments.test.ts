import type { EntryId } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { beforeEach, describe, expect, it } from 'vitest'
import { commitOnce } from './commitments.ts'
import { settableClock } from './test-support/settable-clock.ts'
import type { SettableClock } from './test-support/settable-clock.ts'
import { uuidV7 } from './test-support/world.ts'

let clock: SettableClock
let requireFirst: (entryId: string) => void

beforeEach(() => {
  clock = settableClock()
  requireFirst = commitOnce(clock)
  clock.pass(3_600_000)
})

function ask(entryId: string): string {
  try {
    requireFirst(entryId)
    return 'committed'
  } catch (error) {
    return error instanceof KeyServiceError ? error.code : String(error)
  }
}

const made = (atMs = clock.nowMs()): EntryId => uuidV7(atMs) as EntryId

describe('what an entry commits to (M-09)', () => {
  it('is asked for once: a second value for the same entry is a guess, however long nothing came after it', () => {
    const entryId = made()
    expect([ask(entryId), ask(entryId)]).toEqual(['committed', 'refused_spent'])
    clock.pass(59_000)
    expect([ask(entryId), ask(made())]).toEqual(['refused_spent', 'committed'])
    clock.pass(3_600_000)
    expect(ask(entryId)).toBe('refused_spent')
    expect(ask(made())).toBe('committed')
    expect(ask(entryId)).toBe('refused_too_old')
  })

  it('is not asked for when the id is older than a minute, or does not say how old it is', () => {
    const entryId = made()
    clock.pass(60_000)
    expect(ask(made())).toBe('committed')
    expect(ask(entryId)).toBe('committed')
    clock.pass(1)
    expect(ask(made())).toBe('committed')
    expect([ask(made(clock.nowMs() - 60_001)), ask(made(0))]).toEqual(['refused_too_old', 'refused_too_old'])
    expect(ask('123e4567-e89b-42d3-a456-426614174000')).toBe('refused_too_old')
  })

  it('is not asked for after a restart for an entry from before it, of which nothing is remembered', () => {
    const entryId = made()
    expect(ask(entryId)).toBe('committed')
    clock.pass(2)
    requireFirst = commitOnce(clock)
    expect([ask(entryId), ask(made())]).toEqual(['refused_too_old', 'committed'])
    clock.pass(3_600_000)
    expect(ask(entryId)).toBe('refused_too_old')
  })

  it('goes on while ids lie behind a clock that runs ahead, each still once', () => {
    clock.jump(3_600_000)
    const behind = made(clock.nowMs() - 3_600_000)
    expect([ask(behind), ask(behind)]).toEqual(['committed', 'refused_spent'])
  })

  it('goes on while ids run ahead of a clock that was set back, each still once', () => {
    const before = clock.nowMs()
    clock.jump(-3_600_000)
    const ahead = made(before)
    expect([ask(ahead), ask(ahead), ask(made(before))]).toEqual(['committed', 'refused_spent', 'committed'])
    requireFirst = commitOnce(clock)
    expect(ask(made(before))).toBe('committed')
  })
})
