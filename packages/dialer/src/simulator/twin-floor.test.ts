import { describe, expect, it } from 'vitest'
import { type PacedBy, pacedBy } from './paced-by.ts'
import { seededRandom } from './random.ts'
import { createCallReservoir, type RecordedCall, recordedPeople } from './recorded-people.ts'
import type { SimulatedPacer } from './simulate.ts'
import { createTwinFloor, type TwinStretch } from './twin-floor.ts'

const minute = 60_000
const talk = { talkMs: 90_000, wrapUpMs: 10_000 }
const call = (endedAtMs: number, rest: Partial<RecordedCall> = {}): RecordedCall => ({
  ...{ endedAtMs, ringMs: 8_000 + (endedAtMs % 7) * 1_000, isAnswered: true, isMachine: false, talk },
  ...rest,
})
/** A quarter answers, one answer in five is a machine that an operator hears. */
const usual = Array.from({ length: 400 }, (_, at) => {
  if (at % 4 !== 0) return call(at, { isAnswered: false, talk: null })
  return call(at, at % 20 === 0 ? { isMachine: true, talk: { talkMs: 4_000, wrapUpMs: 1_000 } } : {})
})
const everybodyIn = (count: number, atMs = 0) =>
  Array.from({ length: count }, (_, at) => ({ atMs, operator: `${at}`, isThere: true }))
const quiet: TwinStretch = { moves: [], mostDialled: Number.POSITIVE_INFINITY, stop: null, endsAtMs: null }
const window = { answered: 0, abandoned: 0 }
const predictive: PacedBy = { mode: 'predictive', cap: 0.03 }

function twin(pacer: SimulatedPacer, calls: readonly RecordedCall[] = usual, past = window) {
  const reservoir = createCallReservoir()
  reservoir.add(calls)
  const people = recordedPeople(reservoir, (purpose) => seededRandom(11, purpose))
  return createTwinFloor({ fromMs: 0, patienceMs: 2_000, people, pacer, window: past })
}

describe('a twin of a floor', () => {
  it('is the same however it is cut into pieces, and from the same seed', () => {
    const [whole, cut] = [twin(pacedBy(predictive)), twin(pacedBy(predictive))]
    whole.playUntil(60 * minute, { ...quiet, moves: everybodyIn(12) })
    for (let at = 1; at <= 240; at += 1)
      cut.playUntil(at * 15_000, { ...quiet, moves: at === 1 ? everybodyIn(12) : [] })
    expect(cut.figures()).toEqual(whole.figures())
    expect(whole.figures().abandoned).toBeGreaterThan(0)
  })

  it('keeps the product’s own promises: nobody is abandoned one to one, and ahead no more than the cap', () => {
    const [ahead, oneEach] = [twin(pacedBy(predictive)), twin(pacedBy({ mode: 'progressive' }))]
    for (const floor of [ahead, oneEach]) floor.playUntil(180 * minute, { ...quiet, moves: everybodyIn(12) })
    const { answered, abandoned, talkMs, wrapUpMs, waitingMs } = ahead.figures()
    expect(abandoned).toBeLessThanOrEqual(0.03 * answered)
    expect(oneEach.figures().abandoned).toBe(0)
    expect(oneEach.figures().connected).toBeGreaterThan(500)
    expect(ahead.figures().connected).toBeGreaterThan(oneEach.figures().connected)
    expect(talkMs + wrapUpMs + waitingMs).toBe(12 * 180 * minute)
  })

  it('dials one to one while the days before have used up what may be abandoned', () => {
    const floor = twin(pacedBy(predictive), usual, { answered: 10_000, abandoned: 400 })
    floor.playUntil(60 * minute, { ...quiet, moves: everybodyIn(12) })
    expect(floor.figures().abandoned).toBe(0)
  })

  it('has the operators who are there, and those who leave finish their call', () => {
    const floor = twin(pacedBy({ mode: 'progressive' }), [call(0, { ringMs: 5_000 })])
    const leaving = { atMs: 60_000, operator: '0', isThere: false }
    floor.playUntil(10 * minute, { ...quiet, moves: [...everybodyIn(1), leaving] })
    expect(floor.figures()).toMatchObject({ dialled: 1, connected: 1, ...talk })
    floor.playUntil(11 * minute, { ...quiet, moves: everybodyIn(1, 10 * minute) })
    expect(floor.figures().dialled).toBe(2)
  })

  it('hangs up before anybody answers when everybody leaves unannounced', () => {
    const brief = { talkMs: 5_000, wrapUpMs: 1_000 }
    const slow = usual.map((each) => ({ ...each, ringMs: 30_000, talk: each.isAnswered ? brief : null }))
    const gone = everybodyIn(60, 30 * minute).map((move) => ({ ...move, isThere: false }))
    const abandonedAfter = (pacer: SimulatedPacer): number => {
      const floor = twin(pacer, slow)
      floor.playUntil(30 * minute, { ...quiet, moves: everybodyIn(60) })
      const before = floor.figures().abandoned
      floor.playUntil(40 * minute, { ...quiet, moves: gone })
      return floor.figures().abandoned - before
    }
    const { launch, observe } = pacedBy(predictive)
    const deaf: SimulatedPacer = { launch, ...(observe === undefined ? {} : { observe }) }
    expect(abandonedAfter(pacedBy(predictive))).toBeLessThan(abandonedAfter(deaf))
  })

  it('dials no more than the list has for it, and nothing while calling is stopped', () => {
    const floor = twin(pacedBy({ mode: 'progressive' }))
    floor.playUntil(30 * minute, { moves: everybodyIn(12), mostDialled: 40, stop: null, endsAtMs: null })
    expect(floor.figures().dialled).toBe(40)
    floor.playUntil(60 * minute, { ...quiet, stop: 'campaign_stopped' })
    expect(floor.figures().dialled).toBe(40)
  })

  it('draws from the newest calls only: answer rate, rings and talks are theirs', () => {
    const reservoir = createCallReservoir()
    reservoir.add([...usual, call(1_000, { isAnswered: false, talk: null })])
    reservoir.keepSince(500)
    expect(reservoir.all()).toHaveLength(1)
    const none = recordedPeople(reservoir, (purpose) => seededRandom(1, purpose))
    expect(none.dialled(0)).toMatchObject({ isPerson: false, isMachine: false })
    reservoir.add(Array.from({ length: 3_000 }, (_, at) => call(2_000 + at)))
    expect(reservoir.all()).toHaveLength(1_000)
    expect(reservoir.all()[0]?.endedAtMs).toBe(4_000)
    expect(none.talk(false)).toEqual(talk)
  })
})
