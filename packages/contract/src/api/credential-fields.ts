import { z } from 'zod'

export const login = z
  .string()
  .trim()
  .toLowerCase()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9._@-]+$/)

export const password = z.string().min(12).max(256)

/** Opaque JSON of the WebAuthn standard; checked by the WebAuthn library, not by shape. */
export const webauthn = z.record(z.string(), z.unknown())

export const ticket = z.string().max(200)

export const totpCode = z.string().regex(/^\d{6}$/)

export const typedPassword = z.string().max(256)

/** How somebody who begins wants to sign in: a password with one-time codes, or a passkey alone. */
export const newCredentialWish = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), password }),
  z.strictObject({ method: z.literal('passkey') }),
])

/** What an authenticator needs, shown once. */
export const newCredentialForScreen = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), totpUri: z.string(), totpSecret: z.string() }),
  z.strictObject({ method: z.literal('passkey'), options: webauthn }),
])

/** That it arrived there. */
export const newCredentialProof = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), code: totpCode }),
  z.strictObject({ method: z.literal('passkey'), response: webauthn }),
])
