import { createSecretKey, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { PersonId } from '@sekisho/contract'
import { diskStorage } from '@sekisho/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { base32, totp, totpCode } from './totp.ts'
import { settableClock } from './test-support/settable-clock.ts'
import type { SettableClock } from './test-support/settable-clock.ts'
import { codeOf, newId, temporaryFolder } from './test-support/world.ts'
import { openUsedSteps } from './used-steps.ts'
import type { UsedSteps } from './used-steps.ts'

const nowMs = 1_790_000_000_000
const key = { id: randomBytes(16), key: createSecretKey(randomBytes(32)) }
let folder: ReturnType<typeof temporaryFolder>
let clock: SettableClock
let used: UsedSteps
let service: ReturnType<typeof totp>

beforeEach(() => {
  folder = temporaryFolder()
  clock = settableClock(nowMs)
  start()
})
afterEach(() => {
  used.close()
  folder.remove()
})

function start(): void {
  used = openUsedSteps(join(folder.path, 'totp-steps.log'), diskStorage)
  service = totp({ houseKey: () => key, clock, used })
}

/** A new secret of a new person, and its codes by step. */
function enrolled() {
  const personId: PersonId = newId()
  const { sealed, secret } = service.newTotp({ personId })
  const bytes = fromBase32(secret)
  return {
    ...{ personId, sealed },
    code: (step: number) => totpCode(bytes, step),
    check: async (step: number) => (await service.checkTotp({ personId, sealed, code: totpCode(bytes, step) })).ok,
  }
}

const step = Math.floor(nowMs / 30_000)

describe('one-time passwords (F-11)', () => {
  it('gives the codes of RFC 6238, appendix B', () => {
    const secret = Buffer.from('12345678901234567890', 'latin1')
    const vectors = [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ] as const
    for (const [seconds, code] of vectors) expect(totpCode(secret, Math.floor(seconds / 30), 8)).toBe(code)
  })

  it('spells secrets as RFC 4648 does', () => {
    const spelled = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))
    expect(spelled).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
  })

  it('accepts a code one step early or late by its own clock, for its own person only', async () => {
    for (const at of [step - 1, step, step + 1]) expect(await enrolled().check(at)).toBe(true)
    for (const at of [step - 2, step + 2]) expect(await enrolled().check(at)).toBe(false)
    const later = enrolled()
    clock.pass(60_000)
    expect(await later.check(step)).toBe(false)
    expect(await later.check(step + 2)).toBe(true)
    const { sealed, code } = enrolled()
    const other = service.checkTotp({ personId: newId(), sealed, code: code(step + 2) })
    expect(await codeOf(other)).toBe('sealed_data_damaged')
  })

  it('accepts no code twice, none before an accepted one, and remembers that over a restart (B-09)', async () => {
    const { check } = enrolled()
    const other = enrolled()
    expect(await Promise.all([check(step), check(step)])).toEqual([true, false])
    expect(await check(step - 1)).toBe(false)
    used.close()
    start()
    expect(await check(step)).toBe(false)
    expect(await check(step + 1)).toBe(true)
    expect(await other.check(step)).toBe(true)
  })
})

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
