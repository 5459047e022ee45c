import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SetupError, say } from './messages.js'
import { run } from './processes.js'

const progressEveryMs = 10_000

/**
 * Whether node_modules is what package-lock.json asks for. npm writes its hidden lockfile last, so an interrupted
 * installation counts as none.
 *
 * @param {string} projectDir
 * @returns {boolean}
 */
export function areDependenciesInstalled(projectDir) {
  const packagesOf = (/** @type {string} */ path) => JSON.parse(readFileSync(join(projectDir, path), 'utf8')).packages
  if (!existsSync(join(projectDir, 'node_modules/.package-lock.json'))) return false
  const wanted = packagesOf('package-lock.json')
  const installed = packagesOf('node_modules/.package-lock.json')
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const isOptional = entry.optional === true || entry.devOptional === true
    const found = installed[path]
    // Optional packages are for other platforms, except when they are there.
    if (found === undefined) return isOptional
    return found.version === entry.version && found.integrity === entry.integrity && existsSync(join(projectDir, path))
  })
}

/**
 * How to call npm: the one that called us, the one beside this Node, or the one in PATH.
 *
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')
  const calling = process.env.npm_execpath
  const script = [calling, beside].find((path) => path !== undefined && path.endsWith('.js') && existsSync(path))
  return script === undefined ? { command: 'npm', args: [] } : { command: process.execPath, args: [script] }
}

/**
 * Installs what package-lock.json names, without running anybody's install scripts.
 *
 * A lock file written where the registry lacked optional packages of other platforms misses their entries, and newer
 * npms refuse `npm ci` for that alone. `npm install --no-save` takes the same versions under the same hashes from the
 * lock and leaves the lock as it is; that nothing else was missing is checked afterwards.
 *
 * @param {string} projectDir
 */
export async function installDependencies(projectDir) {
  let { exitCode, output } = await runNpm(projectDir, ['ci'])
  if (exitCode !== 0 && /Missing: .+ from lock file/.test(output))
    ({ exitCode, output } = await runNpm(projectDir, ['install', '--no-save']))
  if (exitCode !== 0) throw explainNpm(output)
  if (!areDependenciesInstalled(projectDir))
    throw new SetupError(
      'package-lock.json のとおりに入りませんでした。node_modules を消してから、もう一度実行してください。',
      'What was installed is not what package-lock.json names. Remove node_modules and try again.',
    )
}

/**
 * @param {string} projectDir
 * @param {readonly string[]} args
 */
async function runNpm(projectDir, args) {
  const npm = npmCommand()
  const started = performance.now()
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000)
    const packages = countPackages(join(projectDir, 'node_modules'))
    say(`  ${seconds} 秒経過、フォルダー ${packages} 個`, `${seconds} s, ${packages} package folders so far`)
  }, progressEveryMs)
  // All kinds of packages: NODE_ENV=production or an .npmrc with `omit` would leave out what builds the product.
  const kinds = ['prod', 'dev', 'optional', 'peer'].map((kind) => `--include=${kind}`)
  const flags = [...kinds, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  return await run(npm.command, [...npm.args, ...args, ...flags], { cwd: projectDir }).finally(() =>
    clearInterval(timer),
  )
}

/** @param {string} dir */
function countPackages(dir) {
  try {
    return readdirSync(dir).length
  } catch {
    return 0
  }
}

/**
 * @param {string} output
 * @returns {SetupError}
 */
export function explainNpm(output) {
  if (/ENOSPC/.test(output))
    return new SetupError(
      'ディスクの空きがなく、依存ライブラリを入れられませんでした。',
      'The disk is full: dependencies could not be installed.',
    )
  if (/EACCES|EPERM|EROFS/.test(output))
    return new SetupError(
      '権限がなく、依存ライブラリを入れられませんでした。node_modules と ~/.npm の所有者を確かめてください。',
      'No permission to install dependencies. Check the owner of node_modules and ~/.npm.',
    )
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(output))
    return new SetupError(
      'パッケージレジストリにつながらず、依存ライブラリを入れられませんでした。ネットワークとプロキシーの設定を確かめてください。',
      'The package registry cannot be reached. Check the network and proxy settings.',
    )
  const lines = output.trim().split('\n').slice(-5).join('\n')
  return new SetupError(`npm ci が失敗しました:\n${lines}`, 'npm ci failed; its last lines are above.')
}
