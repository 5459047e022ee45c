import { Worker } from 'node:worker_threads'
import { type Cell, MOST_UNDER_RULE, type PlayedCell } from './play.ts'

/** Plays cells in so many threads; the largest first, so that no thread is left with a large one at the end. */
export async function playAll(
  cells: readonly Cell[],
  threads: number,
  onPlayed: (played: PlayedCell) => void,
): Promise<PlayedCell[]> {
  const left = [...cells].sort((one, other) => sizeOf(other) - sizeOf(one))
  const played: PlayedCell[] = []
  await Promise.all(
    Array.from({ length: Math.min(threads, left.length) }, () =>
      playSome(left, (each) => {
        played.push(each)
        onPlayed(each)
      }),
    ),
  )
  return played
}

async function playSome(left: Cell[], onPlayed: (played: PlayedCell) => void): Promise<void> {
  const worker = new Worker(new URL('./worker-from-source.mjs', import.meta.url))
  try {
    for (let cell = left.shift(); cell !== undefined; cell = left.shift()) onPlayed(await playIn(worker, cell))
  } finally {
    await worker.terminate()
  }
}

function playIn(worker: Worker, cell: Cell): Promise<PlayedCell> {
  return new Promise((resolve, reject) => {
    worker.once('message', (played: PlayedCell) => {
      worker.off('error', reject)
      resolve(played)
    })
    worker.once('error', reject)
    worker.postMessage(cell)
  })
}

/** What a cell costs, roughly: days played, or what is computed for the bounds of small memoryless floors. */
function sizeOf({ operators, days, policy }: Cell): number {
  const isSearch = policy.startsWith('best static ratio') || policy === 'predictive'
  const bounds = policy === 'optimum' && operators <= MOST_UNDER_RULE ? 150 : 1
  return operators * days * (isSearch ? 8 : policy === 'tapered best settings' ? 6 : bounds)
}
