import { createSecretKey, randomBytes } from 'node:crypto'
import type { PersonId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { base32, totp, totpCode } from './totp.ts'
import { codeOf, newId } from './test-support/world.ts'

const key = { id: randomBytes(16), key: createSecretKey(randomBytes(32)) }
const { newTotp, checkTotp } = totp(() => key)

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

  it('accepts a code one step early or late, once, for its own person only', async () => {
    const personId: PersonId = newId()
    const { sealed, secret } = newTotp({ personId })
    const bytes = fromBase32(secret)
    const nowMs = 1_790_000_000_000
    const step = nowMs / 30_000 - (nowMs % 30_000) / 30_000
    const check = (at: number, lastStep: number) =>
      checkTotp({ personId, sealed, code: totpCode(bytes, at), nowMs, lastStep })
    for (const at of [step - 1, step, step + 1]) expect(check(at, 0)).toEqual({ ok: true, step: at })
    for (const at of [step - 2, step + 2]) expect(check(at, 0)).toEqual({ ok: false, step: 0 })
    expect(check(step, step)).toEqual({ ok: false, step: 0 })
    const other = Promise.resolve().then(() =>
      checkTotp({ personId: newId(), sealed, code: totpCode(bytes, step), nowMs, lastStep: 0 }),
    )
    expect(await codeOf(other)).toBe('sealed_data_damaged')
  })
})

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
