import type { Duplex } from 'node:stream'
import { encodeFrame, frameReader, isRecord, KeyServiceError } from '@sekisho/vault'
import type { Message } from '@sekisho/vault'
import { codeOf } from './dispatch.ts'
import type { Dispatch } from './dispatch.ts'

/** A peer that asks for more than this without reading answers is not read further. */
const maxInFlight = 512

/**
 * Answers the requests of one connection, several at a time, each by its id. The peer is not trusted: a frame that
 * cannot be read ends the connection, and nothing but a result or a code is ever written.
 */
export function serveConnection(stream: Duplex, dispatch: Dispatch): void {
  const read = frameReader()
  let inFlight = 0

  stream.on('data', (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) accept(message)
    } catch {
      stream.destroy()
    }
  })
  stream.on('error', () => stream.destroy())
  stream.on('drain', resume)

  function accept(message: Message): void {
    if (!isRecord(message) || typeof message.id !== 'number' || !Number.isSafeInteger(message.id)) {
      throw new KeyServiceError('bad_request')
    }
    const { id } = message
    if (++inFlight >= maxInFlight) stream.pause()
    dispatch(message.op, message.parameters)
      .then(
        (result) => answer({ id, result }),
        (error: unknown) => answer({ id, error: codeOf(error) }),
      )
      .finally(() => {
        inFlight--
        resume()
      })
      // An answer that fits no frame, or a stream that is gone.
      .catch(() => stream.destroy())
  }

  function answer(message: object): void {
    if (!stream.writable) return
    if (!stream.write(encodeFrame(message))) stream.pause()
  }

  function resume(): void {
    if (inFlight < maxInFlight && !stream.writableNeedDrain) stream.resume()
  }
}
