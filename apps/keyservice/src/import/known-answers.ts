import type { KnownContact } from '@sekisho/vault'
import type { ReaderInput } from './messages.ts'

/** What the server answers to the questions of a difference. */
export interface KnownAnswers {
  take(message: ReaderInput): void
  /** The whole next answer: the contacts that each row may stand for. */
  next(): Promise<ReadonlyMap<number, readonly KnownContact[]>>
}

export function knownAnswers(): KnownAnswers {
  let gathered = new Map<number, KnownContact[]>()
  const whole: ReadonlyMap<number, readonly KnownContact[]>[] = []
  let wake: (() => void) | undefined

  return {
    take(message) {
      if (message.kind !== 'known') return
      for (const contact of message.known) {
        const ofRow = gathered.get(contact.row)
        if (ofRow === undefined) gathered.set(contact.row, [contact])
        else ofRow.push(contact)
      }
      if (!message.isLast) return
      whole.push(gathered)
      gathered = new Map()
      wake?.()
    },
    async next() {
      for (;;) {
        const answer = whole.shift()
        if (answer !== undefined) return answer
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
