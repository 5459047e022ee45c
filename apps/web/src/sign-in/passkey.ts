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

/** Makes a passkey on this device or key and registers it for the person signed in. */
export async function addPasskey(label: string): Promise<void> {
  requirePasskeys()
  const asked = await call('me.passkeyOptions', { body: {} })
  const optionsJSON = asked.options as unknown as PublicKeyCredentialCreationOptionsJSON
  const response = await cancelled(() => startRegistration({ optionsJSON }))
  await call('me.addPasskey', { body: { ticket: asked.ticket, label, response: { ...response } } })
}

function requirePasskeys() {
  if (!browserSupportsWebAuthn()) throw new CallProblem('unexpected', signIn.passkeyUnsupported)
}

async function cancelled<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch {
    throw new CallProblem('unexpected', signIn.passkeyCancelled)
  }
}
