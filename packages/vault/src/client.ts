import { connect as connectSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isKeyServiceErrorCode, KeyServiceError } from './errors.ts'
import { encodeFrame, frameReader } from './frame.ts'
import type { Message } from './frame.ts'
import { operationNames } from './operations.ts'
import type { Results } from './answers.ts'
import type { OperationName, OperationParameters } from './operations.ts'
import { isRecord } from './shapes.ts'

/** Every operation as a function. All reject with KeyServiceError and nothing else. */
export type KeyServiceCalls = {
  readonly [Name in OperationName]: (parameters: OperationParameters<Name>) => Promise<Results[Name]>
}

export interface KeyServiceClient extends KeyServiceCalls {
  /** Ends the connection; calls in flight reject with `unavailable`, and so does every later one. */
  close(): void
}

export interface KeyServiceClientOptions {
  /** Where the key service listens: the path of its socket, or a function that opens a stream to it. */
  readonly connect: string | (() => Duplex)
  /** How long one call may take, the connection included. Default 10,000. */
  readonly timeoutMs?: number
}

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: KeyServiceError) => void
  readonly timer: NodeJS.Timeout
}

/**
 * A client of the key service over one multiplexed connection. It connects with the first call and again with the
 * first call after a loss; a call in flight during a loss is not repeated, because its position may have been spent.
 */
export function keyServiceClient({ connect, timeoutMs = 10_000 }: KeyServiceClientOptions): KeyServiceClient {
  const pending = new Map<number, Pending>()
  let stream: Duplex | undefined
  let lastId = 0
  let closed = false

  function open(): Duplex {
    const opened = typeof connect === 'string' ? connectSocket(connect) : connect()
    const read = frameReader()
    const lose = (): void => {
      if (stream !== opened) return
      stream = undefined
      for (const id of pending.keys()) settle(id, new KeyServiceError('unavailable'))
    }
    opened.on('data', (chunk: Buffer) => {
      try {
        for (const message of read(chunk)) answer(message)
      } catch {
        opened.destroy()
      }
    })
    opened.on('error', lose)
    opened.on('close', lose)
    return opened
  }

  function settle(id: number, outcome: KeyServiceError | { readonly result: unknown }): void {
    const call = pending.get(id)
    if (call === undefined) return
    pending.delete(id)
    clearTimeout(call.timer)
    if (outcome instanceof KeyServiceError) call.reject(outcome)
    else call.resolve(outcome.result)
  }

  function answer(message: Message): void {
    if (!isRecord(message) || typeof message.id !== 'number') throw new KeyServiceError('bad_request')
    if (message.error === undefined) return settle(message.id, { result: message.result })
    settle(message.id, new KeyServiceError(isKeyServiceErrorCode(message.error) ? message.error : 'unavailable'))
  }

  function call(op: OperationName, parameters: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new KeyServiceError('unavailable'))
      const id = ++lastId
      const frame = encodeFrame({ id, op, parameters })
      const timer = setTimeout(() => settle(id, new KeyServiceError('timeout')), timeoutMs)
      pending.set(id, { resolve, reject, timer })
      stream ??= open()
      stream.write(frame)
    })
  }

  const calls = Object.fromEntries(
    operationNames.map((op) => [op, (parameters: unknown) => call(op, parameters)]),
  ) as unknown as KeyServiceCalls
  return {
    ...calls,
    close() {
      closed = true
      stream?.destroy()
    },
  }
}
