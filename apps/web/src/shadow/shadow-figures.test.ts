import type { FloorFigures } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { abandonedOf, distanceOf, gapsOf, occupancyOf, rangeOf, sumOf } from './shadow-figures.ts'

const floor = (talkMs: number, waitingMs: number, rest: Partial<FloorFigures> = {}): FloorFigures => ({
  ...{ talkMs, wrapUpMs: 0, waitingMs, dialled: 0, answered: 0, abandoned: 0, connected: 0 },
  ...rest,
})
const stretches = [
  { from: 0, until: 10, live: floor(6, 4), asLive: [floor(5, 5), floor(7, 3)], other: [floor(8, 2), floor(9, 1)] },
  { from: 20, until: 30, live: floor(2, 8), asLive: [floor(3, 7), floor(1, 9)], other: [floor(8, 2), floor(7, 3)] },
]

describe('what a shadow comes to', () => {
  it('adds each twin up on its own, so that chance evens out as it would on one floor', () => {
    const sum = sumOf(stretches)
    expect(occupancyOf(sum.live)).toBe(0.4)
    expect(rangeOf(sum.asLive, occupancyOf)).toEqual({ low: 0.4, middle: 0.4, high: 0.4 })
    expect(rangeOf(sum.other, occupancyOf)).toEqual({ low: 0.8, middle: 0.8, high: 0.8 })
    expect(distanceOf(sum)).toBe(0)
  })

  it('is nothing where there is nothing to divide by, and says what was not played', () => {
    expect(abandonedOf(floor(1, 1))).toBeNull()
    expect(rangeOf([floor(1, 1)], abandonedOf)).toBeNull()
    expect(distanceOf(sumOf([{ ...stretches[0]!, asLive: [] }]))).toBeNull()
    expect(gapsOf(stretches)).toEqual([{ from: 10, until: 20 }])
  })
})
