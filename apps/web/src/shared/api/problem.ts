import { problems } from '@sekisho/contract'
import type { ProblemCode } from '@sekisho/contract'
import type { Phrase } from '../../words/phrase.ts'

/** What can go wrong on the way, besides what the server says. */
export const localProblems = {
  offline: {
    ja: 'サーバーにつながりません。通信を確認してください。入力した内容は残っています。',
    en: 'The server cannot be reached. Check the connection; what you typed is still here.',
  },
  unexpected: {
    ja: 'サーバーの応答を読み取れませんでした。もう一度お試しください。',
    en: 'The answer of the server could not be read. Please try again.',
  },
} as const satisfies Record<string, Phrase<string>>

export type CallProblemCode = ProblemCode | keyof typeof localProblems

/** An error a page can show as it is: a closed code with its words in both languages. */
export class CallProblem extends Error {
  readonly code: CallProblemCode
  readonly words: Phrase<string>
  /** Closed codes or paths within the input; never values. */
  readonly detail: readonly string[]
  constructor(code: CallProblemCode, words?: Phrase<string>, detail: readonly string[] = []) {
    const known = words ?? (code in problems ? problems[code as ProblemCode] : localProblems[code as 'offline'])
    super(`${code}: ${known.en}`)
    this.name = 'CallProblem'
    this.code = code
    this.words = known
    this.detail = detail
  }
}

/**
 * Reads the body of a refused request. The server controls it; a proxy in between may have written it instead, so a
 * shape that is not ours becomes `unexpected`.
 */
export function problemFromBody(status: number, body: unknown): CallProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    const code = body.code
    if (code in problems) {
      const given = body as { ja?: unknown; en?: unknown; detail?: unknown }
      const words =
        typeof given.ja === 'string' && typeof given.en === 'string' ? { ja: given.ja, en: given.en } : undefined
      const detail = Array.isArray(given.detail) ? given.detail.filter((part) => typeof part === 'string') : []
      return new CallProblem(code as ProblemCode, words, detail)
    }
  }
  if (status === 401) return new CallProblem('not_signed_in')
  if (status === 403) return new CallProblem('forbidden')
  if (status === 404) return new CallProblem('not_found')
  if (status === 413) return new CallProblem('too_large')
  return new CallProblem(status >= 500 ? 'internal' : 'unexpected')
}
