import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Carrier } from '@sekisho/telephony'
import { programArguments } from '../test-program.ts'
import type { Spine } from '../test-spine.ts'
import { serveCarrier } from './test-carrier-channel.ts'
import type { DiallerProcessSettings } from './test-dialler-process.ts'

const script = fileURLToPath(new URL('./test-dialler-process.ts', import.meta.url))

export interface StartedDialler {
  readonly child: ChildProcess
  /** By which signal it ended. */
  readonly ended: Promise<NodeJS.Signals | null>
}

/** A dialler in a process of its own, on a carrier of this one, so that calls outlive it. It begins when it is told `go`. */
export function startDiallerProcess(
  spine: Spine,
  clock: DiallerProcessSettings['clock'],
  killAt: DiallerProcessSettings['killAt'],
  carrier: Carrier,
): StartedDialler {
  const settings: DiallerProcessSettings = {
    database: spine.test.app,
    keySocket: join(spine.dataDir, 'keyservice', 'socket'),
    sequencerSocket: join(spine.dataDir, 'sequencer.sock'),
    clock,
    killAt,
  }
  const child = spawn(process.execPath, [...programArguments(script), JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  serveCarrier(carrier, child)
  return {
    child,
    ended: new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal))),
  }
}
