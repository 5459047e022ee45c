import { z } from 'zod'
import { done, label, milliseconds, nothing } from './common.ts'
import {
  login,
  webauthn,
  ticket,
  totpCode,
  typedPassword,
  newCredentialWish,
  newCredentialForScreen,
  newCredentialProof,
} from './credential-fields.ts'
import { route } from './route.ts'

/** What to do next after one step of signing in. `ticket` is bound to this browser and lives five minutes. */
export const signInStep = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('second_factor'),
    ticket: z.string(),
    methods: z.array(z.enum(['totp', 'passkey'])),
  }),
  z.strictObject({ step: z.literal('done') }),
])

/** How people come in and go out: the ceremony, invitations, signing in. */
export const identityRoutes = {
  'health.read': route({
    method: 'GET',
    path: '/api/health',
    permission: 'public',
    scope: 'none',
    output: z.strictObject({ product: z.literal('sekisho'), ok: z.boolean(), isTrial: z.boolean() }),
    problems: [],
  }),
  /** The OpenAPI 3.1 description of all routes, made from these declarations. */
  'openApi.read': route({
    method: 'GET',
    path: '/api/openapi.json',
    permission: 'self.read',
    scope: 'self',
    output: z.record(z.string(), z.unknown()),
    problems: [],
  }),
  'setUp.read': route({
    method: 'GET',
    path: '/api/set-up',
    permission: 'public',
    scope: 'none',
    /** True until the first administrator exists; a labelled demo never needs the ceremony. */
    output: z.strictObject({ needed: z.boolean(), isDemo: z.boolean(), isTrial: z.boolean() }),
    problems: [],
  }),
  'setUp.begin': route({
    method: 'POST',
    path: '/api/set-up',
    permission: 'public',
    scope: 'none',
    /** `code` is printed once on the machine's own console (no default password). Two persons: see identity slice. */
    body: z.strictObject({
      code: z.string().min(8).max(80),
      companyName: label,
      login,
      displayName: label,
      credential: newCredentialWish,
    }),
    output: z.strictObject({ ticket: z.string(), credential: newCredentialForScreen }),
    problems: ['sign_in_refused', 'sign_in_locked', 'conflict'],
  }),
  'setUp.finish': route({
    method: 'POST',
    path: '/api/set-up/finish',
    permission: 'public',
    scope: 'none',
    /** Signs in, too: the proof was both factors. */
    body: z.strictObject({ ticket, proof: newCredentialProof }),
    output: done,
    problems: ['sign_in_refused', 'sign_in_locked', 'conflict', 'ledger_unavailable'],
  }),
  'signIn.password': route({
    method: 'POST',
    path: '/api/sign-in/password',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ login: z.string().max(64), password: typedPassword }),
    output: signInStep,
    problems: ['sign_in_refused', 'sign_in_locked', 'ledger_unavailable'],
  }),
  'signIn.totp': route({
    method: 'POST',
    path: '/api/sign-in/totp',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ ticket, code: totpCode }),
    output: signInStep,
    problems: ['not_confirmed', 'sign_in_refused', 'sign_in_locked', 'ledger_unavailable', 'key_service_unavailable'],
  }),
  'signIn.passkeyOptions': route({
    method: 'POST',
    path: '/api/sign-in/passkey/options',
    permission: 'public',
    scope: 'none',
    /** With a ticket: the second factor of that person. Without: a discoverable passkey alone (it is two factors). */
    body: z.strictObject({ ticket: ticket.optional() }),
    output: z.strictObject({ ticket: z.string(), options: webauthn }),
    problems: ['sign_in_refused', 'sign_in_locked'],
  }),
  'signIn.passkey': route({
    method: 'POST',
    path: '/api/sign-in/passkey',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ ticket, response: webauthn }),
    output: signInStep,
    problems: ['not_confirmed', 'sign_in_refused', 'sign_in_locked', 'ledger_unavailable'],
  }),
  'signIn.demo': route({
    method: 'POST',
    path: '/api/sign-in/demo',
    permission: 'public',
    scope: 'none',
    /** From a one-click link: works from this machine only, and only in a labelled demo. */
    body: z.strictObject({ token: z.string().max(200) }),
    output: signInStep,
    problems: ['sign_in_refused', 'sign_in_locked', 'ledger_unavailable'],
  }),
  signOut: route({
    method: 'POST',
    path: '/api/sign-out',
    permission: 'self.manage',
    scope: 'self',
    body: nothing,
    output: done,
    problems: [],
  }),
  'invitation.begin': route({
    method: 'POST',
    path: '/api/invitation',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ invitation: z.string().max(200), credential: newCredentialWish }),
    output: z.strictObject({ ticket: z.string(), credential: newCredentialForScreen }),
    problems: ['sign_in_refused', 'sign_in_locked', 'own_invitation'],
  }),
  'invitation.finish': route({
    method: 'POST',
    path: '/api/invitation/finish',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ ticket, proof: newCredentialProof }),
    /** The code for a colleague who confirms who this is (F-15); null when the account is signed in at once. */
    output: z.strictObject({
      confirmation: z.strictObject({ login: z.string(), code: z.string(), until: milliseconds }).nullable(),
    }),
    problems: ['sign_in_refused', 'sign_in_locked', 'own_invitation', 'ledger_unavailable'],
  }),
} as const
