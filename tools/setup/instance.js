import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from './messages.js'
import { identityOf } from './processes.js'

/**
 * @typedef {{ pid: number, startTicks: string, bootId: string, port: number, address?: string }} Instance
 * The file `instance.json` in the data folder: which process uses it, and its address once it answers.
 */

/** @param {string} dataDir */
function fileOf(dataDir) {
  return join(dataDir, 'instance.json')
}

/**
 * The living instance that uses a data folder; undefined when there is none or its process died.
 *
 * @param {string} dataDir
 * @returns {Instance | undefined}
 */
export function livingInstance(dataDir) {
  try {
    const instance = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'))
    const now = identityOf(Number(instance.pid))
    return now !== undefined && now.startTicks === instance.startTicks && now.bootId === instance.bootId
      ? instance
      : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw error
    return undefined
  }
}

/**
 * Marks the data folder as ours. Two that start at once: the later one gets undefined, and waits for the first.
 *
 * @param {string} dataDir
 * @param {number} port
 * @returns {{ announce(address: string): void, release(): void } | undefined}
 */
export function claimInstance(dataDir, port) {
  const own = { ...identityOf(process.pid), port }
  const draft = `${fileOf(dataDir)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(own), { mode: 0o644 })
  try {
    for (;;) {
      try {
        linkSync(draft, fileOf(dataDir))
        break
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      if (livingInstance(dataDir) !== undefined) return undefined
      rmSync(fileOf(dataDir), { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    announce(address) {
      writeFileSync(draft, JSON.stringify({ ...own, address }), { mode: 0o644 })
      renameSync(draft, fileOf(dataDir))
    },
    release() {
      rmSync(fileOf(dataDir), { force: true })
    },
  }
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
async function isHealthy(address) {
  try {
    return (await fetch(new URL('/api/health', address), { signal: AbortSignal.timeout(3000) })).ok
  } catch {
    return false
  }
}

/**
 * Waits until the instance that already runs answers.
 *
 * @param {string} dataDir
 * @param {{ timeoutMs?: number, onWait?: (instance: Instance) => void }} [options]
 * @returns {Promise<Instance | undefined>}  undefined when it ended while we waited
 * @throws {SetupError} when it lives but does not answer in time
 */
export async function waitForInstance(dataDir, options = {}) {
  const deadline = performance.now() + (options.timeoutMs ?? 120_000)
  let isTold = false
  for (;;) {
    const instance = livingInstance(dataDir)
    if (instance === undefined) return undefined
    if (instance.address !== undefined && (await isHealthy(instance.address))) return instance
    if (!isTold) options.onWait?.(instance)
    isTold = true
    if (performance.now() > deadline)
      throw new SetupError(
        `プロセス ${instance.pid} がこのデータフォルダーを使っていますが、応答しません。終了させてから、もう一度実行してください。`,
        `Process ${instance.pid} uses this data folder but does not answer. End it and try again.`,
      )
    await sleep(300)
  }
}
