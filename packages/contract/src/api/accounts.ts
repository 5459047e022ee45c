import { z } from 'zod'
import { companyId, designationId, deviceId, jobId, personId, siteId, tenantId } from '../ids.ts'
import { purposes, scopeKinds, seats } from '../seats.ts'
import { done, label, milliseconds, nothing } from './common.ts'
import { login } from './credential-fields.ts'
import { deviceView } from './own-account.ts'
import { route } from './route.ts'

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
  /** The link was redeemed, and no colleague has confirmed by whom. */
  isUnconfirmed: z.boolean(),
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  passkeys: z.int(),
})

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

/** Accounts, devices and rights, as account managers keep them. */
export const accountRoutes = {
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
    problems: ['already_known', 'proof_needed', 'ledger_unavailable'],
  }),
  'people.disable': route({
    method: 'POST',
    path: '/api/people/:personId/disable',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ personId }),
    body: nothing,
    output: done,
    problems: ['not_found', 'proof_needed', 'ledger_unavailable'],
  }),
  'people.revokeSessions': route({
    method: 'POST',
    path: '/api/people/:personId/revoke-sessions',
    permission: 'people.manage',
    scope: 'house',
    params: z.strictObject({ personId }),
    body: nothing,
    output: z.strictObject({ ended: z.int() }),
    problems: ['not_found', 'proof_needed', 'ledger_unavailable'],
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
    problems: ['not_found', 'proof_needed', 'ledger_unavailable'],
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
    problems: ['invalid_input', 'conflict', 'proof_needed', 'ledger_unavailable'],
  }),
  'designations.withdraw': route({
    method: 'POST',
    path: '/api/designations/:designationId/withdraw',
    permission: 'designations.manage',
    scope: 'house',
    params: z.strictObject({ designationId }),
    body: nothing,
    output: done,
    problems: ['not_found', 'proof_needed', 'ledger_unavailable'],
  }),
} as const
