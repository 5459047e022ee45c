import { describe, expect, it } from 'vitest'
import { abandonmentOf, type FloorCampaign, type FloorOperator, peopleIn, saysCampaign } from './floor-figures.ts'

function campaign(abandonCapPercent: number, abandoned: number, answered: number): FloorCampaign {
  return {
    ...{ campaignId: '01a1fea8-a6a1-7000-bbfc-1b41bd526206' as FloorCampaign['campaignId'], name: '秋', kind: 'test' },
    ...{ state: 'running', lines: { dialling: 0, ringing: 0, connected: 0 }, callIns: noCallIns, abandonCapPercent },
    today: { attempts: answered, answered, talks: answered, abandoned, successes: 0 },
    outcomes: [],
    leads: { total: 0, finished: 0, callable: 0, inProgress: 0, held: 0 },
    because: null,
  }
}

const noCallIns = { waiting: 0, longestSince: null }

describe('abandoned calls on the floor', () => {
  it.each([
    [3, 1, 100, 1 / 3, false],
    [3, 2, 100, 2 / 3, true],
    [1, 1, 200, 0.5, false],
    [0, 0, 100, 0, false],
    [0, 1, 1_000, 1, true],
  ])('of a cap of %i %%: %i of %i', (cap, abandoned, answered, share, isAlarming) => {
    const found = abandonmentOf([campaign(cap, abandoned, answered)])
    expect(found.share).toBeCloseTo(share, 10)
    expect(found.isAlarming).toBe(isAlarming)
  })
  it('of several campaigns stand against the lowest cap of them', () => {
    expect(abandonmentOf([campaign(3, 0, 100), campaign(0, 1, 100)])).toMatchObject({ capPercent: 0, isAlarming: true })
  })
  it('are nothing where nobody was called', () => {
    expect(abandonmentOf([])).toEqual({ capPercent: 3, share: 0, isAlarming: false })
  })
})

describe('operators of several campaigns on the floor', () => {
  const [one, other] = ['c1', 'c2'] as unknown as [FloorCampaign['campaignId'], FloorCampaign['campaignId']]
  const at = (campaignId: typeof one | null, state: FloorOperator['state'], serves = [one, other]) =>
    ({ displayName: '架空', campaignId, state, serves }) as unknown as FloorOperator

  it('are in each of them, and at work elsewhere while they talk for another one', () => {
    const operators = [
      at(one, 'connected'),
      at(other, 'connected'),
      at(other, 'available'),
      at(one, 'connected', [one]),
    ]
    expect(peopleIn(operators, one)).toMatchObject({ count: 4, shared: 3, elsewhere: [operators[1]] })
    expect(peopleIn(operators, other)).toMatchObject({ count: 3, shared: 3, elsewhere: [operators[0]] })
  })

  it('are named with the campaign of their call, or as at work for another job', () => {
    expect(saysCampaign(at(one, 'connected'))).toBe(true)
    expect(saysCampaign(at(one, 'available'))).toBe(false)
    expect(saysCampaign(at(one, 'connected', [one]))).toBe(false)
    expect(saysCampaign(at(null, 'connected', [one]))).toBe(true)
  })
})
