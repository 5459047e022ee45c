import type { CDPSession, Page } from 'playwright-core'

/** Chromium's virtual authenticator: a platform one with a finger that is always there (CDP `WebAuthn`). */
export interface VirtualAuthenticator {
  /** How many passkeys it holds. */
  count(): Promise<number>
  /** As a copied key that was used less than the original: the next answer counts from here. */
  setCount(signCount: number): Promise<void>
  /** Whether the finger is the right one. */
  setVerified(isVerified: boolean): Promise<void>
  remove(): Promise<void>
}

interface Credential {
  readonly credentialId: string
  readonly isResidentCredential: boolean
  readonly rpId?: string
  readonly privateKey: string
  readonly userHandle?: string
  readonly signCount: number
}

export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const held = async (): Promise<readonly Credential[]> =>
    (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    count: async () => (await held()).length,
    async setCount(signCount) {
      for (const credential of await held()) {
        const { credentialId } = credential
        await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId })
        await session.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } })
      }
    },
    async setVerified(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    async remove() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
      await session.detach()
    },
  }
}
