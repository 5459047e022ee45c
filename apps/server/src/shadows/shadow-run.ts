import {
  createCallReservoir,
  createTwinFloor,
  observationsOf,
  type PacedBy,
  pacedBy,
  type RecordedCall,
  recordedPeople,
  seededRandom,
  type StopCode,
  type TwinFigures,
  type TwinFloor,
} from '@sekisho/dialer'
import { movesOf, type Presence } from './read-facts.ts'
import type { PacedAs, Stretch } from './stretches.ts'

/** Played in pieces of this length, cut at the same moments whoever plays them and whenever. */
export const pieceMs = 15_000
/** Older calls tell little of this hour. */
export const reservoirMs = 2 * 3_600_000
/** A floor that begins has everybody waiting and nothing ringing: so long it is played before anything counts. */
export const warmUpMs = 10 * 60_000
/** So many floors of each kind tell how much is chance. */
export const twinsOfEach = 5
/** What happened within the last seconds may not have been written yet. */
export const writtenWithinMs = 5_000
const halfHourMs = 1_800_000
/** Between two slices others have their turn: 300 operators take about two milliseconds for one. */
const sliceMs = 3_000
/** Answered and nobody there for so long: abandoned, as in the loop. */
const patienceMs = 2_000

export interface RunSettings {
  readonly seed: number
  /** From when on it counts; a multiple of `pieceMs`. */
  readonly fromMs: number
  readonly pacing: Readonly<Record<PacedAs, PacedBy | null>>
  readonly window: { readonly answered: number; readonly abandoned: number }
  /** Calls that ended before it counts, in the order of their ends. */
  readonly calls: readonly RecordedCall[]
  /** How many calls more than the real floor twins of each kind placed before this run. */
  readonly aheadBefore: Readonly<Record<PacedAs, number>>
}

/** What the rows say of a time that is to be played. */
export interface RunFacts {
  readonly presence: readonly Presence[]
  readonly calls: readonly RecordedCall[]
  /** Calls that the campaign's list has had for a floor since it counts: those placed, and those that are due. */
  readonly pool: number
  readonly stop: StopCode | null
  /** When calling ends today; null outside of its hours. */
  readonly endsAtMs: number | null
}

/** The twins of a shadow, from one moment on. What it gives depends on its settings and facts alone. */
export interface ShadowRun {
  /** Until when it is played; before its first piece this lies `warmUpMs` before it counts. */
  readonly playedMs: number
  known(): { readonly calls: number; readonly talks: number }
  /** Calls that the twin which dials most placed since it counts, and had placed more than the real floor before. */
  mostDialled(): number
  /** Plays whole pieces up to `untilMs`. `rest` lets others have their turn. */
  play(untilMs: number, facts: RunFacts, rest: () => Promise<void>): Promise<void>
  /** What became of the twins since this was last asked, by half hour. */
  takeStretches(): Stretch[]
}

interface Twin {
  readonly pacedAs: PacedAs
  readonly twin: number
  readonly floor: TwinFloor
  before: TwinFigures
  /** Before anything counted. */
  warmUpDialled: number
}

