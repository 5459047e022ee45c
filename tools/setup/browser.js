import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupError, say } from './messages.js'
import { run } from './processes.js'

const packages = ['chromium', 'fonts-noto-cjk']

/** @param {string} name */
function inPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, name)))
}

/** @returns {Promise<string[]>}  Debian packages that are not installed */
async function missingPackages() {
  const missing = []
  for (const name of packages) {
    const { exitCode, output } = await run('dpkg-query', ['-W', '-f=${Status}', name])
    if (exitCode !== 0 || !output.includes('install ok installed')) missing.push(name)
  }
  // A browser that did not come from Debian's package serves as well.
  return missing.filter((name) => name !== 'chromium' || !inPath('chromium'))
}

/**
 * Makes sure that Debian's Chromium and Japanese fonts are there, installing them when we are root.
 *
 * @throws {SetupError} in words that say what to install
 */
export async function ensureBrowser() {
  const missing = await missingPackages()
  if (missing.length === 0) return
  const list = missing.join(' ')
  if (process.getuid?.() !== 0 || !inPath('apt-get'))
    throw new SetupError(
      `ブラウザーのテストに必要なものがありません: ${list}。root で apt-get install -y ${list} を実行してください。`,
      `The browser tests need ${list}. As root, run: apt-get install -y ${list}`,
    )
  say(`${list} を入れています`, `Installing ${list}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const { exitCode, output } = await run('apt-get', args, { env })
    if (exitCode !== 0)
      throw new SetupError(
        `apt-get ${args[0]} が失敗しました:\n${output.trim().split('\n').slice(-5).join('\n')}`,
        `apt-get ${args[0]} failed; its last lines are above.`,
      )
  }
}
