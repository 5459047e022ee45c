import type { MessagePort } from 'node:worker_threads'
import { differUpload } from './differ-upload.ts'
import { gate } from './gate.ts'
import { knownAnswers } from './known-answers.ts'
import { matchUpload } from './match-upload.ts'
import type { ReaderInput, ReaderOutput, SealerInput, SealerOutput, SealTask, Task } from './messages.ts'
import { inspectUpload, problemOf, readUpload } from './read-upload.ts'
import type { Inbox, Tell } from './read-upload.ts'
import { refusedRowSealer } from './refused-rows.ts'
import { rowSealer } from './row-sealer.ts'

/** Batches that may wait in the main thread until the server asks for them. */
const maxWaiting = 3

/** What one thread of a session does, from its start to its end. */
export function runTask(task: Task, main: MessagePort): void {
  if (task.kind === 'seal') return seal(task, main)
  const tell: Tell = (message: ReaderOutput) => main.postMessage(message)
  read(task, main, tell).catch((error: unknown) => tell(problemOf(error)))
}

function read(asked: Exclude<Task, SealTask>, main: MessagePort, tell: Tell): Promise<void> {
  const inbox = inboxOf(main)
  if (asked.kind === 'inspect') return inspectUpload(asked, inbox, tell)
  if (asked.kind === 'read') return readUpload(asked, inbox, tell)
  if (asked.kind === 'differ') {
    const answers = knownAnswers()
    main.on('message', (message: ReaderInput) => answers.take(message))
    return differUpload(asked, inbox, tell, answers)
  }
  const room = gate(maxWaiting)
  main.on('message', ({ kind }: ReaderInput) => {
    if (kind === 'room') room.leave()
  })
  return matchUpload(asked, inbox, tell, room)
}

function seal({ constants, key, reader }: SealTask, main: MessagePort): void {
  const sealRows = rowSealer(constants, key, () => Date.now())
  const sealRefused = refusedRowSealer(constants, key)
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
      const { kind: _, rows, refused, ...rest } = message
      const sealed = sealRows(rows)
      const output: SealerOutput = { kind: 'rows', ...sealed, refused: refused.map(sealRefused), ...rest }
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

function inboxOf(from: MessagePort): Inbox {
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
