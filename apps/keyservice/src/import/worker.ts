import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { differUpload } from './differ-upload.ts'
import { gate } from './gate.ts'
import { knownAnswers } from './known-answers.ts'
import { matchUpload } from './match-upload.ts'
import type { ReaderInput, ReaderOutput, SealerInput, SealerOutput, SealTask, Task } from './messages.ts'
import { inspectUpload, problemOf, readUpload } from './read-upload.ts'
import type { Inbox, Tell } from './read-upload.ts'
import { rowSealer } from './row-sealer.ts'

// One thread of a session. Clear rows exist in these threads only, and leave them sealed or counted.

/** Batches that may wait in the main thread until the server asks for them. */
const maxWaiting = 3

const port = parentPort
if (port === null) throw new Error('this file is the body of a worker thread')

try {
  setPriority(0, 19) // on Linux this thread alone: opening a contact for a call goes before importing a list
} catch {
  // Priorities are a kindness, not a condition.
}

const task = workerData as Task
if (task.kind === 'seal') {
  seal(task, port)
} else {
  const tell: Tell = (message: ReaderOutput) => port.postMessage(message)
  const inbox = inboxOf(port)
  read(task, inbox, tell).catch((error: unknown) => tell(problemOf(error)))
}

function read(asked: Exclude<Task, SealTask>, inbox: Inbox, tell: Tell): Promise<void> {
  if (asked.kind === 'inspect') return inspectUpload(asked, inbox, tell)
  if (asked.kind === 'read') return readUpload(asked, inbox, tell)
  if (asked.kind === 'differ') {
    const answers = knownAnswers()
    port?.on('message', (message: ReaderInput) => answers.take(message))
    return differUpload(asked, inbox, tell, answers)
  }
  const room = gate(maxWaiting)
  port?.on('message', ({ kind }: ReaderInput) => {
    if (kind === 'room') room.leave()
  })
  return matchUpload(asked, inbox, tell, room)
}

function seal({ constants, key, reader }: SealTask, main: NonNullable<typeof parentPort>): void {
  const sealRows = rowSealer(constants, key, () => Date.now())
  const queue: SealerInput[] = []
  let waiting = 0

  function work(): void {
    while (waiting < maxWaiting) {
      const message = queue.shift()
      if (message === undefined) return
      waiting++
      if (message.kind === 'imported') {
        main.postMessage(message satisfies SealerOutput)
        continue
      }
      const { kind: _, rows, ...rest } = message
      const sealed = sealRows(rows)
      const output: SealerOutput = { kind: 'rows', ...sealed, ...rest }
      main.postMessage(output, [sealed.contacts.buffer, sealed.numbers.buffer, sealed.leads.buffer])
      reader.postMessage(null)
    }
  }

  reader.on('message', (message: SealerInput) => {
    queue.push(message)
    work()
  })
  main.on('message', () => {
    waiting--
    work()
  })
}

function inboxOf(from: NonNullable<typeof parentPort>): Inbox {
  const messages: ReaderInput[] = []
  let wake: (() => void) | undefined
  from.on('message', (message: ReaderInput) => {
    if (message.kind === 'room' || message.kind === 'known') return
    messages.push(message)
    wake?.()
  })
  return {
    async next() {
      while (messages.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return { done: false, value: messages.shift() as ReaderInput }
    },
  }
}
