import { z } from 'zod'
import { composeServer, type ComposedServer, type Surroundings } from './compose.ts'
import { readConfig, type ServerConfig } from './platform/config/index.ts'
import { createLog } from './platform/log/index.ts'
import { fillDemo, type RunningDemo } from './trial/fill-demo.ts'
import type { TrialProgress, TrialReady } from './trial/main.ts'

// The process form of the server. Reads its surroundings from the environment, listens, gives up root, says that it is
// ready. Writes codes to stderr, never values.

const databaseAddress = z.strictObject({
  host: z.string().min(1),
  port: z.int(),
  database: z.string().min(1),
  user: z.string().min(1),
  password: z.string(),
})

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set`)
  return value
}

/** The password is read and forgotten: a crash report or a child of this process must not find it. */
function surroundingsFromEnvironment(): Surroundings {
  const database = databaseAddress.parse(JSON.parse(required('SEKISHO_DB')))
  delete process.env.SEKISHO_DB
  return {
    database,
    keyServiceSocket: required('SEKISHO_KEYSERVICE_SOCKET'),
    sequencerSocket: required('SEKISHO_SEQUENCER_SOCKET'),
    sealedFolder: required('SEKISHO_SEALED_FOLDER'),
  }
}

/** Gives up root for good once all code is loaded and the port is open. */
function giveUpRoot(): void {
  const [uid, gid] = [process.env.SEKISHO_SERVER_UID, process.env.SEKISHO_SERVER_GID]
  if (process.getuid?.() !== 0 || uid === undefined || gid === undefined) return
  process.setgroups?.([Number(gid)])
  process.setgid?.(Number(gid))
  process.setuid?.(Number(uid))
}

function report(line: Omit<TrialProgress, 'kind'>): void {
  process.send?.({ kind: 'progress', ...line } satisfies TrialProgress)
}

async function ceremonyLinks(server: ComposedServer, config: ServerConfig): Promise<TrialReady['links']> {
  const code = await server.foundation.identity.newSetUpCode()
  return code === null
    ? []
    : [{ label: `最初の管理者の登録 (確認コード ${code})`, url: `${config.publicOrigin}/set-up` }]
}

process.title = 'sekisho-server'
process.umask(0o077)
try {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel })
  const server = await composeServer(config, surroundingsFromEnvironment(), log)
  await server.app.listen({ host: config.listenHost, port: config.listenPort })
  giveUpRoot()
  let isStopping = false
  let demo: RunningDemo | undefined
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    void Promise.resolve(demo?.stop())
      .then(() => server.stop())
      .then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (process.env.SEKISHO_PARENT_PIPE === '1') {
    // the launcher holds the other end: when it dies, however it dies, the pipe closes
    process.stdin.on('end', stop).on('error', stop).resume()
  }
  if (config.isDemo) demo = await fillDemo(server, report)
  const links = demo?.links ?? (await ceremonyLinks(server, config))
  process.send?.({ kind: 'ready', origin: config.publicOrigin, links } satisfies TrialReady)
} catch (error) {
  // messages of start-up errors are this program's own or the system's, about settings and paths
  process.stderr.write(`server failed ${error instanceof Error ? error.message : 'unknown'}\n`)
  process.exit(1)
}
