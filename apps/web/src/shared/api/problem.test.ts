import { describe, expect, it } from 'vitest'
import { problemFromBody } from './problem.ts'

describe('problemFromBody', () => {
  it('takes the words and details of the server', () => {
    const problem = problemFromBody(409, {
      code: 'not_ready',
      ja: 'まだです。',
      en: 'Not yet.',
      detail: ['no_hours', 7],
    })
    expect(problem.code).toBe('not_ready')
    expect(problem.words).toEqual({ ja: 'まだです。', en: 'Not yet.' })
    expect(problem.detail).toEqual(['no_hours'])
  })
  it.each([
    [401, 'not_signed_in'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [413, 'too_large'],
    [502, 'internal'],
    [418, 'unexpected'],
  ])('gives words of its own for status %i written by something in between', (status, code) => {
    for (const body of [null, '<html>', { code: 'no_such_code' }, { code: 3 }]) {
      const problem = problemFromBody(status, body)
      expect(problem.code).toBe(code)
      expect(problem.words.ja).not.toBe('')
    }
  })
})
