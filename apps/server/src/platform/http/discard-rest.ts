import type { FastifyReply, FastifyRequest } from 'fastify'

const discardMs = 10_000

/**
 * Lets the sender of a refused upload hear why. It still sends when the answer goes out, and a connection that is closed
 * with bytes unread is reset, the answer lost with it (RFC 9112, 9.6): so what comes is thrown away for a while first.
 */
export function discardRest({ raw: request }: FastifyRequest, { raw: answer }: FastifyReply): void {
  answer.once('finish', () => {
    if (request.readableEnded || request.destroyed) return
    const timer = setTimeout(() => request.destroy(), discardMs)
    timer.unref()
    request.once('close', () => clearTimeout(timer))
    // from a reader that has gone, so that nobody holds it back
    request.unpipe()
    request.resume()
  })
}
