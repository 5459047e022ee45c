import { z } from 'zod'
import { companyId, designationId, deviceId, jobId, passkeyId, personId, sessionId, siteId, tenantId } from '../ids.ts'
import { permissions, purposes, routes, scopeKinds, seats } from '../seats.ts'
import { done, label, milliseconds, nothing } from './common.ts'
import { route } from './route.ts'

const login = z
  .string()
  .trim()
  .toLowerCase()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9._@-]+$/)
const password = z.string().min(12).max(256)
/** Opaque JSON of the WebAuthn standard; checked by the WebAuthn library, not by shape. */
const webauthn = z.record(z.string(), z.unknown())
const ticket = z.string().max(200)
const totpCode = z.string().regex(/^\d{6}$/)
const typedPassword = z.string().max(256)

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

/** What to do next after one step of signing in. `ticket` is bound to this browser and lives five minutes. */
export const signInStep = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('second_factor'),
    ticket: z.string(),
    methods: z.array(z.enum(['totp', 'passkey'])),
  }),
  z.strictObject({ step: z.literal('done') }),
])

export const designationView = z.strictObject({
  designationId,
  personId,
  personName: z.string(),
  seat: z.enum(seats),
  scopeKind: z.enum(scopeKinds),
  tenantId: tenantId.nullable(),
  tenantName: z.string().nullable(),
  jobId: jobId.nullable(),
  siteId: siteId.nullable(),
  purpose: z.enum(purposes),
  basis: z.string(),
  validFrom: milliseconds,
  validUntil: milliseconds,
  withdrawnAt: milliseconds.nullable(),
})

export const personView = z.strictObject({
  personId,
  login: z.string(),
  displayName: z.string(),
  companyId,
  companyName: z.string(),
  employment: z.enum(['employee', 'dispatched', 'contractor']),
  disabledAt: milliseconds.nullable(),
  lastSignInAt: milliseconds.nullable(),
  liveSessions: z.int(),
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  passkeys: z.int(),
})

export const me = z.strictObject({
  personId,
  displayName: z.string(),
  companyName: z.string(),
  route: z.enum(routes),
  deviceLabel: z.string().nullable(),
  sessionExpiresAt: milliseconds,
  /** One uid for everything, keys beside the data: said on every page (architecture rule 5). */
  isTrial: z.boolean(),
  isDemo: z.boolean(),
  house: z.strictObject({ seats: z.array(z.enum(seats)), permissions: z.array(z.enum(permissions)) }),
  tenants: z.array(
    z.strictObject({
      tenantId,
      name: z.string(),
      clientName: z.string(),
      sector: z.enum(['company', 'municipality']),
      seats: z.array(z.enum(seats)),
      permissions: z.array(z.enum(permissions)),
    }),
  ),
})

export const deviceView = z.strictObject({
  deviceId,
  /** Browser and system, as the browser says. */
  label: z.string(),
  isThis: z.boolean(),
  /** Sign-ins of this person there: the first and the last. */
  firstAt: milliseconds,
  lastAt: milliseconds,
  /** How many people have signed in there at all: a seat may be shared by shift. */
  people: z.int(),
  withdrawnAt: milliseconds.nullable(),
})

/** One's own credentials; never a secret. */
export const ownAccount = z.strictObject({
  login: z.string(),
  passwordChangedAt: milliseconds.nullable(),
  totpSince: milliseconds.nullable(),
  passkeys: z.array(
    z.strictObject({
      passkeyId,
      label: z.string(),
      createdAt: milliseconds,
      lastUsedAt: milliseconds.nullable(),
    }),
  ),
  devices: z.array(deviceView),
  /** Until when changes need no further proof; null when they do. */
  provedUntil: milliseconds.nullable(),
})