export function createShadowRun({ seed, fromMs, pacing, window, calls, aheadBefore }: RunSettings): ShadowRun {
  const reservoir = createCallReservoir()
  reservoir.add(calls)
  const seen = observationsOf(reservoir.all())
  // another seed for each beginning, from what stands in the rows: pieces that were played once are not played again
  const runSeed = (seed + Math.floor(fromMs / pieceMs)) | 0
  const twins = (['other', 'as_live'] as const).flatMap((pacedAs): Twin[] => {
    const by = pacing[pacedAs]
    if (by === null) return []
    return Array.from({ length: twinsOfEach }, (_, twin): Twin => {
      // both kinds meet the same people
      const people = recordedPeople(reservoir, (purpose) => seededRandom(runSeed, 16 * (twin + 1) + purpose))
      const pacer = pacedBy(by, seen)
      const floor = createTwinFloor({ fromMs: fromMs - warmUpMs, patienceMs, people, pacer, window })
      return { pacedAs, twin, floor, before: floor.figures(), warmUpDialled: 0 }
    })
  })
  let playedMs = fromMs - warmUpMs
  let beganAtMs = fromMs
  let there: ReadonlySet<string> = new Set()
  const over: Stretch[] = []

  function stretchesUntil(untilMs: number): Stretch[] {
    if (untilMs <= beganAtMs) return []
    return twins.map(({ pacedAs, twin, floor, before }) => ({
      ...{ beganAtMs, endedAtMs: untilMs, pacedAs, twin },
      ...difference(floor.figures(), before),
    }))
  }

  function begin(atMs: number): void {
    beganAtMs = atMs
    for (const twin of twins) twin.before = twin.floor.figures()
  }

  async function playPiece(endMs: number, facts: RunFacts, rest: () => Promise<void>): Promise<void> {
    const presence = facts.presence
      .filter((each) => each.fromMs < endMs && each.untilMs > playedMs)
      .map((each) => ({ ...each, untilMs: Math.min(endMs, each.untilMs) }))
    const moves = movesOf(presence, there, playedMs, endMs)
    there = new Set(presence.filter(({ untilMs }) => untilMs === endMs).map(({ operator }) => operator))
    if (endMs > fromMs) {
      reservoir.add(facts.calls.filter(({ endedAtMs }) => endedAtMs >= endMs - pieceMs && endedAtMs < endMs))
      reservoir.keepSince(endMs - reservoirMs)
    }
    const { stop, endsAtMs } = facts
    for (const { floor, pacedAs, warmUpDialled } of twins) {
      const mostDialled = endMs > fromMs ? facts.pool - aheadBefore[pacedAs] + warmUpDialled : Number.POSITIVE_INFINITY
      for (let atMs = playedMs; atMs < endMs; atMs += sliceMs) {
        const here = { moves: atMs === playedMs ? moves : [], mostDialled, stop, endsAtMs }
        floor.playUntil(Math.min(endMs, atMs + sliceMs), here)
        await rest()
      }
    }
    playedMs = endMs
  }

  return {
    get playedMs() {
      return playedMs
    },
    mostDialled: () =>
      Math.max(
        0,
        ...twins.map(({ pacedAs, floor, warmUpDialled }) =>
          playedMs <= fromMs ? aheadBefore[pacedAs] : aheadBefore[pacedAs] + floor.figures().dialled - warmUpDialled,
        ),
      ),
    known: () => ({ calls: reservoir.all().length, talks: reservoir.talksWithPeople().length }),
    async play(untilMs, facts, rest) {
      while (playedMs + pieceMs <= untilMs) {
        await playPiece(playedMs + pieceMs, facts, rest)
        if (playedMs === fromMs) {
          begin(fromMs)
          for (const twin of twins) twin.warmUpDialled = twin.before.dialled
        } else if (playedMs > fromMs && playedMs % halfHourMs === 0) {
          over.push(...stretchesUntil(playedMs))
          begin(playedMs)
        }
      }
    },
    takeStretches: () => [...over.splice(0), ...stretchesUntil(playedMs)],
  }
}

function difference(now: TwinFigures, before: TwinFigures): TwinFigures {
  return {
    ...{ talkMs: now.talkMs - before.talkMs, wrapUpMs: now.wrapUpMs - before.wrapUpMs },
    ...{ waitingMs: now.waitingMs - before.waitingMs, dialled: now.dialled - before.dialled },
    // a machine is taken back when an operator has heard it, which may be a moment after the half hour
    answered: Math.max(0, now.answered - before.answered),
    ...{ abandoned: now.abandoned - before.abandoned, connected: Math.max(0, now.connected - before.connected) },
  }
}
