import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerProblem } from './answer-problem.ts'
import type { PublicOrigin } from './require-origin.ts'
import { newNonce, pagePolicy } from './security-headers.ts'

/** Stands in index.html wherever the page needs this answer's style nonce. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/**
 * Serves the built web client: hashed files under /assets for ever, index.html for every page address with a nonce of its
 * own, so that an address sent to a colleague opens. What starts with /api or /ws never falls back to the page.
 *
 * @param root  folder that vite built; without an index.html there, pages are simply not found
 */
export async function serveWebFiles(app: FastifyInstance, root: string | null, publicOrigin: PublicOrigin) {
  const indexFile = root === null ? null : join(root, 'index.html')
  const template = indexFile !== null && existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : null
  if (root !== null && template !== null) {
    await app.register(fastifyStatic, {
      root,
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
      wildcard: true,
      setHeaders(reply, path) {
        const isHashed = path.startsWith(join(root, 'assets'))
        reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    app.get('/', (_request, reply) => sendPage(reply, template, publicOrigin))
    app.get('/index.html', (_request, reply) => sendPage(reply, template, publicOrigin))
  }
  app.setNotFoundHandler((request, reply) => {
    if (template !== null && isPageAddress(request)) return sendPage(reply, template, publicOrigin)
    return answerProblem(reply, 'not_found')
  })
}

function isPageAddress(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? ''
  return request.method === 'GET' && !/^\/(api|ws)(\/|$)/.test(path) && !/\.[a-z0-9]{1,5}$/i.test(path)
}

function sendPage(reply: FastifyReply, template: string, publicOrigin: PublicOrigin): FastifyReply {
  const nonce = newNonce()
  return reply
    .header('content-security-policy', pagePolicy(nonce, publicOrigin))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(template.replaceAll(NONCE_PLACEHOLDER, nonce))
}
