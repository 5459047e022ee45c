import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { PublicOrigin } from './require-origin.ts'

/** For every answer. No page of another site may frame, embed or read ours, and no address leaks by Referer. */
export function setCommonHeaders(reply: FastifyReply, publicOrigin: PublicOrigin): void {
  reply.headers({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // the microphone is an operator's headset; nothing else of the device is ever asked for
    'permissions-policy': 'camera=(), geolocation=(), usb=(), serial=(), display-capture=(), microphone=(self)',
    ...(publicOrigin.isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  })
}

/** For the page: own scripts only, and of styles own files and those that carry this answer's nonce. */
export function pagePolicy(nonce: string, publicOrigin: PublicOrigin): string {
  const socketOrigin = `${publicOrigin.isSecure ? 'wss' : 'ws'}://${publicOrigin.host}`
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "media-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export function newNonce(): string {
  return randomBytes(18).toString('base64url')
}
