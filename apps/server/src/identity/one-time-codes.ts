import { type PersonId, ProblemError } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import type { IdentityDependencies } from './dependencies.ts'

/**
 * Whether a one-time code (RFC 6238) is right for a sealed secret. The key service alone knows the secret, takes its own
 * time for it, and accepts a code once: asking spends it.
 *
 * @throws ProblemError `key_service_unavailable`
 */
export type CheckCode = (personId: PersonId, sealed: Buffer, code: string) => Promise<boolean>

export function createCheckCode({ keys }: Pick<IdentityDependencies, 'keys'>): CheckCode {
  return async (personId, sealed, code) => (await inKeyService(() => keys.checkTotp({ personId, sealed, code }))).ok
}

/** @throws ProblemError `key_service_unavailable` for every error of the key service */
export async function inKeyService<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof KeyServiceError ? new ProblemError('key_service_unavailable') : error
  }
}
