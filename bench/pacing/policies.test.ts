import { type FloorView, simulateDay } from '@sekisho/dialer'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fromLeastAnswers, staticRatio } from './policies.ts'
import { readScenario } from './scenario-file.ts'

describe('a ratio from 34 answers on', () => {
  it('has one line for each free operator until then, and its ratio afterwards', () => {
    const { scenario } = readScenario(fileURLToPath(new URL('./scenarios/memoryless.json', import.meta.url)))
    const ratio = fromLeastAnswers(staticRatio({ of: 'free', level: 3 }))
    const free = ({ seats, answeredWaiting }: FloorView): number =>
      seats.filter(({ state }) => state === 'waiting').length - answeredWaiting
    const ahead = { before: 0, after: 0 }
    const launch = (view: FloorView): number => {
      const count = ratio.launch(view)
      if (count > 0 && view.ringing.length + count > free(view))
        ahead[view.today.answered < 34 ? 'before' : 'after'] += 1
      return count
    }
    simulateDay({ ...scenario, daySeconds: 3_600 }, 10, 1, [{ launch }])
    expect(ahead.before).toBe(0)
    expect(ahead.after).toBeGreaterThan(0)
  })
})