export const sessionView = z.strictObject({
  sessionId,
  isThis: z.boolean(),
  deviceLabel: z.string().nullable(),
  route: z.enum(routes),
  createdAt: milliseconds,
  lastSeenAt: milliseconds,
  expiresAt: milliseconds,
})

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
    problems: ['sign_in_refused', 'sign_in_locked', 'ledger_unavailable', 'key_service_unavailable'],
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
    problems: ['sign_in_refused', 'sign_in_locked', 'ledger_unavailable'],
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
  'me.read': route({
    method: 'GET',
    path: '/api/me',
    permission: 'self.read',
    scope: 'self',
    output: me,
    problems: [],
  }),
  'me.sessions': route({
    method: 'GET',
    path: '/api/me/sessions',
    permission: 'self.read',
    scope: 'self',
    output: z.strictObject({ sessions: z.array(sessionView) }),
    problems: [],
  }),
  'me.endSession': route({
    method: 'DELETE',
    path: '/api/me/sessions/:sessionId',
    permission: 'self.manage',
    scope: 'self',
    params: z.strictObject({ sessionId }),
    output: done,
    problems: ['not_found', 'proof_needed'],
  }),
  'me.account': route({
    method: 'GET',
    path: '/api/me/account',
    permission: 'self.read',
    scope: 'self',
    output: ownAccount,
    problems: [],
  }),
  /** Both factors again: good for ten minutes of changes in this session. */
  'me.prove': route({
    method: 'POST',
    path: '/api/me/proof',
    permission: 'self.manage',
    scope: 'self',
    body: z.strictObject({ password: typedPassword, code: totpCode }),
    output: done,
    problems: ['sign_in_refused', 'sign_in_locked'],
  }),
  'me.proofOptions': route({
    method: 'POST',
    path: '/api/me/proof/passkey/options',
    permission: 'self.manage',
    scope: 'self',
    body: nothing,
    output: z.strictObject({ ticket: z.string(), options: webauthn }),
    problems: ['sign_in_locked'],
  }),
  'me.proveByPasskey': route({
    method: 'POST',
    path: '/api/me/proof/passkey',
    permission: 'self.manage',
    scope: 'self',
    body: z.strictObject({ ticket, response: webauthn }),
    output: done,
    problems: ['sign_in_refused', 'sign_in_locked'],
  }),
  'me.changePassword': route({
    method: 'POST',
    path: '/api/me/password',
    permission: 'self.manage',
    scope: 'self',
    body: z.strictObject({ password }),
    output: done,
    problems: ['proof_needed'],
  }),
  'me.beginTotp': route({
    method: 'POST',
    path: '/api/me/totp',
    permission: 'self.manage',
    scope: 'self',
    body: nothing,
    output: z.strictObject({ ticket: z.string(), totpUri: z.string(), totpSecret: z.string() }),
    problems: ['proof_needed', 'sign_in_locked'],
  }),
  'me.finishTotp': route({
    method: 'POST',
    path: '/api/me/totp/finish',
    permission: 'self.manage',
    scope: 'self',
    body: z.strictObject({ ticket, code: totpCode }),
    output: done,
    problems: ['proof_needed'],
  }),
  'me.passkeyOptions': route({
    method: 'POST',
    path: '/api/me/passkeys/options',
    permission: 'self.manage',
    scope: 'self',
    body: nothing,
    output: z.strictObject({ ticket: z.string(), options: webauthn }),
    problems: ['proof_needed', 'sign_in_locked'],
  }),
  'me.addPasskey': route({
    method: 'POST',
    path: '/api/me/passkeys',
    permission: 'self.manage',
    scope: 'self',
    body: z.strictObject({ ticket, label, response: webauthn }),
    output: done,
    problems: ['invalid_input', 'ledger_unavailable', 'proof_needed'],
  }),
  'me.removePasskey': route({
    method: 'DELETE',
    path: '/api/me/passkeys/:passkeyId',
    permission: 'self.manage',
    scope: 'self',
    params: z.strictObject({ passkeyId }),
    output: done,
    problems: ['not_found', 'proof_needed', 'last_factor'],
  }),
  'people.list': route({
    method: 'GET',
    path: '/api/people',
    permission: 'people.read',
    scope: 'house',
    output: z.strictObject({ people: z.array(personView) }),
    problems: [],
  }),
  'people.create': route({
    method: 'POST',
    path: '/api/people',
    permission: 'people.manage',
    scope: 'house',
    body: z.strictObject({
      login,
      displayName: label,
      companyId,
      employment: z.enum(['employee', 'dispatched', 'contractor']),
    }),
    /** The invitation is shown once; its holder chooses password and TOTP, the issuer never knows them (F-15). */
    output: z.strictObject({ personId, invitation: z.string() }),
    problems: ['already_known', 'ledger_unavailable'],
  }),
  'people.disable': route({
    method: 'POST',
    path: '/api/people/:personId/disable',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ personId }),
    body: nothing,
    output: done,
    problems: ['not_found', 'ledger_unavailable'],
  }),
  'people.revokeSessions': route({
    method: 'POST',
    path: '/api/people/:personId/revoke-sessions',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ personId }),
    body: nothing,
    output: z.strictObject({ ended: z.int() }),
    problems: ['not_found', 'ledger_unavailable'],
  }),
  'people.resetCredentials': route({
    method: 'POST',
    path: '/api/people/:personId/reset-credentials',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ personId }),
    body: nothing,
    /** As for a new account: shown once, and its holder chooses (F-15). */
    output: z.strictObject({ invitation: z.string() }),
    problems: ['not_found', 'proof_needed', 'conflict', 'ledger_unavailable'],
  }),
  'people.devices': route({
    method: 'GET',
    path: '/api/people/:personId/devices',
    permission: 'people.read',
    scope: 'house',
    params: z.strictObject({ personId }),
    output: z.strictObject({ devices: z.array(deviceView) }),
    problems: ['not_found'],
  }),
  'devices.withdraw': route({
    method: 'POST',
    path: '/api/devices/:deviceId/withdraw',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ deviceId }),
    body: nothing,
    output: z.strictObject({ ended: z.int() }),
    problems: ['not_found', 'ledger_unavailable'],
  }),
  'invitation.begin': route({
    method: 'POST',
    path: '/api/invitation',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ invitation: z.string().max(200), credential: newCredentialWish }),
    output: z.strictObject({ ticket: z.string(), credential: newCredentialForScreen }),
    problems: ['sign_in_refused', 'sign_in_locked'],
  }),
  'invitation.finish': route({
    method: 'POST',
    path: '/api/invitation/finish',
    permission: 'public',
    scope: 'none',
    body: z.strictObject({ ticket, proof: newCredentialProof }),
    output: done,
    problems: ['sign_in_refused', 'sign_in_locked', 'ledger_unavailable'],
  }),
  'designations.list': route({
    method: 'GET',
    path: '/api/designations',
    permission: 'designations.read',
    scope: 'house',
    output: z.strictObject({ designations: z.array(designationView) }),
    problems: [],
  }),
  'designations.grant': route({
    method: 'POST',
    path: '/api/designations',
    permission: 'designations.manage',
    scope: 'house',
    body: z.strictObject({
      personId,
      seat: z.enum(seats),
      scopeKind: z.enum(scopeKinds),
      tenantId: tenantId.optional(),
      jobId: jobId.optional(),
      siteId: siteId.optional(),
      purpose: z.enum(purposes),
      basis: label,
      validFrom: milliseconds,
      validUntil: milliseconds,
    }),
    output: z.strictObject({ designationId }),
    problems: ['invalid_input', 'conflict', 'ledger_unavailable'],
  }),
  'designations.withdraw': route({
    method: 'POST',
    path: '/api/designations/:designationId/withdraw',
    permission: 'designations.manage',
    scope: 'house',
    params: z.strictObject({ designationId }),
    body: nothing,
    output: done,
    problems: ['not_found', 'ledger_unavailable'],
  }),
} as const
