import { join } from 'node:path'
import { provision } from '../platform/database/index.ts'
import { type ChildOptions, type SupervisedChild, superviseChild } from './child-process.ts'
import { type Places, preparePlaces, rolePasswords } from './places.ts'
import { type ProcessName, processNames, TrialStartError } from './process-names.ts'
import { supervisePostgres } from './supervise-postgres.ts'
import { untilListening } from './until-listening.ts'

export interface TrialOptions {
  readonly projectDir: string
  /** Everything the trial keeps; traversable for other users when started by root. */
  readonly dataDir: string
  readonly port: number
  readonly onProgress: (line: { japanese: string; english: string }) => void
  /** False for an empty trial that begins with the first administrator's ceremony. Default: a labelled demo. */
  readonly isDemo?: boolean
}

export interface RunningTrial {
  readonly address: string
  /** One-click sign-in of each demo person, or the address of the ceremony. */
  readonly links: readonly { readonly label: string; readonly url: string }[]
  /** Process ids by name, for tests that kill and for measuring. */
  pids(): Record<string, number | undefined>
  stop(): Promise<void>
}

const database = 'sekisho'
const readySeconds = 120
/** So often a process may end before the first page; afterwards it is started again for ever. */
const mostEndsBeforeReady = 3

/**
 * Starts the whole product on this machine: embedded PostgreSQL, key service, sequencer, server with the simulated
 * telephone network. A trial: keys stand beside the data, and every page says so.
 */
