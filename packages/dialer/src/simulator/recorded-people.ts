import type { Observation } from '../predictive/floor-view.ts'
import type { Fate, People } from './people.ts'
import type { Random } from './random.ts'

/** A call that is over, as it was recorded. Durations in ms. */
export interface RecordedCall {
  readonly endedAtMs: number
  /** From its intent to its answer, or to its end where nobody answered. */
  readonly ringMs: number
  readonly isAnswered: boolean
  /** An operator heard a machine. */
  readonly isMachine: boolean
  /** Null where nobody was connected. */
  readonly talk: { readonly talkMs: number; readonly wrapUpMs: number } | null
}

/** The newest calls of a campaign, for people to be drawn from. */
export interface CallReservoir {
  /** @param calls  in the order of their ends, none earlier than those that are there */
  add(calls: readonly RecordedCall[]): void
  /** Forgets what ended before this. */
  keepSince(atMs: number): void
  all(): readonly RecordedCall[]
  talksWithPeople(): readonly RecordedCall[]
  talksWithMachines(): readonly RecordedCall[]
}

/** The answer rate of so many calls is known to within three points, and follows the hour on all but small floors. */
const mostCalls = 1_000
const nothing = { talkMs: 0, wrapUpMs: 0 }

export function createCallReservoir(): CallReservoir {
  let all: readonly RecordedCall[] = []
  let withPeople: readonly RecordedCall[] = []
  let withMachines: readonly RecordedCall[] = []

  function keep(calls: readonly RecordedCall[]): void {
    all = calls.slice(-mostCalls)
    const connected = all.filter(({ talk }) => talk !== null)
    withPeople = connected.filter(({ isMachine }) => !isMachine)
    withMachines = connected.filter(({ isMachine }) => isMachine)
  }

  return {
    add: (calls) => keep([...all, ...calls]),
    keepSince: (atMs) => keep(all.filter(({ endedAtMs }) => endedAtMs >= atMs)),
    all: () => all,
    talksWithPeople: () => withPeople,
    talksWithMachines: () => withMachines,
  }
}

/**
 * People drawn from calls that were recorded, each as likely as any other.
 *
 * @param random  a source of its own for each purpose, so that two strategies meet the same people
 */
export function recordedPeople(reservoir: CallReservoir, random: (purpose: number) => Random): People {
  const fates = random(1)
  const talks = random(2)
  const oneOf = (from: readonly RecordedCall[], source: Random): RecordedCall | undefined =>
    from[Math.floor(source.next() * from.length)]

  return {
    dialled(): Fate {
      const call = oneOf(reservoir.all(), fates)
      if (call === undefined) return { isPerson: false, isMachine: false, ringMs: 0 }
      const { isAnswered, isMachine, ringMs } = call
      return { isPerson: isAnswered && !isMachine, isMachine, ringMs }
    },
    verdict: () => null,
    talk: (isMachine) =>
      oneOf(isMachine ? reservoir.talksWithMachines() : reservoir.talksWithPeople(), talks)?.talk ?? nothing,
  }
}

/** What a strategy would have learned of these calls. */
export function observationsOf(calls: readonly RecordedCall[]): Observation[] {
  return calls.flatMap(({ endedAtMs: atMs, isAnswered, ringMs, talk }): Observation[] => [
    isAnswered ? { kind: 'answered', atMs, ringMs } : { kind: 'not_answered', atMs, ringMs },
    ...(talk === null
      ? []
      : [
          { kind: 'talk_ended' as const, atMs, talkMs: talk.talkMs },
          { kind: 'wrapped_up' as const, atMs, wrapUpMs: talk.wrapUpMs },
        ]),
  ])
}
