import { fileURLToPath } from 'node:url'
import { createPredictivePacer, simulateDay } from '@sekisho/dialer'
import { describe, expect, it } from 'vitest'
import { isAboveCap } from './figures.ts'
import { readScenario } from './scenario-file.ts'

/** Days on which the worst case once was too small: the benchmark found them. */
const days = [
  // six and more of 17 lines answered, one in eleven was expected to
  { name: 'cold-start', operators: 5, seeds: [6, 10, 21] },
  // people being judged were nobody's
  { name: 'detection', operators: 10, seeds: [1, 5, 13] },
] as const

describe('a day that once ended above 3 %', () => {
  it.each(days)('keeps the cap now: $name with $operators operators (C-03)', ({ name, operators, seeds }) => {
    const { scenario } = readScenario(fileURLToPath(new URL(`./scenarios/${name}.json`, import.meta.url)))
    for (const seed of seeds) {
      const pacer = createPredictivePacer()
      const [campaign] = simulateDay(scenario, operators, seed, [
        { launch: (view) => pacer.decide(view).launch, observe: pacer.observe },
      ]).campaigns
      const { answered, abandoned } = campaign ?? { answered: 0, abandoned: 0 }
      expect(abandoned).toBeGreaterThan(0)
      expect(isAboveCap(abandoned, answered), `seed ${seed}: ${abandoned} of ${answered}`).toBe(false)
    }
  })
})
