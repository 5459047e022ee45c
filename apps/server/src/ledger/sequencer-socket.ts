import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { type Server, type Socket, createServer } from 'node:net'
import { dirname } from 'node:path'
import { entryId as entryIdSchema, tenantId as tenantIdSchema } from '@sekisho/contract'
import { encodeFrame, frameReader } from '@sekisho/vault'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Sequencer } from './sequencer-port.ts'

/** How often connected servers hear that the sequencer lives; three missed beats stop their gates. */
export const beatMs = 250

/** What a server may say. It is believed in nothing: ids are only looked up. */
const message = z.union([
  z.strictObject({ wake: z.literal(true) }),
  z.strictObject({ want: entryIdSchema, tenant: tenantIdSchema }),
  z.strictObject({ expect: z.array(entryIdSchema).max(10_000), tenant: tenantIdSchema }),
  z.strictObject({ ask: z.int(), tenant: tenantIdSchema, positions: z.array(z.int().min(0)).max(1_000) }),
])

/**
 * Lets servers of other processes ask over a unix socket. In: `{wake}`, `{want, tenant}` for a receipt,
 * `{expect, tenant}` for the word that entries have their places, `{ask, tenant, positions}` for the state of a log. Out:
 * `{receipt, entry}`, `{placed}`, `{answer, facts}` and `{beat}`. Receipts are no secret: the key service checks each
 * against its own heads.
 */
export function serveSequencer(
  sequencer: Sequencer,
  socketPath: string,
  clock: Clock,
): Promise<{ close(): Promise<void> }> {
  mkdirSync(dirname(socketPath), { recursive: true, mode: 0o710 })
  rmSync(socketPath, { force: true })
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    const end = serveConnection(sequencer, socket, clock)
    socket.on('close', () => {
      end()
      sockets.delete(socket)
    })
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(socketPath, () => {
      // the folder says who may come; the process's umask must not narrow it
      chmodSync(socketPath, 0o660)
      resolve({
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy()
            server.close(() => closed())
          }),
      })
    })
  })
}

function serveConnection(sequencer: Sequencer, socket: Socket, clock: Clock): () => void {
  const read = frameReader()
  let placed: string[] = []
  let cancelBeat = (): void => undefined

  function send(value: unknown): void {
    if (!socket.destroyed) socket.write(encodeFrame(value))
  }

  function beat(): void {
    send({ beat: sequencer.state() })
    cancelBeat = clock.setTimer(beatMs, beat)
  }

  /** A batch tells hundreds at once: one message for all of them. */
  function tellPlaced(entryId: string): void {
    if (placed.push(entryId) > 1) return
    setImmediate(() => {
      send({ placed })
      placed = []
    })
  }

  function answer(value: unknown): void {
    const asked = message.parse(value)
    if ('wake' in asked) sequencer.wake()
    else if ('want' in asked)
      sequencer.receipt(asked.tenant, asked.want, (receipt) => send({ receipt, entry: asked.want }))
    else if ('expect' in asked) for (const id of asked.expect) sequencer.placed(asked.tenant, id, () => tellPlaced(id))
    else
      sequencer.facts(asked.tenant, asked.positions).then(
        (facts) => send({ answer: asked.ask, facts: facts ?? null }),
        () => send({ answer: asked.ask, facts: null }),
      )
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const value of read(chunk)) answer(value)
    } catch {
      socket.destroy()
    }
  })
  socket.on('error', () => undefined)
  beat()
  return () => cancelBeat()
}
