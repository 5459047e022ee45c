import { parentPort } from 'node:worker_threads'
import { type Cell, playCell } from './play.ts'

/** A thread that plays cells, one after the other. */
parentPort?.on('message', (cell: Cell) => parentPort?.postMessage(playCell(cell)))
