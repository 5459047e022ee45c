import type { KeyServiceCalls } from './client.ts'
import { KeyServiceError } from './errors.ts'
import { goesOn } from './answers.ts'
import type { SessionResult } from './answers.ts'
import type { OperationParameters } from './operations.ts'

/** A stream of buffers, for instance rows of a database cursor. */
export type Buffers = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Sealed chunks in order, the trailer last, as they were given at the upload. */
export interface SealedUpload {
  readonly chunks: Buffers
  /** Blind indexes (16 bytes each, any number in one buffer) of customer numbers that are on the list's campaign already. */
  readonly existing?: Buffers
}

/**
 * Inspects an upload: encoding, columns, guesses, counts, masked samples.
 *
 * @returns the inspection, or the problem that kept it from being made
 * @throws  KeyServiceError `refused_...` when the receipt does not allow it, `unavailable`, `timeout`
 */
export async function inspectUpload(
  keys: KeyServiceCalls,
  asked: OperationParameters<'beginInspection'>,
  upload: SealedUpload,
): Promise<Extract<SessionResult, { kind: 'inspection' | 'problem' }>> {
  const { session } = await keys.beginInspection(asked)
  for await (const result of run(keys, session, upload)) {
    if (result.kind === 'inspection' || result.kind === 'problem') return result
  }
  throw new KeyServiceError('unavailable')
}

/**
 * Imports an upload: batches of sealed rows, ready for COPY, as fast as they are taken; the last result is `imported`
 * or `problem`. After a problem, and after any error, nothing of the earlier batches may stay.
 *
 * Leaving the loop early ends the import in the key service, too.
 *
 * @throws KeyServiceError `refused_...` when the receipt does not allow it, `unavailable`, `timeout`
 */
export async function* importUpload(
  keys: KeyServiceCalls,
  asked: OperationParameters<'beginImport'>,
  upload: SealedUpload,
): AsyncGenerator<Extract<SessionResult, { kind: 'rows' | 'imported' | 'problem' }>, void, void> {
  const { session } = await keys.beginImport(asked)
  for await (const result of run(keys, session, upload)) {
    if (result.kind === 'rows' || result.kind === 'imported' || result.kind === 'problem') yield result
  }
}

/**
 * Reads an upload for comparing: batches of blind indexes of its rows, in file order; the last result is `matched` or
 * `problem`.
 *
 * Leaving the loop early ends the reading in the key service, too.
 *
 * @throws KeyServiceError `refused_...` when the receipt does not allow it, `unavailable`, `timeout`
 */
export async function* matchUpload(
  keys: KeyServiceCalls,
  asked: OperationParameters<'beginMatching'>,
  upload: SealedUpload,
): AsyncGenerator<Extract<SessionResult, { kind: 'keys' | 'matched' | 'problem' }>, void, void> {
  const { session } = await keys.beginMatching(asked)
  for await (const result of run(keys, session, upload)) {
    if (result.kind === 'keys' || result.kind === 'matched' || result.kind === 'problem') yield result
  }
}

/** Feeds a session and gives its results until the last, ending it however the loop is left. */
export async function* run(
  keys: KeyServiceCalls,
  session: string,
  upload: SealedUpload,
): AsyncGenerator<SessionResult> {
  let isOver = false
  let feedingFailed: unknown
  const feeding = feed(keys, session, upload, () => isOver).catch((error: unknown) => {
    feedingFailed = error
  })
  try {
    for (;;) {
      const result = await keys.nextResult({ session })
      if (result !== null) {
        yield result
        if (!goesOn(result)) return
      } else if (feedingFailed !== undefined) {
        throw feedingFailed
      }
    }
  } finally {
    isOver = true
    await keys.endSession({ session }).catch(() => undefined)
    await feeding
  }
}

async function feed(
  keys: KeyServiceCalls,
  session: string,
  upload: SealedUpload,
  isOver: () => boolean,
): Promise<void> {
  for await (const indexes of upload.existing ?? []) {
    if (isOver()) return
    await keys.feedExisting({ session, indexes })
  }
  let held: Uint8Array | undefined
  for await (const chunk of upload.chunks) {
    if (held !== undefined) await feedOne(keys, session, held, false, isOver)
    if (isOver()) return
    held = chunk
  }
  // The last chunk is the trailer; the key service finds out when it is not.
  if (held !== undefined) await feedOne(keys, session, held, true, isOver)
}

async function feedOne(
  keys: KeyServiceCalls,
  session: string,
  sealed: Uint8Array,
  isTrailer: boolean,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver() && !(await keys.feedChunk({ session, sealed, isTrailer }))) {
    // The session works on earlier chunks; its answer comes after a pause of its own.
  }
}
