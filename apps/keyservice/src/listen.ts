import { chmodSync, chownSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import type { Dispatch } from './dispatch.ts'
import { serveConnection } from './serve-connection.ts'

/**
 * Serves one kind of caller over a unix socket. Its folder is made with mode 0710 when it is not there; one that was
 * there is left alone, and says who may come.
 *
 * @param group  may open the socket. Default: the process's own, or the folder's where that has its set-group-id bit
 */
export async function listen(
  socketPath: string,
  dispatch: Dispatch,
  group?: number,
): Promise<{ close(): Promise<void> }> {
  const folder = dirname(socketPath)
  // The mode again: the process's umask may have taken the group's share from it.
  if (mkdirSync(folder, { recursive: true, mode: 0o710 }) !== undefined) {
    chmodSync(folder, 0o710)
    if (group !== undefined) chownSync(folder, -1, group)
  }
  // The data folder's lock is held, so a socket that is there belongs to nobody.
  rmSync(socketPath, { force: true })
  const connections = new Set<Socket>()
  const server = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    serveConnection(socket, dispatch)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  chmodSync(socketPath, 0o660)
  if (group !== undefined) chownSync(socketPath, -1, group)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of connections) socket.destroy()
      await closed
    },
  }
}
