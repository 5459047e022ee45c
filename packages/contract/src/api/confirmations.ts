import { z } from 'zod'
import { done, milliseconds, tenantParams } from './common.ts'
import { login } from './credential-fields.ts'
import { route } from './route.ts'

const shown = z.strictObject({
  login,
  /** As the person reads it from the own screen; spaces and hyphens do not matter. */
  code: z
    .string()
    .max(20)
    .transform((text) => text.normalize('NFKC').replaceAll(/\D/g, ''))
    .pipe(z.string().regex(/^\d{8}$/)),
})

const problems = ['proof_needed', 'wrong_confirmation', 'own_invitation', 'ledger_unavailable'] as const

/**
 * A colleague confirms who begins an account (F-15): whoever issued it holds its link, so somebody else looks at the
 * person who redeemed it. No list: the person comes with the name and the code.
 */
export const confirmationRoutes = {
  /** Whose account it is, to be held against who stands there. A wrong code counts. */
  'confirmations.read': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/confirmations',
    permission: 'people.confirm',
    scope: 'tenant',
    params: tenantParams,
    body: shown,
    output: z.strictObject({
      displayName: z.string(),
      companyName: z.string(),
      issuedBy: z.string(),
      redeemedAt: milliseconds,
      /** The link was redeemed in a browser that its issuer has signed in with: a reason to look twice. */
      isOnIssuersDevice: z.boolean(),
    }),
    problems,
  }),
  'confirmations.confirm': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/confirmations/confirm',
    permission: 'people.confirm',
    scope: 'tenant',
    params: tenantParams,
    body: shown,
    output: done,
    problems,
  }),
} as const
