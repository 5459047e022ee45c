import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { CallOutput } from '../shared/api/call.ts'
import { call } from '../shared/api/call.ts'
import { CallProblem } from '../shared/api/problem.ts'
import { signIn } from '../words/sign-in.ts'

export type SignInStep = CallOutput<'signIn.password'>

/**
 * Asks the browser for a passkey: alone it is a full sign-in, with the ticket of a password it is its second factor.
 *
 * @throws  CallProblem  the server's, or `unexpected` with words for a person who cancelled or cannot
 */
export async function signInWithPasskey(ticket?: string): Promise<SignInStep> {
  requirePasskeys()
  const asked = await call('signIn.passkeyOptions', { body: ticket === undefined ? {} : { ticket } })
  // the options are the WebAuthn standard's own JSON, made by the server's WebAuthn library
  const optionsJSON = asked.options as unknown as PublicKeyCredentialRequestOptionsJSON
  const response = await cancelled(() => startAuthentication({ optionsJSON }))
  return call('signIn.passkey', { body: { ticket: asked.ticket, response: { ...response } } })
}

/** Shows with a passkey who is sitting here, before a change of credentials. */
export async function proveWithPasskey(): Promise<void> {
  requirePasskeys()
  const asked = await call('me.proofOptions', { body: {} })
  const optionsJSON = asked.options as unknown as PublicKeyCredentialRequestOptionsJSON
  const response = await cancelled(() => startAuthentication({ optionsJSON }))
  await call('me.proveByPasskey', { body: { ticket: asked.ticket, response: { ...response } } })
}

/** Makes a passkey on this device or key and registers it for the person signed in. */
export async function addPasskey(label: string): Promise<void> {
  requirePasskeys()
  const asked = await call('me.passkeyOptions', { body: {} })
  const response = await makePasskey(asked.options)
  await call('me.addPasskey', { body: { ticket: asked.ticket, label, response } })
}

/** Has the browser make a passkey. @param options  the server's, of the WebAuthn standard */
export async function makePasskey(options: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return { ...(await cancelled(() => startRegistration({ optionsJSON }))) }
}

/** @throws  CallProblem  where the browser knows no passkeys, before anything is begun */
export function requirePasskeys() {
  if (!browserSupportsWebAuthn()) throw new CallProblem('unexpected', signIn.passkeyUnsupported)
}

async function cancelled<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch {
    throw new CallProblem('unexpected', signIn.passkeyCancelled)
  }
}
