import { describe, expect, it } from 'vitest'
import { stepsFor } from './script-steps.ts'

const script = [
  { title: '名乗り', text: '' },
  { title: 'お支払い', text: '', audience: 'confirmed' },
  { title: 'ご不在', text: '', audience: 'others' },
  { title: '', text: '', audience: 'confirmed' },
  { title: '締め', text: '', audience: 'anybody' },
] as const
const titles = (call: Parameters<typeof stepsFor>[1]) => stepsFor(script, call).steps.map(({ title }) => title)

describe('the steps of a script', () => {
  it('say nothing of the matter before it is certain who is on the line, and that more follows', () => {
    expect(titles({ answeredBy: null, confirmedAt: null })).toEqual(['名乗り', '締め'])
    expect(stepsFor(script, { answeredBy: 'person', confirmedAt: null }).waiting).toBe(1)
  })

  it('are all there for a confirmed person, but those for others', () => {
    expect(titles({ answeredBy: 'person', confirmedAt: 1 })).toEqual(['名乗り', 'お支払い', '締め'])
    expect(stepsFor(script, { answeredBy: 'proxy', confirmedAt: 1 }).waiting).toBe(0)
  })

  it.each(['family', 'reception', 'unknown'] as const)('say to %s what is for others, and announce nothing', (who) => {
    expect(titles({ answeredBy: who, confirmedAt: null })).toEqual(['名乗り', 'ご不在', '締め'])
    expect(stepsFor(script, { answeredBy: who, confirmedAt: null }).waiting).toBe(0)
  })
})