export async function startTrial(options: TrialOptions): Promise<RunningTrial> {
  const { dataDir, onProgress } = options
  const isDemo = options.isDemo ?? process.env.SEKISHO_EMPTY !== '1'
  const places = preparePlaces(dataDir, options.projectDir)
  const passwords = rolePasswords(dataDir)
  onProgress({ japanese: 'データベースを起動しています', english: 'Starting the database' })
  const crashes = tellCrashes(onProgress)
  const postgres = await supervisePostgres(
    { dataDir: places.postgres, ...(places.owners === null ? {} : { socketGid: places.owners.group }) },
    () => crashes.tell('postgres'),
  )
  const children: { name: ProcessName; child: SupervisedChild }[] = []
  const stop = async (): Promise<void> => {
    // The server first, the key service last: nothing is asked of parts that are gone.
    for (const { child } of [...children].reverse()) await child.stop()
    await postgres.stop()
  }
  try {
    await provision(postgres.running.superuser, database, passwords)
    const address = { host: postgres.running.socketDir, port: postgres.running.port, database }
    const add = (name: ProcessName, child: Omit<ChildOptions, 'onCrash'>): void =>
      void children.push({ name, child: superviseChild({ ...child, onCrash: () => crashes.tell(name) }) })
    onProgress({ japanese: '鍵サービスと記録台帳を起動しています', english: 'Starting the key service and the ledger' })
    add('keyservice', { script: '@sekisho/keyservice/main', env: keyServiceEnv(places) })
    const sequencerDb = JSON.stringify({ ...address, user: 'sekisho_sequencer', password: passwords.sequencer })
    add('sequencer', { script: '../sequencer-main', env: sequencerEnv(places, sequencerDb) })
    const serverDb = JSON.stringify({ ...address, user: 'sekisho_app', password: passwords.app })
    const serverReady = new Promise<TrialReady>((resolve) => {
      const onMessage = (message: unknown): void => {
        const told = message as TrialReady | TrialProgress
        if (told.kind === 'progress') onProgress({ japanese: told.japanese, english: told.english })
        if (told.kind === 'ready') resolve(told)
      }
      add('server', {
        script: '../main',
        env: { ...serverEnv(options, places, isDemo), SEKISHO_DB: serverDb },
        onMessage,
      })
    })
    const { origin, links } = await untilReady(serverReady, places, crashes)
    return {
      address: origin,
      links,
      pids: () => ({
        postgres: postgres.pid(),
        ...Object.fromEntries(children.map(({ name, child }) => [name, child.pid()])),
      }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * The server answers without the key service and the ledger, too, but shows nobody anything: so all three are waited for.
 *
 * @throws TrialStartError  one of them ends again and again, or it takes too long
 */
async function untilReady(server: Promise<TrialReady>, places: Places, crashes: Crashes): Promise<TrialReady> {
  const waiting = new AbortController()
  try {
    return await new Promise<TrialReady>((resolve, reject) => {
      const timer = setTimeout(() => reject(TrialStartError.tooSlow(readySeconds)), readySeconds * 1000)
      waiting.signal.addEventListener('abort', () => clearTimeout(timer))
      crashes.onTooMany((name) => reject(TrialStartError.keepsEnding(name)))
      const sockets = [places.keyServiceSocket, places.sequencerSocket]
      Promise.all([server, ...sockets.map((path) => untilListening(path, waiting.signal))]).then(
        ([told]) => resolve(told),
        reject,
      )
    })
  } finally {
    waiting.abort()
  }
}

interface Crashes {
  tell(name: ProcessName): void
  /** Who is told once of a process that ended too often. */
  onTooMany(giveUp: (name: ProcessName) => void): void
}

/** Tells each end of a process that is started again, and once somebody else when one ends too often. */
function tellCrashes(onProgress: TrialOptions['onProgress']): Crashes {
  const ends: Partial<Record<ProcessName, number>> = {}
  let giveUp: ((name: ProcessName) => void) | undefined
  return {
    tell(name) {
      const { japanese, english } = processNames[name]
      onProgress({
        japanese: `${japanese}が止まったため、再開しています`,
        english: `${english} ended and is started again`,
      })
      ends[name] = (ends[name] ?? 0) + 1
      if (ends[name] === mostEndsBeforeReady) giveUp?.(name)
    },
    onTooMany(work) {
      giveUp = work
    },
  }
}

/** What the server says over the channel when it answers requests. */
export interface TrialReady {
  readonly kind: 'ready'
  readonly origin: string
  readonly links: readonly { readonly label: string; readonly url: string }[]
}

/** One line of what the server is doing, before and after it is ready. */
export interface TrialProgress {
  readonly kind: 'progress'
  readonly japanese: string
  readonly english: string
}

function keyServiceEnv(places: Places): Record<string, string> {
  return {
    SEKISHO_KEYSERVICE_DATA: places.keys,
    SEKISHO_KEYSERVICE_SOCKET: places.keyServiceSocket,
    SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: places.witnessSocket,
    ...(places.owners === null
      ? {}
      : {
          SEKISHO_KEYSERVICE_UID: String(places.owners.keyService),
          SEKISHO_KEYSERVICE_GID: String(places.owners.group),
          SEKISHO_KEYSERVICE_SEQUENCER_GID: String(places.owners.sequencerGroup),
        }),
  }
}

function sequencerEnv(places: Places, db: string): Record<string, string> {
  return {
    SEKISHO_DB: db,
    SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: places.witnessSocket,
    SEKISHO_SEQUENCER_SOCKET: places.sequencerSocket,
    SEKISHO_LEDGER_FOLDER: places.ledger,
    ...(places.owners === null
      ? {}
      : {
          SEKISHO_SEQUENCER_UID: String(places.owners.sequencer),
          SEKISHO_SEQUENCER_GID: String(places.owners.group),
          SEKISHO_KEYSERVICE_SEQUENCER_GID: String(places.owners.sequencerGroup),
        }),
  }
}

function serverEnv(options: TrialOptions, places: Places, isDemo: boolean): Record<string, string> {
  return {
    SEKISHO_PUBLIC_ORIGIN: `http://localhost:${options.port}`,
    SEKISHO_LISTEN_PORT: String(options.port),
    SEKISHO_TRIAL: 'yes',
    SEKISHO_DEMO: isDemo ? 'yes' : 'no',
    SEKISHO_DEMO_NETWORK: process.env.SEKISHO_DEMO_NETWORK ?? 'usual',
    SEKISHO_LOG_LEVEL: process.env.SEKISHO_LOG_LEVEL ?? 'warn',
    SEKISHO_WEB_ROOT: join(options.projectDir, 'apps/web/dist'),
    SEKISHO_KEYSERVICE_SOCKET: places.keyServiceSocket,
    SEKISHO_SEQUENCER_SOCKET: places.sequencerSocket,
    SEKISHO_SEALED_FOLDER: places.sealed,
    ...(places.owners === null
      ? {}
      : { SEKISHO_SERVER_UID: String(places.owners.server), SEKISHO_SERVER_GID: String(places.owners.group) }),
  }
}
