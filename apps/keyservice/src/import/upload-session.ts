import { MessageChannel, Worker } from 'node:worker_threads'
import { goesOn, indexLength, KeyServiceError, maxKnown } from '@sekisho/vault'
import type { KnownContact, SessionResult } from '@sekisho/vault'
import type {
  DifferTask,
  InspectTask,
  MatchTask,
  ReaderInput,
  ReaderOutput,
  ReadTask,
  SealerOutput,
  SealTask,
  Task,
} from './messages.ts'

/** Sealed chunks that may wait for the reader: 256 KiB each. */
const chunksAhead = 4
/** Indexes of people who are there already: 20 bytes of memory each, so a bound is needed against a peer that floods. */
const maxExistingBytes = 8_000_000 * indexLength

/** Parts of one answer to a difference's question; a batch of rows has no more people. */
const maxAnswerParts = 64

/** One inspection, matching, difference or import under way, in threads of its own. */
export interface UploadSession {
  feedExisting(indexes: Uint8Array): void
  /** Answers the question that was given last; without one, or with too much, it is refused. */
  feedKnown(known: readonly KnownContact[], isLast: boolean): void
  /** False when there was no room within `waitMs`: the chunk was not taken. */
  feedChunk(sealed: Uint8Array, isTrailer: boolean, waitMs: number): Promise<boolean>
  /** Null when there was nothing within `waitMs`. */
  nextResult(waitMs: number): Promise<SessionResult | null>
  /** Ends the threads. */
  end(): Promise<void>
}

export type ImportTask = Omit<ReadTask, 'sealer'> & Omit<SealTask, 'reader' | 'kind'>

/** @param onFault  told the name of an error that ended a thread; never its message, which may hold a value */
export function uploadSession(
  task: DifferTask | InspectTask | MatchTask | ImportTask,
  onFault: (errorName: string) => void,
): UploadSession {
  const { reader, sealer } = task.kind === 'read' ? startPair(task) : { reader: startThread(task), sealer: undefined }
  const threads = sealer === undefined ? [reader] : [reader, sealer]
  const results: SessionResult[] = []
  const listeners = new Set<() => void>()
  let chunksWaiting = 0
  let existingBytes = 0
  let answerPartsLeft = 0
  let isOver = false

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function give(result: SessionResult): void {
    if (isOver) return
    // A problem says that every batch is void, so it goes first.
    if (result.kind === 'problem') results.length = 0
    isOver = !goesOn(result)
    results.push(result)
    changed()
  }

  reader.on('message', (message: ReaderOutput) => {
    if (message.kind !== 'took') return give(message)
    chunksWaiting--
    changed()
  })
  sealer?.on('message', (message: SealerOutput) => give(message))
  for (const thread of threads) {
    // A thread that dies, out of memory for instance, must not take the service with it.
    thread.on('error', (error) => {
      onFault(error.name)
      give({ kind: 'problem', code: 'unavailable', detail: {} })
    })
  }

  /** Whether `condition` came true within the time. */
  function until(condition: () => boolean, waitMs: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const stop = (): void => {
        listeners.delete(look)
        clearTimeout(timer)
        resolve(condition())
      }
      const look = (): void => {
        if (condition()) stop()
      }
      const timer = setTimeout(stop, waitMs)
      listeners.add(look)
    })
  }

  return {
    feedExisting(indexes) {
      existingBytes += indexes.length
      if (existingBytes > maxExistingBytes) throw new KeyServiceError('bad_request')
      reader.postMessage({ kind: 'existing', indexes: Uint8Array.from(indexes) } satisfies ReaderInput)
    },
    feedKnown(known, isLast) {
      if (answerPartsLeft === 0 || known.length > maxKnown) throw new KeyServiceError('bad_request')
      answerPartsLeft = isLast ? 0 : answerPartsLeft - 1
      reader.postMessage({ kind: 'known', known, isLast } satisfies ReaderInput)
    },
    async feedChunk(sealed, isTrailer, waitMs) {
      const hasRoom = await until(() => isOver || chunksWaiting < chunksAhead, waitMs)
      if (!hasRoom) return false
      if (isOver) return true // what remains is of no interest; the result says why
      chunksWaiting++
      reader.postMessage({ kind: 'chunk', sealed: Uint8Array.from(sealed), isTrailer } satisfies ReaderInput)
      return true
    },
    async nextResult(waitMs) {
      await until(() => results.length > 0, waitMs)
      const result = results.shift()
      if (result?.kind === 'rows') sealer?.postMessage(null)
      if (result?.kind === 'asked') answerPartsLeft = maxAnswerParts
      if (result?.kind === 'keys') reader.postMessage({ kind: 'room' } satisfies ReaderInput)
      return result ?? null
    },
    async end() {
      give({ kind: 'problem', code: 'unavailable', detail: {} })
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

function startPair({ constants, key, ...reading }: ImportTask): { reader: Worker; sealer: Worker } {
  const { port1, port2 } = new MessageChannel()
  const sealer = startThread({ kind: 'seal', constants, key, reader: port2 }, port2)
  const reader = startThread({ ...reading, sealer: port1 }, port1)
  return { reader, sealer }
}

const isSource = import.meta.url.endsWith('.ts')

/** The code of the threads. It is read when a session begins, so it must be readable under the uid of the service. */
export const threadFile = new URL(isSource ? './worker-from-source.mjs' : './worker.js', import.meta.url)

function startThread(task: Task, port?: MessageChannel['port1']): Worker {
  return new Worker(threadFile, {
    workerData: task,
    transferList: port === undefined ? [] : [port],
    // more room for what is new (32) made no import faster
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 },
    ...(isSource ? { execArgv: ['--conditions=source'] } : {}),
  })
}
