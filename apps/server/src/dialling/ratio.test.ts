import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSpine, type Spine } from '../test-spine.ts'
import { violated } from './test-invariants.ts'
import { type PredictiveFloor, type RawDay, startPredictive } from './test-predictive.ts'

/** In virtual time a minute takes as long as PostgreSQL on a busy machine needs for it. */
const realMs = 600_000
const minuteMs = 60_000
const patienceMs = 15 * minuteMs

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
}, realMs)
afterAll(() => spine.stop(), realMs)

const isFarBeyond = ({ answered, abandoned }: RawDay): boolean => abandoned > 0.03 * answered + 1
const isAhead = ({ ahead, freeOperators }: RawDay): boolean => ahead > freeOperators
const ratio = { mode: 'ratio', linesPerTenOperators: 30 } as const

describe('a campaign of eight operators with three lines each', () => {
  let floor: PredictiveFloor
  const seen: RawDay[] = []
  const look = (day: RawDay) => void seen.push(day)
  beforeAll(async () => {
    floor = await startPredictive(spine, 200, ratio)
    await floor.seat(8)
    floor.test.startDialler()
  }, realMs)
  afterAll(() => floor.stop(), realMs)

  const untilSaid = (what: string) =>
    floor.until(
      () =>
        floor.test.events.seen.some(
          (event) => event.kind === 'pacing' && event.because.ja.includes('倍率3.0') && event.because.ja.includes(what),
        ),
      patienceMs,
      look,
    )

  it(
    'has one line for each until 34 people answered, then more, and keeps its cap at every moment (C-03)',
    async () => {
      await untilSaid('少ないため')
      await floor.until((day) => isAhead(day) && day.answered > 60, patienceMs, look)
      const early = seen.filter(({ answered }) => answered < 34)
      expect(early.length).toBeGreaterThan(0)
      expect(early.filter(({ ahead, seated, freeOperators }) => ahead > 0 || seated + freeOperators > 8)).toEqual([])
      expect(seen.filter(isFarBeyond)).toEqual([])
    },
    realMs,
  )

  it(
    'says what the ratio asked for where the cap let less through',
    async () => {
      await untilSaid('上限を超えるおそれ')
      expect(seen.filter(isFarBeyond)).toEqual([])
    },
    realMs,
  )

  it(
    'hangs up what rings when everybody leaves, and has lost no attempt by then',
    async () => {
      await floor.until(({ ahead }) => ahead > 2, patienceMs, look)
      floor.leave()
      await floor.until(({ ahead, seated }) => ahead + seated === 0, patienceMs)
      await floor.test.pass(minuteMs)
      expect(await violated(floor.test)).toEqual({})
      expect(floor.test.errors).toEqual([])
      expect(new Set(floor.test.placed).size).toBe(floor.test.placed.length)
    },
    realMs,
  )
})

describe('a ratio that somebody wrote into the table', () => {
  it(
    'for a municipality leaves one line for each operator (C-03)',
    async () => {
      const floor = await startPredictive(spine, 40, { ...ratio, abandonCapPercent: 3 })
      await spine.test.superuser.query(`update house.companies set sector = 'municipality' where company_id = $1`, [
        floor.test.tenant.clientId,
      ])
      await floor.seat(6)
      floor.test.startDialler()
      const seen: RawDay[] = []
      const isSeen = () => seen.some(({ seated }) => seated === 6)
      await floor.until(
        ({ answered }) => answered > 36 && isSeen(),
        patienceMs,
        (day) => void seen.push(day),
      )
      expect(seen.filter(({ ahead, seated }) => ahead > 0 || seated > 6)).toEqual([])
      await floor.stop()
    },
    realMs,
  )

  it(
    'of thirty lines is no setting, and nothing is dialled',
    async () => {
      const floor = await startPredictive(spine, 3, { ...ratio, linesPerTenOperators: 300 })
      await floor.seat(1)
      floor.test.startDialler()
      await floor.until(() => floor.test.errors.length > 0, minuteMs)
      expect(floor.test.placed).toEqual([])
      await floor.stop()
    },
    realMs,
  )
})
