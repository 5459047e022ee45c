import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { OperationParameters, Results, VaultKey } from '@sekisho/vault'
import { open, seal } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import { totpPlace } from './places.ts'
import type { UsedSteps } from './used-steps.ts'

const stepMs = 30_000
/** Steps before and after the current one that count, for clocks that differ (RFC 6238 section 5.2). */
const window = 1

export interface TotpDependencies {
  readonly houseKey: () => VaultKey
  readonly clock: KeyServiceClock
  readonly used: UsedSteps
}

/** One-time passwords whose secret never leaves: it is given once, for the QR code, and checked here afterwards (F-11). */
export function totp({ houseKey, clock, used }: TotpDependencies) {
  return {
    newTotp({ personId }: OperationParameters<'newTotp'>): Results['newTotp'] {
      const secret = randomBytes(20)
      const key = houseKey()
      return { sealed: seal(key.key, totpPlace(personId, key), secret), secret: base32(secret) }
    },

    /** The time is our own, and a code that was accepted is not accepted again: neither is the server's to say. */
    async checkTotp({ personId, sealed, code }: OperationParameters<'checkTotp'>): Promise<Results['checkTotp']> {
      const key = houseKey()
      const secret = open(key.key, totpPlace(personId, key), sealed)
      const current = Math.floor(clock.nowMs() / stepMs)
      let step = 0
      for (let each = current - window; each <= current + window; each++) {
        if (timingSafeEqual(Buffer.from(totpCode(secret, each)), Buffer.from(code))) step = each
      }
      secret.fill(0)
      return { ok: step > 0 && (await used.use(sealed, step)) }
    },
  }
}

/** The six digits of a step (RFC 6238 section 4, RFC 4226 section 5.3, HMAC-SHA-1). */
export function totpCode(secret: Uint8Array, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.max(step, 0)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) as number) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** Base32 without padding (RFC 4648 section 6), as authenticator apps read it. */
export function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31]
  }
  if (bits > 0) text += alphabet[(held << (5 - bits)) & 31]
  return text
}
