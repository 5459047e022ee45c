import { randomUUID } from 'node:crypto'
import { ProblemError, type ProblemCode, problems, socketCloseCodes, type TenantId } from '@sekisho/contract'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { PersonActor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import type { RowScope } from '../database/index.ts'
import type { AllowedDecision } from '../http/index.ts'
import type { Log } from '../log/index.ts'

/** An open socket of somebody whose right to it is checked again and again. */
export interface Connection<ToClient> {
  readonly id: string
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly decision: AllowedDecision
  readonly rowScope: RowScope
  /** Sends a message of the declared union; another shape ends the connection and is logged. Nothing after the end. */
  send(message: ToClient): void
  /** Says that this person is at work although no message came, e.g. while talking. */
  noteActivity(): void
  close(code: number): void
}

export interface ConnectionListener<FromClient> {
  /** Messages arrive one after another: the next when the promise of the last is settled. */
  message?(message: FromClient): Promise<void> | void
  /** Called once, however the connection ended. */
  closed?(): void
}

/** More unsent bytes than this: the other side is gone or far too slow, and must not hold our memory. */
const unsentLimitBytes = 1024 * 1024
const longestQueue = 64
const mostInvalidMessages = 20
const pingMs = 5_000
const silentLimitMs = 12_000
/** After our close frame the other side has this long to answer. */
const closeGraceMs = 500

export interface ConnectionSettings {
  readonly socket: WebSocket
  readonly name: string
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly decision: AllowedDecision
  readonly fromClient: z.ZodType
  /** Already stripped. */
  readonly toClient: z.ZodType
  readonly clock: Clock
  readonly log: Log
  noteActivity(): void
}

export interface ManagedConnection extends Connection<unknown> {
  readonly isOpen: boolean
  listen(listener: ConnectionListener<unknown>): void
  /** Tells the page, ends at once, hears nothing more. */
  end(code: number): void
  onEnd(callback: () => void): void
}

export function manageConnection(settings: ConnectionSettings): ManagedConnection {
  const { socket, name, actor, tenantId, decision, fromClient, toClient, clock, log, noteActivity } = settings
  const id = randomUUID()
  const ends: (() => void)[] = []
  let listener: ConnectionListener<unknown> | undefined
  const early: unknown[] = []
  let queue: Promise<void> = Promise.resolve()
  let queued = 0
  let invalid = 0
  let isOpen = true
  let heardAt = clock.now()
  let cancelPing = clock.setTimer(pingMs, beat)

  function finish(): void {
    if (!isOpen) return
    isOpen = false
    cancelPing()
    listener?.closed?.()
    for (const callback of ends) callback()
  }

  function end(code: number): void {
    if (!isOpen) return
    // a right that is gone is told by the code alone: whoever lost one still has a session, and must not sign in again
    if (code === socketCloseCodes.sessionOver) sendIfDeclared({ type: 'session_over' })
    finish()
    socket.close(code)
    clock.setTimer(closeGraceMs, () => socket.terminate())
  }

  function beat(): void {
    if (!isOpen) return
    if (clock.now() - heardAt > silentLimitMs) {
      finish()
      socket.terminate()
      return
    }
    socket.ping()
    cancelPing = clock.setTimer(pingMs, beat)
  }

  function send(message: unknown): void {
    if (!isOpen) return
    const shaped = toClient.safeParse(message)
    if (!shaped.success) {
      const places = shaped.error.issues.map((issue) => issue.path.map(String).join('.'))
      log.error({ socket: name, places: places.slice(0, 5) }, 'a message of another shape than declared was not sent')
      end(1011)
      return
    }
    write(shaped.data)
  }

  function write(message: unknown): void {
    if (socket.bufferedAmount > unsentLimitBytes) return end(socketCloseCodes.tooSlow)
    socket.send(JSON.stringify(message))
  }

  function sendIfDeclared(message: unknown): boolean {
    const shaped = toClient.safeParse(message)
    if (shaped.success && isOpen) write(shaped.data)
    return shaped.success
  }

  function answerProblem(seq: number | null, code: ProblemCode): boolean {
    const { ja, en } = problems[code]
    return sendIfDeclared({ type: 'problem', seq, code, ja, en })
  }

  function refuse(raw: unknown): void {
    invalid += 1
    const isTold = answerProblem(seqOf(raw), 'invalid_input')
    if (!isTold || invalid >= mostInvalidMessages) end(socketCloseCodes.invalidMessage)
  }

  async function handle(message: unknown): Promise<void> {
    if (!isOpen) return
    try {
      await listener?.message?.(message)
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : 'internal'
      if (code === 'internal') log.error({ socket: name, err: error }, 'failed')
      answerProblem(seqOf(message), code)
    }
  }

  function accept(message: unknown): void {
    if (queued >= longestQueue) return end(socketCloseCodes.invalidMessage)
    queued += 1
    queue = queue.then(() => handle(message)).finally(() => (queued -= 1))
  }

  // whatever a browser, a script or a broken proxy sends: size is limited by the server, shape here
  socket.on('message', (data, isBinary) => {
    if (!isOpen) return
    heardAt = clock.now()
    const raw = isBinary || !Buffer.isBuffer(data) ? undefined : parsedJson(data.toString('utf8'))
    const checked = fromClient.safeParse(raw)
    if (!checked.success) return refuse(raw)
    noteActivity()
    if (listener !== undefined) accept(checked.data)
    else if (early.length < longestQueue) early.push(checked.data)
    else end(socketCloseCodes.invalidMessage)
  })
  socket.on('pong', () => {
    heardAt = clock.now()
  })
  socket.on('close', finish)
  socket.on('error', () => {
    finish()
    socket.terminate()
  })

  return {
    id,
    actor,
    tenantId,
    decision,
    rowScope: decision.rowScope,
    get isOpen() {
      return isOpen
    },
    send,
    noteActivity,
    close: end,
    end,
    onEnd: (callback) => void ends.push(callback),
    listen(added) {
      listener = added
      if (!isOpen) return added.closed?.()
      for (const message of early.splice(0)) accept(message)
    },
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const withSeq = z.looseObject({ seq: z.int() })
function seqOf(message: unknown): number | null {
  const result = withSeq.safeParse(message)
  return result.success ? result.data.seq : null
}
