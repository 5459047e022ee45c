import { join } from 'node:path'
import { provision } from '../platform/database/index.ts'
import { type SupervisedChild, superviseChild } from './child-process.ts'
import { type Places, preparePlaces, rolePasswords } from './places.ts'
import { supervisePostgres } from './supervise-postgres.ts'

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
  const onCrash = (name: string): void =>
    onProgress({ japanese: `${name}が止まったため、再開しています`, english: `${name} ended and is started again` })
  const postgres = await supervisePostgres(
    { dataDir: places.postgres, ...(places.owners === null ? {} : { socketGid: places.owners.group }) },
    () => onCrash('データベース'),
  )
  const children: { name: string; child: SupervisedChild }[] = []
  try {
    await provision(postgres.running.superuser, database, passwords)
    const address = { host: postgres.running.socketDir, port: postgres.running.port, database }
    const add = (name: string, child: SupervisedChild): void => void children.push({ name, child })
    onProgress({ japanese: '鍵サービスと記録台帳を起動しています', english: 'Starting the key service and the ledger' })
    add(
      'keyservice',
      superviseChild({ name: '鍵サービス', script: '@sekisho/keyservice/main', env: keyServiceEnv(places), onCrash }),
    )
    const ready = new Promise<TrialReady>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the server did not become ready within two minutes')), 120_000)
      const env = {
        ...serverEnv(options, places, isDemo),
        SEKISHO_DB: JSON.stringify({ ...address, user: 'sekisho_app', password: passwords.app }),
      }
      const onMessage = (message: unknown): void => {
        const told = message as TrialReady | TrialProgress
        if (told.kind === 'progress') onProgress({ japanese: told.japanese, english: told.english })
        if (told.kind !== 'ready') return
        clearTimeout(timer)
        resolve(told)
      }
      add('server', superviseChild({ name: 'サーバー', script: '../main', env, onCrash, onMessage }))
    })
    const sequencerDb = JSON.stringify({ ...address, user: 'sekisho_sequencer', password: passwords.sequencer })
    add(
      'sequencer',
      superviseChild({
        name: '記録係',
        script: '../ledger/sequencer-main',
        env: sequencerEnv(places, sequencerDb),
        onCrash,
      }),
    )
    const { origin, links } = await ready
    return {
      address: origin,
      links,
      pids: () => ({
        postgres: postgres.pid(),
        ...Object.fromEntries(children.map(({ name, child }) => [name, child.pid()])),
      }),
      async stop() {
        // the server first, so that nothing is asked of parts that are gone
        for (const { child } of [...children].reverse()) await child.stop()
        await postgres.stop()
      },
    }
  } catch (error) {
    for (const { child } of children) await child.stop()
    await postgres.stop()
    throw error
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
    ...(places.owners === null
      ? {}
      : {
          SEKISHO_KEYSERVICE_UID: String(places.owners.keyService),
          SEKISHO_KEYSERVICE_GID: String(places.owners.group),
        }),
  }
}

function sequencerEnv(places: Places, db: string): Record<string, string> {
  return {
    SEKISHO_DB: db,
    SEKISHO_KEYSERVICE_SOCKET: places.keyServiceSocket,
    SEKISHO_SEQUENCER_SOCKET: places.sequencerSocket,
    SEKISHO_LEDGER_FOLDER: places.ledger,
    ...(places.owners === null
      ? {}
      : { SEKISHO_SEQUENCER_UID: String(places.owners.sequencer), SEKISHO_SEQUENCER_GID: String(places.owners.group) }),
  }
}

function serverEnv(options: TrialOptions, places: Places, isDemo: boolean): Record<string, string> {
  return {
    SEKISHO_PUBLIC_ORIGIN: `http://localhost:${options.port}`,
    SEKISHO_LISTEN_PORT: String(options.port),
    SEKISHO_TRIAL: 'yes',
    SEKISHO_DEMO: isDemo ? 'yes' : 'no',
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
