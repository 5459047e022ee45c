import type { FloorView, Observation } from '@sekisho/dialer'
import { createPacers, type Pacers } from './pacers.ts'

/** What the pacers of a dialler were shown and told: the real ones, which decide as ever. */
export interface WatchedPacers {
  readonly pacers: Pacers
  readonly looks: readonly FloorView[]
  readonly told: readonly Observation[]
  /** Whose talks ended. */
  readonly talked: ReadonlySet<string | null>
  /** How often what is expected of calls was counted anew. */
  recounted(): number
}

export function watchPacers(): WatchedPacers {
  const pacers = createPacers()
  const looks: FloorView[] = []
  const told: Observation[] = []
  const talked = new Set<string | null>()
  let recounted = 0
  return {
    ...{ looks, told, talked },
    recounted: () => recounted,
    pacers: {
      ...pacers,
      decide(campaignId, pacing, view) {
        looks.push(view)
        return pacers.decide(campaignId, pacing, view)
      },
      observe(campaignId, observation) {
        told.push(observation)
        pacers.observe(campaignId, observation)
      },
      talkEnded(call, talkMs, atMs) {
        talked.add(call.operatorId)
        pacers.talkEnded(call, talkMs, atMs)
      },
      recounted(campaignId) {
        recounted += 1
        pacers.recounted(campaignId)
      },
    },
  }
}
