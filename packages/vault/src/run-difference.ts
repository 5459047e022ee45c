import type { KeyServiceCalls } from './client.ts'
import type { RowsAsked, SessionResult } from './answers.ts'
import { maxKnown } from './operations.ts'
import type { OperationParameters } from './operations.ts'
import { run } from './run-upload.ts'
import type { SealedUpload } from './run-upload.ts'

/** A contact that a row may stand for, as the database holds it. */
export type KnownContact = OperationParameters<'feedKnown'>['known'][number]

/** Finds whom rows of a file stand for, by the blind indexes of their customer numbers. */
export type FindKnown = (asked: RowsAsked) => Promise<readonly KnownContact[]>

interface Compared extends Pick<SealedUpload, 'chunks'> {
  readonly find: FindKnown
}

type Step = Extract<SessionResult, { kind: 'differences' | 'differed' | 'problem' }>

/** Sealed bytes in one answer; a frame holds a little more. */
const maxAnswerBytes = 2 * 1024 * 1024

/**
 * Compares an upload with people who are there: counts, batch by batch; the last result is `differed` or `problem`.
 *
 * @throws KeyServiceError `refused_...` when the receipt does not allow it, `unavailable`, `timeout`
 */
export async function* compareUpload(
  keys: KeyServiceCalls,
  asked: OperationParameters<'beginComparison'>,
  upload: Compared,
): AsyncGenerator<Step, void, void> {
  yield* compared(keys, (await keys.beginComparison(asked)).session, upload)
}

/**
 * As `compareUpload`, with what is to be written: new people ready for COPY, and changed contacts sealed anew. Every batch
 * stands by itself: what was written of it may stay when a later one fails.
 *
 * @throws KeyServiceError `refused_...` when the receipt does not allow it, `unavailable`, `timeout`
 */
export async function* differUpload(
  keys: KeyServiceCalls,
  asked: OperationParameters<'beginDifference'>,
  upload: Compared,
): AsyncGenerator<Step, void, void> {
  yield* compared(keys, (await keys.beginDifference(asked)).session, upload)
}

async function* compared(
  keys: KeyServiceCalls,
  session: string,
  { find, chunks }: Compared,
): AsyncGenerator<Step, void, void> {
  for await (const result of run(keys, session, { chunks })) {
    if (result.kind === 'asked') await answer(keys, session, await find(result))
    else if (result.kind === 'differences' || result.kind === 'differed' || result.kind === 'problem') yield result
  }
}

async function answer(keys: KeyServiceCalls, session: string, known: readonly KnownContact[]): Promise<void> {
  let part: KnownContact[] = []
  let bytes = 0
  for (const contact of known) {
    if (part.length === maxKnown || (part.length > 0 && bytes + contact.sealed.length > maxAnswerBytes)) {
      await keys.feedKnown({ session, known: part, isLast: false })
      part = []
      bytes = 0
    }
    part.push(contact)
    bytes += contact.sealed.length
  }
  await keys.feedKnown({ session, known: part, isLast: true })
}
