import { z } from 'zod'
import { deviceId, passkeyId, personId, sessionId, tenantId } from '../ids.ts'
import { permissions, routes, seats } from '../seats.ts'
import { done, label, milliseconds, nothing } from './common.ts'
import { password, webauthn, ticket, totpCode, typedPassword } from './credential-fields.ts'
import { route } from './route.ts'

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

/** What somebody sees and changes of his own. */
export const ownAccountRoutes = {
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
} as const
