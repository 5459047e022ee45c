import type { FloorFigures, ShownShadow } from '@sekisho/contract'

/** A figure of several floors: the middle one, the lowest and the highest. */
export interface Range {
  readonly low: number
  readonly middle: number
  readonly high: number
}

export interface ComparedFigures {
  readonly live: FloorFigures
  /** One for each twin; empty where the present way of pacing is not played. */
  readonly asLive: readonly FloorFigures[]
  readonly other: readonly FloorFigures[]
}

const nothing: FloorFigures = {
  ...{ talkMs: 0, wrapUpMs: 0, waitingMs: 0, dialled: 0, answered: 0, abandoned: 0, connected: 0 },
}

function added(one: FloorFigures, other: FloorFigures | undefined): FloorFigures {
  const more = other ?? nothing
  return {
    ...{ talkMs: one.talkMs + more.talkMs, wrapUpMs: one.wrapUpMs + more.wrapUpMs },
    ...{ waitingMs: one.waitingMs + more.waitingMs, dialled: one.dialled + more.dialled },
    ...{ answered: one.answered + more.answered, abandoned: one.abandoned + more.abandoned },
    connected: one.connected + more.connected,
  }
}

/** All stretches together: each twin is one floor from the first to the last. */
export function sumOf(stretches: ShownShadow['stretches']): ComparedFigures {
  const twinsOf = (pick: (stretch: ShownShadow['stretches'][number]) => readonly FloorFigures[]): FloorFigures[] => {
    const count = Math.max(0, ...stretches.map((stretch) => pick(stretch).length))
    return Array.from({ length: count }, (_, twin) =>
      stretches.reduce((sum, stretch) => added(sum, pick(stretch)[twin]), nothing),
    )
  }
  return {
    live: stretches.reduce((sum, { live }) => added(sum, live), nothing),
    asLive: twinsOf(({ asLive }) => asLive),
    other: twinsOf(({ other }) => other),
  }
}

const hourMs = 3_600_000
export const paidMs = ({ talkMs, wrapUpMs, waitingMs }: FloorFigures): number => talkMs + wrapUpMs + waitingMs
/** Null where there is nothing to divide by: a share of nothing is not 0 %. */
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

export const occupancyOf = (floor: FloorFigures) => share(floor.talkMs + floor.wrapUpMs, paidMs(floor))
export const abandonedOf = ({ abandoned, answered }: FloorFigures) => share(abandoned, answered)
export const connectedAnHourOf = (floor: FloorFigures) => share(floor.connected, paidMs(floor) / hourMs)

/** Over the floors that have this figure; null where none has. */
export function rangeOf(floors: readonly FloorFigures[], figure: (floor: FloorFigures) => number | null): Range | null {
  const values = floors.map(figure).filter((value) => value !== null)
  values.sort((one, other) => one - other)
  const [low] = values
  const high = values.at(-1)
  if (low === undefined || high === undefined) return null
  const [below, above] = [values[Math.floor((values.length - 1) / 2)], values[Math.ceil((values.length - 1) / 2)]]
  return { low, middle: ((below ?? low) + (above ?? high)) / 2, high }
}

/** Times between two stretches that nobody played. */
export function gapsOf(stretches: ShownShadow['stretches']): { readonly from: number; readonly until: number }[] {
  return stretches.flatMap(({ until }, at) => {
    const next = stretches[at + 1]
    return next !== undefined && next.from > until ? [{ from: until, until: next.from }] : []
  })
}

/** How far the present pacing, played, is from the real floor: share of paid time in calls; null where it cannot be told. */
export function distanceOf({ live, asLive }: ComparedFigures): number | null {
  const played = rangeOf(asLive, occupancyOf)?.middle
  const real = occupancyOf(live)
  return played === undefined || real === null ? null : Math.abs(played - real)
}
