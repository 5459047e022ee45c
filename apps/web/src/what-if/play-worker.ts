import type { Floor } from './floor-of.ts'
import { playDay, type PlayedDay } from './play-floor.ts'

/** What is asked of the thread: the same days of each floor. */
export interface Wanted {
  readonly floors: readonly Floor[]
  readonly days: number
}

/** One more day was played. */
export interface Played {
  readonly floor: number
  readonly day: PlayedDay
}

// beside the page, so that nothing stands still while days are played
self.addEventListener('message', ({ data: { floors, days } }: MessageEvent<Wanted>) => {
  for (let seed = 1; seed <= days; seed += 1)
    for (const [floor, each] of floors.entries()) {
      const played: Played = { floor, day: playDay(each, seed) }
      self.postMessage(played)
    }
})
