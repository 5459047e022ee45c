import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { areDependenciesInstalled, installDependencies } from './dependencies.js'
import { claimInstance, livingInstance, waitForInstance } from './instance.js'
import {
  checkDataSpace,
  checkMemory,
  checkPlatform,
  checkProjectDir,
  dataDirOf,
  portOf,
  prepareDataDir,
} from './machine.js'
import { SetupError, complain, say } from './messages.js'
import { checkPort } from './port.js'
import { commandLineOf, parentOf } from './processes.js'

const stopTimeoutMs = 30_000

/**
 * Everything of `npm start` after Node's version is known to be good: checks the machine, installs, builds, starts the
 * trial in this process and keeps it until a signal. Sets the exit code; prints, never throws.
 *
 * @param {string} projectDir
 */
export async function launch(projectDir) {
  try {
    await start(projectDir)
  } catch (error) {
    complain(error)
    process.exit(1)
  }
}

/** @param {string} projectDir */
async function start(projectDir) {
  checkPlatform()
  const port = portOf()
  const dataDir = dataDirOf(projectDir)
  prepareDataDir(dataDir)
  if (await tellRunning(dataDir)) return
  const isInstallNeeded = !areDependenciesInstalled(projectDir)
  checkProjectDir(projectDir, isInstallNeeded)
  checkDataSpace(dataDir)
  checkMemory()
  await checkPort(port)
  const instance = claimInstance(dataDir, port)
  // Somebody else started in the same moment; should they end meanwhile, it is our turn after all.
  if (instance === undefined) return (await tellRunning(dataDir)) ? undefined : start(projectDir)
  process.once('exit', () => instance.release())
  const stopping = stopOnSignals()
  if (isInstallNeeded) {
    say('依存ライブラリを入れています (初回は数分かかります)', 'Installing dependencies (a few minutes the first time)')
    await installDependencies(projectDir)
  }
  // Imported only now: what it needs may just have been installed.
  const { build } = await import('../build.js')
  await build(projectDir, say)
  await runTrial({ projectDir, dataDir, port, instance, stopping })
}

/**
 * When an instance already uses the data folder, waits for it and prints its address.
 *
 * @param {string} dataDir
 * @returns {Promise<boolean>}
 */
async function tellRunning(dataDir) {
  if (livingInstance(dataDir) === undefined) return false
  const instance = await waitForInstance(dataDir, {
    onWait: ({ pid }) => say(`起動中のプロセス ${pid} を待っています`, `Waiting for process ${pid}, which is starting`),
  })
  if (instance === undefined) return false
  say(`すでに動いています: ${instance.address}`, `Already running (process ${instance.pid})`)
  return true
}

/**
 * Turns the first signal into an orderly end; a second one ends at once.
 * npm runs its script through a shell, and neither passes its own end on: so when npm started us and one of the two
 * goes away, that counts as a signal, too.
 *
 * @returns {{ readonly isAsked: boolean, onStop(stop: () => Promise<void>): void }}
 */
function stopOnSignals() {
  /** @type {(() => Promise<void>) | undefined} */
  let stop
  let isAsked = false
  const end = () => {
    if (isAsked) process.exit(130)
    isAsked = true
    if (stop === undefined) process.exit(130)
    void endOrderly(stop)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end)
  if (process.env.npm_lifecycle_event !== undefined) {
    const starters = startersOf(process.pid)
    setInterval(() => {
      if (!isAsked && startersOf(process.pid).join() !== starters.join()) end()
    }, 1000).unref()
  }
  return {
    get isAsked() {
      return isAsked
    },
    onStop(work) {
      stop = work
    },
  }
}

/**
 * The process that started another one and, where that is a shell which only runs a script, who started the shell.
 *
 * @param {number} pid
 * @returns {readonly number[]}
 */
function startersOf(pid) {
  const parent = parentOf(pid)
  return commandLineOf(parent)[1] === '-c' ? [parent, parentOf(parent)] : [parent]
}

/** @param {() => Promise<void>} stop */
async function endOrderly(stop) {
  say('終了しています', 'Stopping')
  setTimeout(() => {
    process.stderr.write('終了に時間がかかりすぎたので、打ち切りました。 / Stopping took too long and was cut short.\n')
    process.exit(1)
  }, stopTimeoutMs).unref()
  try {
    await stop()
    say('終了しました', 'Stopped')
    process.exit(0)
  } catch (error) {
    complain(error)
    process.exit(1)
  }
}

/**
 * @param {{
 *   projectDir: string, dataDir: string, port: number,
 *   instance: NonNullable<ReturnType<typeof claimInstance>>, stopping: ReturnType<typeof stopOnSignals>,
 * }} input
 */
async function runTrial({ projectDir, dataDir, port, instance, stopping }) {
  const entry = join(projectDir, 'apps/server/dist/trial/main.js')
  if (!existsSync(entry))
    throw new SetupError(`起動するプログラムがありません: ${entry}`, `The program to start is missing: ${entry}`)
  const { startTrial } = await import(pathToFileURL(entry).href)
  const trial = await startTrial({
    projectDir,
    dataDir,
    port,
    onProgress: (/** @type {{ japanese: string, english: string }} */ line) => say(line.japanese, line.english),
  })
  stopping.onStop(() => trial.stop())
  instance.announce(trial.address)
  say('')
  say(`Sekisho 関所: ${trial.address}`)
  for (const link of trial.links) say(`  ${link.label}: ${link.url}`)
  say('Ctrl-C で終了します', 'Press Ctrl-C to stop')
}
