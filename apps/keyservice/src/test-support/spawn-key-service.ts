import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// a run of tests bundles the program once (tests/support/global-programs.ts)
const bundles = process.env.SEKISHO_TEST_PROGRAMS
const program =
  bundles === undefined
    ? ['--conditions=source', '--import', 'tsx', fileURLToPath(new URL('../main.ts', import.meta.url))]
    : [join(bundles, 'apps/keyservice/src/main.mjs')]

/** The process form, as the launcher starts it. */
export interface SpawnedKeyService {
  readonly process: ChildProcess
  /** Everything written to stdout and stderr so far. */
  readonly output: () => string
  /** Ends it as a power cut would, as far as a process can be ended so. */
  kill(): Promise<void>
}

export interface SpawnOptions {
  readonly dataDir: string
  readonly socketPath: string
  readonly sequencerSocketPath: string
  readonly uid?: number
  readonly gid?: number
  readonly sequencerGid?: number
  readonly parentPipe?: boolean
}

/** Starts it and waits until it listens. Rejects with its output when it does not. */
export async function spawnKeyService(options: SpawnOptions): Promise<SpawnedKeyService> {
  const { dataDir, socketPath, sequencerSocketPath, uid, gid, sequencerGid, parentPipe = false } = options
  const child = spawn('sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath, ...program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      SEKISHO_KEYSERVICE_DATA: dataDir,
      SEKISHO_KEYSERVICE_SOCKET: socketPath,
      SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: sequencerSocketPath,
      ...(uid === undefined ? {} : { SEKISHO_KEYSERVICE_UID: String(uid) }),
      ...(gid === undefined ? {} : { SEKISHO_KEYSERVICE_GID: String(gid) }),
      ...(sequencerGid === undefined ? {} : { SEKISHO_KEYSERVICE_SEQUENCER_GID: String(sequencerGid) }),
      ...(parentPipe ? { SEKISHO_PARENT_PIPE: '1' } : {}),
    },
  })
  let written = ''
  const exited = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      written += chunk.toString('utf8')
      if (written.includes('keyservice ready')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    void exited.then(() => reject(new Error(written)))
  })
  return {
    process: child,
    output: () => written,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
