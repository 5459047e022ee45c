import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSpine, type Spine } from '../test-spine.ts'
import { tuesdayAtTen } from './test-dialling.ts'
import { type PredictiveFloor, startPredictive } from './test-predictive.ts'
import { watchPacers } from './test-watched-pacers.ts'

const realMs = 600_000
const minuteMs = 60_000
const tenOClock = 600

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
}, realMs)
afterAll(() => spine.stop(), realMs)

const until = (untilMinute: number) => {
  const day = { fromMinute: 540, untilMinute }
  return { weekday: day, saturday: day, sundayAndHoliday: day }
}

describe.each(['predictive', 'ratio'] as const)('a %s campaign that calls until two minutes past ten', (mode) => {
  let floor: PredictiveFloor
  const { pacers, looks } = watchPacers()
  beforeAll(async () => {
    floor = await startPredictive(spine, 20, {
      ...{ mode, hours: until(tenOClock + 2) },
      ...(mode === 'ratio' ? { linesPerTenOperators: 20 } : {}),
    })
    await floor.seat(2)
    floor.test.startDialler({ pacers })
  }, realMs)
  afterAll(() => floor.stop(), realMs)

  it(
    'is paced by when its calling ends, and is told no end once it has ended',
    async () => {
      await floor.test.pass(3 * minuteMs)
      const endsAtMs = tuesdayAtTen + 2 * minuteMs
      const before = looks.filter(({ nowMs }) => nowMs < endsAtMs)
      const after = looks.filter(({ nowMs }) => nowMs >= endsAtMs)
      expect(new Set(before.map((view) => view.endsAtMs))).toEqual(new Set([endsAtMs]))
      expect(new Set(after.map((view) => view.endsAtMs))).toEqual(new Set([null]))
      expect(floor.test.placedAtMs.filter((atMs) => atMs >= endsAtMs)).toEqual([])
      expect(floor.test.placed.length).toBeGreaterThan(0)
    },
    realMs,
  )
})
