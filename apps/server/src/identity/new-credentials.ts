import type { PersonId } from '@sekisho/contract'
import { z } from 'zod'
import type { Tx } from '../platform/database/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { Passwords } from './passwords.ts'
import { inKeyService } from './sign-in.ts'

/** Password and one-time-code secret that somebody chose and has not yet confirmed; the secret rests sealed (F-11). */
export const pendingCredentials = z.strictObject({ argon2id: z.string(), sealedTotp: z.base64() })
export type PendingCredentials = z.output<typeof pendingCredentials>

export interface TotpForScreen {
  /** For the QR code (Key URI Format of authenticator apps). Shown once. */
  readonly totpUri: string
  readonly totpSecret: string
}

const issuer = 'Sekisho'

export function createNewCredentials(
  { keys, clock }: Pick<IdentityDependencies, 'keys' | 'clock'>,
  passwords: Passwords,
) {
  return {
    async prepare(personId: PersonId, login: string, password: string): Promise<[PendingCredentials, TotpForScreen]> {
      const argon2id = await passwords.hash(password)
      const { sealed, secret } = await inKeyService(() => keys.newTotp({ personId }))
      const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`
      const totpUri = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&digits=6&period=30`
      return [
        { argon2id, sealedTotp: Buffer.from(sealed).toString('base64') },
        { totpUri, totpSecret: secret },
      ]
    },

    /** Whether the code proves that the secret arrived in an authenticator. It is spent: it signs nobody in afterwards. */
    async confirm(personId: PersonId, pending: PendingCredentials, code: string): Promise<boolean> {
      const sealed = Buffer.from(pending.sealedTotp, 'base64')
      return (await inKeyService(() => keys.checkTotp({ personId, sealed, code }))).ok
    },

    async store(tx: Tx, personId: PersonId, pending: PendingCredentials): Promise<void> {
      const now = new Date(clock.now())
      await tx.client.query(
        `insert into house.password_credentials (person_id, argon2id, changed_at) values ($1, $2, $3)
         on conflict (person_id) do update set argon2id = excluded.argon2id, changed_at = excluded.changed_at`,
        [personId, pending.argon2id, now],
      )
      await tx.client.query(
        `insert into house.totp_credentials (person_id, sealed_secret, confirmed_at) values ($1, $2, $3)
         on conflict (person_id) do update
           set sealed_secret = excluded.sealed_secret, confirmed_at = excluded.confirmed_at`,
        [personId, Buffer.from(pending.sealedTotp, 'base64'), now],
      )
    },
  }
}

export type NewCredentials = ReturnType<typeof createNewCredentials>
