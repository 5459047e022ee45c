import { ProblemError, type ProblemCode, problems } from '@sekisho/contract'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'

/** May come from any route without being declared there: they are about the session, the shape or the machine. */
export const universalProblems: readonly ProblemCode[] = [
  'not_signed_in',
  'forbidden',
  'invalid_input',
  'internal',
  'ledger_unavailable',
  'key_service_unavailable',
  'storage_full',
]

/** An error body: what a person reads, and the code. `detail` names places in the input, never values. */
export function problemBody(code: ProblemCode, detail: readonly string[] = []) {
  const { ja, en } = problems[code]
  return { code, ja, en, detail }
}

export function answerProblem(reply: FastifyReply, code: ProblemCode, detail: readonly string[] = []): FastifyReply {
  return reply.code(problems[code].status).type('application/json; charset=utf-8').send(problemBody(code, detail))
}

const mostPlaces = 10

/** What somebody wrote as the name of a field may be personal data itself, unless it looks like a name of ours. */
const plainName = /^[A-Za-z_]\w{0,39}$/

/** The places of bad input, e.g. `body.settings.script.0.title`: names of fields, cut short, no values. */
export function placesOf(part: 'params' | 'query' | 'body', error: z.ZodError): string[] {
  const places = error.issues.flatMap((issue) => {
    const path = [part, ...issue.path.map(String)].join('.')
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${path}.${plainName.test(key) ? key : '?'}`)
      : [path]
  })
  return [...new Set(places)].slice(0, mostPlaces).map((place) => place.slice(0, 120))
}

export function checked<Output>(part: 'params' | 'query' | 'body', schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input)
  if (!result.success) throw new ProblemError('invalid_input', ...placesOf(part, result.error))
  return result.data
}
