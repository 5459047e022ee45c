import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { SetupError } from './messages.js'

const megabyte = 1024 * 1024
/** node_modules takes about 450 MB, npm's own cache 150 MB, the build 50 MB. */
const installMegabytes = 800
/** A new database with its write-ahead log, the demo and room to work. */
const dataMegabytes = 500
const memoryMegabytes = 600

/**
 * Refuses machines that the PostgreSQL of package-lock.json is not made for: it is there for x64 with glibc alone.
 *
 * @param {string} [platform]
 * @param {string} [arch]
 * @param {boolean} [isGlibc]  false on Alpine and other systems with musl
 */
export function checkPlatform(platform = process.platform, arch = process.arch, isGlibc = hasGlibc()) {
  if (platform === 'linux' && arch === 'x64' && isGlibc) return
  const found = platform === 'linux' && !isGlibc ? `${platform} ${arch} musl` : `${platform} ${arch}`
  throw new SetupError(
    `試用版は Linux (x64、glibc) で動きます。この環境は ${found} です。Debian などの仮想マシンやコンテナで実行してください。`,
    `The trial runs on Linux (x64, glibc). This is ${found}; use a virtual machine or container with Debian or the like.`,
  )
}

function hasGlibc() {
  const report = process.report.getReport()
  const header = typeof report === 'object' && 'header' in report ? report.header : {}
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header
}

/**
 * Where the trial keeps its data. Root gets a folder that other users can pass through, because PostgreSQL never runs
 * as root and a clone is often under a closed home.
 *
 * @param {string} projectDir
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function dataDirOf(projectDir, env = process.env) {
  if (env.SEKISHO_DATA !== undefined && env.SEKISHO_DATA !== '') return resolve(env.SEKISHO_DATA)
  if (process.getuid?.() !== 0) return join(projectDir, '.sekisho')
  return join('/var/lib/sekisho', createHash('sha256').update(projectDir).digest('hex').slice(0, 16))
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number}
 */
export function portOf(env = process.env) {
  const text = env.SEKISHO_PORT ?? ''
  const port = text === '' ? 4870 : Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new SetupError(
    `SEKISHO_PORT は 1 から 65535 の数です (いまは「${text}」)。`,
    `SEKISHO_PORT must be a number from 1 to 65535 (it is "${text}").`,
  )
}

/**
 * Makes the data folder and makes sure that it can be written to. The parent of a new folder for root stays passable.
 *
 * @param {string} dataDir
 */
export function prepareDataDir(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    if (process.getuid?.() === 0) chmodSync(dataDir, 0o711)
    const probe = join(dataDir, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw error
    throw new SetupError(
      `データフォルダーに書き込めません: ${dataDir}。所有者と権限を確かめるか、SEKISHO_DATA で別の場所を指定してください。`,
      `The data folder cannot be written: ${dataDir}. Check its owner and mode, or choose another place with SEKISHO_DATA.`,
    )
  }
}

/**
 * @param {string} projectDir
 * @param {boolean} isInstallNeeded
 */
export function checkProjectDir(projectDir, isInstallNeeded) {
  for (const path of [projectDir, join(projectDir, 'node_modules'), join(projectDir, 'apps/server')]) {
    if (!existsSync(path)) continue
    try {
      accessSync(path, constants.W_OK)
    } catch {
      throw new SetupError(
        `clone したフォルダーに書き込めません: ${path}。自分のユーザーで clone し直すか、権限を直してください。`,
        `The clone cannot be written: ${path}. Clone it as your own user, or correct its permissions.`,
      )
    }
  }
  if (isInstallNeeded) checkFreeSpace(projectDir, installMegabytes)
}

/** @param {string} dataDir */
export function checkDataSpace(dataDir) {
  checkFreeSpace(dataDir, dataMegabytes)
}

/**
 * @param {string} path
 * @param {number} neededMegabytes
 */
function checkFreeSpace(path, neededMegabytes) {
  const existing = existsSync(path) ? path : dirname(path)
  const { bavail, bsize } = statfsSync(existing)
  const free = Math.floor((bavail * bsize) / megabyte)
  if (free >= neededMegabytes) return
  throw new SetupError(
    `ディスクの空きが足りません: ${existing} の空きは ${free} MB、必要なのは ${neededMegabytes} MB です。`,
    `Not enough free disk: ${existing} has ${free} MB free, ${neededMegabytes} MB are needed.`,
  )
}

/**
 * Memory that is free for the trial in MB: the kernel's estimate, or what a container's limit leaves.
 *
 * @returns {number}
 */
export function availableMegabytes() {
  const read = (/** @type {string} */ path) => {
    try {
      return readFileSync(path, 'latin1')
    } catch {
      return ''
    }
  }
  const available = Number(/MemAvailable:\s+(\d+)/.exec(read('/proc/meminfo'))?.[1] ?? totalmem() / 1024) * 1024
  const limit = Number(read('/sys/fs/cgroup/memory.max'))
  const used = Number(read('/sys/fs/cgroup/memory.current'))
  const left = limit > 0 ? limit - used : Number.POSITIVE_INFINITY
  return Math.floor(Math.min(available, left) / megabyte)
}

export function checkMemory(available = availableMegabytes()) {
  if (available >= memoryMegabytes) return
  throw new SetupError(
    `メモリが足りません: 空きは ${available} MB、必要なのは ${memoryMegabytes} MB です。`,
    `Not enough memory: ${available} MB are free, ${memoryMegabytes} MB are needed.`,
  )
}
