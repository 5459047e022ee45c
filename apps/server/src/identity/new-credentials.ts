import type { WebAuthnCredential } from '@simplewebauthn/server'
import type { newCredentialForScreen, newCredentialProof, newCredentialWish, PersonId } from '@sekisho/contract'
import { z } from 'zod'
import type { Tx } from '../platform/database/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { type CheckCode, inKeyService } from './one-time-codes.ts'
import type { Passkeys } from './passkeys.ts'
import type { Passwords } from './passwords.ts'
import { refuseGuessablePassword } from './passwords.ts'
import type { WebAuthn } from './webauthn.ts'

/** What somebody chose and has not yet confirmed; a one-time-code secret rests sealed (F-11). */
export const pendingCredentials = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), argon2id: z.string(), sealedTotp: z.base64() }),
  z.strictObject({ method: z.literal('passkey'), challenge: z.string() }),
])
export type PendingCredentials = z.output<typeof pendingCredentials>
export type NewCredentialWish = z.output<typeof newCredentialWish>
export type NewCredentialProof = z.output<typeof newCredentialProof>
/** Shown once. */
export type NewCredentialForScreen = z.input<typeof newCredentialForScreen>

/** Proven to have arrived with their owner. */
export type ConfirmedCredentials =
  | { readonly method: 'password'; readonly argon2id: string; readonly sealedTotp: Buffer }
  | { readonly method: 'passkey'; readonly passkey: WebAuthnCredential }

interface NewHolder {
  readonly personId: PersonId
  readonly login: string
  readonly displayName: string
}

const issuer = 'Sekisho'

/** First credentials of an account: a password with a one-time-code secret, or a passkey, chosen by their holder. */
export function createNewCredentials(
  dependencies: Pick<IdentityDependencies, 'keys' | 'clock'> & {
    passwords: Passwords
    checkCode: CheckCode
    passkeys: Passkeys
    webAuthn: WebAuthn
  },
) {
  const { keys, clock, passwords, checkCode, passkeys, webAuthn } = dependencies

  async function newTotp({ personId, login }: Pick<NewHolder, 'personId' | 'login'>) {
    const { sealed, secret } = await inKeyService(() => keys.newTotp({ personId }))
    const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`
    // Key URI Format of authenticator apps
    const totpUri = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&digits=6&period=30`
    return { sealedTotp: Buffer.from(sealed).toString('base64'), totpUri, totpSecret: secret }
  }

  /** The sealed secret, once a code has proven that it arrived in an authenticator; null when the code is wrong. */
  async function confirmedTotp(personId: PersonId, sealedTotp: string, code: string): Promise<Buffer | null> {
    const sealed = Buffer.from(sealedTotp, 'base64')
    return (await checkCode(personId, sealed, code)) ? sealed : null
  }

  async function storePassword(tx: Tx, personId: PersonId, argon2id: string): Promise<void> {
    await tx.client.query(
      `insert into house.password_credentials (person_id, argon2id, changed_at) values ($1, $2, $3)
       on conflict (person_id) do update set argon2id = excluded.argon2id, changed_at = excluded.changed_at`,
      [personId, argon2id, new Date(clock.now())],
    )
  }

  async function storeTotp(tx: Tx, personId: PersonId, sealed: Buffer): Promise<void> {
    await tx.client.query(
      `insert into house.totp_credentials (person_id, sealed_secret, confirmed_at) values ($1, $2, $3)
       on conflict (person_id) do update
         set sealed_secret = excluded.sealed_secret, confirmed_at = excluded.confirmed_at`,
      [personId, sealed, new Date(clock.now())],
    )
  }

  return {
    newTotp,
    confirmedTotp,
    storePassword,
    storeTotp,

    /** @throws ProblemError `invalid_input` for a password that is guessed first */
    async prepare(
      holder: NewHolder,
      wish: NewCredentialWish,
    ): Promise<{ pending: PendingCredentials; forScreen: NewCredentialForScreen }> {
      if (wish.method === 'passkey') {
        const { challenge, options } = await webAuthn.askForNewPasskey({ ...holder, passkeys: [] })
        return { pending: { method: 'passkey', challenge }, forScreen: { method: 'passkey', options } }
      }
      refuseGuessablePassword(wish.password, holder.login)
      const argon2id = await passwords.hash(wish.password)
      const { sealedTotp, totpUri, totpSecret } = await newTotp(holder)
      return {
        pending: { method: 'password', argon2id, sealedTotp },
        forScreen: { method: 'password', totpUri, totpSecret },
      }
    },

    /** @returns null when the proof is wrong, or is one for the other kind */
    async confirm(
      personId: PersonId,
      pending: PendingCredentials,
      proof: NewCredentialProof,
    ): Promise<ConfirmedCredentials | null> {
      if (pending.method === 'passkey' && proof.method === 'passkey') {
        const passkey = await webAuthn.newPasskeyOf(proof.response, pending.challenge)
        return passkey === null ? null : { method: 'passkey', passkey }
      }
      if (pending.method === 'password' && proof.method === 'password') {
        const sealedTotp = await confirmedTotp(personId, pending.sealedTotp, proof.code)
        return sealedTotp === null ? null : { method: 'password', argon2id: pending.argon2id, sealedTotp }
      }
      return null
    },

    /** @param passkeyLabel  what its owner will know the passkey by */
    async store(tx: Tx, personId: PersonId, confirmed: ConfirmedCredentials, passkeyLabel: string): Promise<void> {
      if (confirmed.method === 'passkey') return passkeys.add(tx, personId, confirmed.passkey, passkeyLabel)
      await storePassword(tx, personId, confirmed.argon2id)
      await storeTotp(tx, personId, confirmed.sealedTotp)
    },
  }
}

export type NewCredentials = ReturnType<typeof createNewCredentials>
