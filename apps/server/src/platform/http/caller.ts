import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface CookieOptions {
  /** Without it the cookie ends with the browser. */
  readonly maxAgeSeconds?: number
}

/** Who knocks: what the network and the browser say about a request. All of it but the address is up to the sender. */
export interface Caller {
  /** Address of the other end of the connection; never from a header. */
  readonly address: string
  /** From this very machine, by name `localhost`, and not handed on by a proxy. */
  readonly isThisMachine: boolean
  readonly userAgent: string
  cookie(name: string): string | undefined
  /** Always Secure, HttpOnly, SameSite=Strict, Path=/ and without Domain, as the prefix `__Host-` demands (RFC 6265bis, 4.1.3.2). */
  setCookie(name: `__Host-${string}`, value: string, options?: CookieOptions): void
  clearCookie(name: `__Host-${string}`): void
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const attributes = { secure: true, httpOnly: true, sameSite: 'strict', path: '/' } as const

export function callerOf(request: FastifyRequest, reply: FastifyReply): Caller {
  const address = request.socket.remoteAddress ?? ''
  const { headers } = request
  const wasForwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined
  return {
    address,
    isThisMachine: loopback.test(address) && !wasForwarded && /^localhost(:\d+)?$/.test(headers.host ?? ''),
    userAgent: headers['user-agent'] ?? '',
    cookie: (name) => request.cookies[name],
    setCookie(name, value, options = {}) {
      reply.setCookie(name, value, {
        ...attributes,
        ...(options.maxAgeSeconds === undefined ? {} : { maxAge: options.maxAgeSeconds }),
      })
    },
    clearCookie: (name) => void reply.clearCookie(name, attributes),
  }
}
