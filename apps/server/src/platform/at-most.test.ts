import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atMost } from './at-most.ts'

describe('at most so many at a time', () => {
  it('never runs more than allowed, and in the end everything once and in order, failures included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 20 }),
        async (count, works) => {
          const run = atMost(count)
          const begun: number[] = []
          let running = 0
          let most = 0
          const outcomes = await Promise.allSettled(
            works.map(({ turns, fails }, index) =>
              run(async () => {
                begun.push(index)
                running += 1
                most = Math.max(most, running)
                for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
                running -= 1
                if (fails) throw new Error('failed')
                return index
              }),
            ),
          )
          expect(most).toBeLessThanOrEqual(count)
          expect(begun).toEqual(works.map((_, index) => index))
          expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(works.map(({ fails }) => fails))
        },
      ),
      { numRuns: 60 },
    )
  })
})
