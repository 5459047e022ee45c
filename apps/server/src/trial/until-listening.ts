import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const lookMs = 100

/**
 * Waits until somebody listens at a unix socket.
 *
 * @param signal  ends the waiting; the promise resolves all the same
 */
export async function untilListening(path: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isListening(path)))
    await sleep(lookMs, undefined, { ref: false, signal }).catch(() => undefined)
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
