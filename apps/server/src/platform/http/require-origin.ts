import { ProblemError } from '@sekisho/contract'
import type { FastifyRequest } from 'fastify'

/** Names under which a trial answers besides its public origin's own. */
const bareLoopback = ['127.0.0.1', '[::1]']

/** Where the product is reached. */
export interface PublicOrigin {
  /** e.g. `http://localhost:4700` or `https://sekisho.example`: scheme, host, port as browsers send them. */
  readonly origin: string
  readonly host: string
  readonly isSecure: boolean
}

export function publicOriginOf(origin: string): PublicOrigin {
  const url = new URL(origin)
  return { origin: url.origin, host: url.host, isSecure: url.protocol === 'https:' }
}

/**
 * Whether the Host header names us. Another name that resolves to this machine (DNS rebinding) would make a foreign page
 * same-origin with us.
 */
export function hostVerdict(request: FastifyRequest, expected: PublicOrigin): 'ours' | 'bare_loopback' | 'foreign' {
  const { host } = request.headers
  if (host === expected.host) return 'ours'
  const port = new URL(expected.origin).port
  const suffix = port === '' ? '' : `:${port}`
  return bareLoopback.some((name) => host === `${name}${suffix}`) ? 'bare_loopback' : 'foreign'
}

/**
 * Refuses what another site's page could send with our cookies: a changing request or an upgrade has to say that it comes
 * from our own page (Origin, RFC 6454 section 7; Sec-Fetch-Site, Fetch Metadata). SameSite=Strict is the other half.
 *
 * @throws ProblemError `forbidden`
 */
export function requireSameOrigin(request: FastifyRequest, expected: PublicOrigin, isChanging: boolean): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isForeign =
    (origin !== undefined && origin !== expected.origin) ||
    (site !== undefined && site !== 'same-origin' && (isChanging || site !== 'none')) ||
    (isChanging && origin === undefined && site === undefined)
  if (isForeign) throw new ProblemError('forbidden')
}
