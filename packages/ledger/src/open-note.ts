import { parseCheckpointText } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { splitCosignature } from './cosignature.ts'
import { LedgerError } from './errors.ts'
import type { NoteKey } from './note-keys.ts'
import { parseNote } from './signed-note.ts'
import type { NoteSignature } from './signed-note.ts'

/** A note whose text may be believed as far as its signers are. */
export type OpenedNote = {
  readonly text: string
  /** one for each known key that signed, its first signature */
  readonly signedBy: readonly { readonly key: NoteKey; readonly signature: NoteSignature }[]
}

/** A checkpoint signed by its log. */
export type OpenedCheckpoint = Checkpoint & {
  /** its text, which is what cosigners sign */
  readonly text: string
  /** known cosigners that signed, with the time each gave, in seconds since 1970 UTC */
  readonly cosignatures: readonly { readonly key: NoteKey; readonly unixSeconds: number }[]
}

/**
 * Opens a note signed by at least one of the known keys (C2SP signed-note, "Signatures").
 *
 * Signatures by unknown keys are ignored; one wrong signature by a known key refuses the whole note.
 *
 * @param keys  from the reader's configuration, never from where the note came from
 * @throws LedgerError `bad_note`, `signature_refused`, `not_signed`, `bad_key` when two keys share name and id
 */
export function openNote(note: string | Uint8Array, keys: readonly NoteKey[]): OpenedNote {
  const known = new Map<string, NoteKey>()
  for (const key of keys) {
    if (known.has(identity(key))) throw new LedgerError('bad_key', 'two known keys share a name and an id')
    known.set(identity(key), key)
  }
  const { text, signatures } = parseNote(note)
  const signedBy = new Map<NoteKey, NoteSignature>()
  for (const signature of signatures) {
    const key = known.get(identity(signature))
    if (key === undefined) continue
    if (!checks(key, text, signature)) throw new LedgerError('signature_refused', `${key.name} did not sign this`)
    if (!signedBy.has(key)) signedBy.set(key, signature)
  }
  if (signedBy.size === 0) throw new LedgerError('not_signed', 'no known key signed this note')
  return { text, signedBy: [...signedBy].map(([key, signature]) => ({ key, signature })) }
}

/**
 * Opens a checkpoint: signed by its log's key, for the origin that the reader expects.
 *
 * How many cosignatures are enough is for the caller to say.
 *
 * @param expected.logKey     a key for notes
 * @param expected.cosigners  keys for cosignatures, all known ones
 * @throws LedgerError as `openNote`; `not_signed` when the log itself did not sign; `bad_checkpoint`, also for another
 *         origin
 */
export function openCheckpoint(
  note: string | Uint8Array,
  expected: { readonly origin: string; readonly logKey: NoteKey; readonly cosigners?: readonly NoteKey[] },
): OpenedCheckpoint {
  const { origin, logKey, cosigners = [] } = expected
  if (logKey.use !== 'note' || cosigners.some((key) => key.use !== 'cosignature')) {
    throw new LedgerError('bad_key', 'a log signs with a note key, a cosigner with a cosignature key')
  }
  const { text, signedBy } = openNote(note, [logKey, ...cosigners])
  if (!signedBy.some(({ key }) => key === logKey)) throw new LedgerError('not_signed', 'the log itself did not sign')
  const checkpoint = parseCheckpointText(text)
  if (checkpoint.origin !== origin) throw new LedgerError('bad_checkpoint', 'the checkpoint of another log')
  const cosignatures = signedBy
    .filter(({ key }) => key.use === 'cosignature')
    .map(({ key, signature }) => ({ key, unixSeconds: splitCosignature(signature.signature).unixSeconds }))
  return { ...checkpoint, text, cosignatures }
}

function identity({ name, keyId }: { readonly name: string; readonly keyId: number }): string {
  return `${name}+${keyId}`
}

function checks(key: NoteKey, text: string, { signature }: NoteSignature): boolean {
  try {
    return key.check(text, signature)
  } catch (error) {
    // A cosignature over something that is no checkpoint, or with a time out of range, is a wrong one.
    if (error instanceof LedgerError) return false
    throw error
  }
}
