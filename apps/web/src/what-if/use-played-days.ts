import { useEffect, useRef, useState } from 'react'
import type { Floor } from './floor-of.ts'
import type { PlayedDay } from './play-floor.ts'
import type { Played, Wanted } from './play-worker.ts'

/** How many days of each floor are played. */
export const playedDays = 10

export interface PlayedDays {
  /** Of each floor, in the order in which they were asked for; empty before anybody asked. */
  readonly days: readonly (readonly PlayedDay[])[]
  readonly state: 'none' | 'playing' | 'done' | 'failed'
  /** Plays anew; what was being played ends. */
  play(floors: readonly Floor[]): void
  cancel(): void
}

/** Days of floors, played in a thread of the browser. They end with the page. */
export function usePlayedDays(): PlayedDays {
  const worker = useRef<Worker | null>(null)
  const [days, setDays] = useState<readonly (readonly PlayedDay[])[]>([])
  const [state, setState] = useState<PlayedDays['state']>('none')
  useEffect(() => () => endOf(worker), [])
  return {
    days,
    state,
    play(floors) {
      endOf(worker)
      const made = new Worker(new URL('./play-worker.ts', import.meta.url), { type: 'module' })
      worker.current = made
      let left = floors.length * playedDays
      setDays(floors.map(() => []))
      setState('playing')
      made.addEventListener('message', ({ data: { floor, day } }: MessageEvent<Played>) => {
        left -= 1
        setDays((before) => before.map((some, place) => (place === floor ? [...some, day] : some)))
        if (left > 0) return
        setState('done')
        endOf(worker)
      })
      made.addEventListener('error', () => {
        setState('failed')
        endOf(worker)
      })
      const wanted: Wanted = { floors, days: playedDays }
      made.postMessage(wanted)
    },
    cancel() {
      endOf(worker)
      setDays([])
      setState('none')
    },
  }
}

function endOf(worker: { current: Worker | null }): void {
  worker.current?.terminate()
  worker.current = null
}
