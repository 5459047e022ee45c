import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server'
import type { PersonId } from '@sekisho/contract'
import type { ServerConfig } from '../platform/config/index.ts'
import { signInTicketMs } from './tickets.ts'

/** The opaque JSON of the browser's API; the library checks it, and refuses what it cannot read by throwing. */
export type WebAuthnJson = Readonly<Record<string, unknown>>

export interface Ceremony {
  readonly challenge: string
  /** For the browser's API, as it is. */
  readonly options: Record<string, unknown>
}

interface KnownPasskey {
  readonly id: string
  readonly transports: readonly string[]
}

export interface StoredPasskey {
  readonly person_id: PersonId
  readonly public_key: Buffer
  readonly sign_count: string
  readonly transports: string[]
}

/**
 * The ceremonies of Web Authentication, Level 3, for this site: user verification is always demanded, because a passkey
 * alone is two factors only by the PIN or finger that it asks for.
 */
export function createWebAuthn(config: Pick<ServerConfig, 'publicOrigin' | 'relyingPartyId'>) {
  const rpID = config.relyingPartyId
  const expected = { expectedOrigin: config.publicOrigin, expectedRPID: rpID, requireUserVerification: true }

  return {
    /** @param allowed  only these; any passkey of this site when left out */
    async askForPasskey(allowed?: readonly KnownPasskey[]): Promise<Ceremony> {
      const options = await generateAuthenticationOptions({
        rpID,
        userVerification: 'required',
        timeout: signInTicketMs,
        ...(allowed === undefined ? {} : { allowCredentials: allowed.map(described) }),
      })
      return { challenge: options.challenge, options: { ...options } }
    },

    async askForNewPasskey(person: {
      readonly personId: PersonId
      readonly login: string
      readonly displayName: string
      readonly passkeys: readonly KnownPasskey[]
    }): Promise<Ceremony> {
      const options = await generateRegistrationOptions({
        rpName: '関所 Sekisho',
        rpID,
        userName: person.login,
        userDisplayName: person.displayName,
        userID: new Uint8Array(Buffer.from(person.personId)),
        timeout: signInTicketMs,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: person.passkeys.map(described),
      })
      return { challenge: options.challenge, options: { ...options } }
    },

    /** The new signature count, or null when the answer does not hold. */
    async countOf(response: WebAuthnJson, challenge: string, passkey: StoredPasskey): Promise<number | null> {
      try {
        const result = await verifyAuthenticationResponse({
          response: response as unknown as AuthenticationResponseJSON,
          expectedChallenge: challenge,
          ...expected,
          credential: {
            id: String(response.id),
            publicKey: new Uint8Array(passkey.public_key),
            counter: Number(passkey.sign_count),
            transports: passkey.transports,
          },
        })
        return result.verified ? result.authenticationInfo.newCounter : null
      } catch {
        return null
      }
    },

    /** The new passkey, or null when the answer does not hold. */
    async newPasskeyOf(response: WebAuthnJson, challenge: string): Promise<WebAuthnCredential | null> {
      try {
        const result = await verifyRegistrationResponse({
          response: response as unknown as RegistrationResponseJSON,
          expectedChallenge: challenge,
          ...expected,
        })
        return result.verified ? result.registrationInfo.credential : null
      } catch {
        return null
      }
    },
  }
}

export type WebAuthn = ReturnType<typeof createWebAuthn>

function described({ id, transports }: KnownPasskey) {
  return { id, transports: [...transports] }
}
