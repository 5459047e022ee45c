import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { SetupError } from './messages.js'

/**
 * Which process listens on a local TCP port, as far as this user may see it.
 *
 * @param {number} port
 * @returns {{ pid: number, name: string } | undefined}
 */
export function listenerOf(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/)
      // Field 4 is the state, 0A is LISTEN; field 10 the socket's inode (proc_net_tcp in the kernel's documentation).
      if (fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A') inodes.add(fields[9])
    }
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const target of descriptors(pid)) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inodes.has(inode)) return { pid: Number(pid), name: read(`/proc/${pid}/comm`).trim() }
    }
  }
  return undefined
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** @param {string} pid */
function descriptors(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`)
      } catch {
        return ''
      }
    })
  } catch {
    return []
  }
}

/**
 * Refuses a port that another program holds, naming that program where it can be seen.
 *
 * @param {number} port
 */
export async function checkPort(port) {
  const code = await new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve('code' in error ? error.code : 'unknown'))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)))
  })
  if (code === undefined) return
  if (code === 'EACCES')
    throw new SetupError(
      `ポート ${port} を開く権限がありません。1024 以上のポートを SEKISHO_PORT で指定してください (例: SEKISHO_PORT=4871 npm start)。`,
      `No permission to open port ${port}. Choose one from 1024 up (example: SEKISHO_PORT=4871 npm start).`,
    )
  const holder = listenerOf(port)
  const japanese = holder === undefined ? 'ほかのプログラム' : `${holder.name} (プロセス ${holder.pid})`
  const english = holder === undefined ? 'another program' : `${holder.name} (process ${holder.pid})`
  throw new SetupError(
    `ポート ${port} は${japanese}が使っています。別のポートで起動できます: SEKISHO_PORT=${port === 65_535 ? 4870 : port + 1} npm start`,
    `Port ${port} is used by ${english}. Choose another: SEKISHO_PORT=${port === 65_535 ? 4870 : port + 1} npm start`,
  )
}
