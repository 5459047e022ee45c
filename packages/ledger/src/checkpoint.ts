import { equalBytes } from './crypto.ts'
import { LedgerError, requireCount } from './errors.ts'
import { emptyRoot, hashLength } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { decodeBase64, requireNoteText } from './signed-note.ts'

/** What a log says about itself (C2SP tlog-checkpoint, "Note text"). */
export type Checkpoint = {
  /** the log's identity */
  readonly origin: string
  readonly size: number
  readonly root: Hash
  /** opaque extension lines; usually none */
  readonly extensions: readonly string[]
}

/**
 * The text of a checkpoint: origin, size, root in base64, extension lines (C2SP tlog-checkpoint).
 *
 * @throws LedgerError `bad_checkpoint`, `out_of_range`
 */
export function formatCheckpointText(
  checkpoint: Pick<Checkpoint, 'origin' | 'size'> & {
    readonly root: Uint8Array
    readonly extensions?: readonly string[]
  },
): string {
  const { origin, root, extensions = [] } = checkpoint
  const size = requireCount(checkpoint.size, 'tree size')
  const lines = [origin, String(size), Buffer.from(root).toString('base64'), ...extensions]
  const text = `${lines.join('\n')}\n`
  // Reading it back refuses newlines inside a line, empty lines and a root that is no hash.
  if (parseCheckpointText(text).extensions.length !== extensions.length) throw bad('a line holds a newline')
  return text
}

/**
 * Reads the text of a checkpoint, as it stands in a note; strict, because anyone may have written it.
 *
 * @throws LedgerError `bad_checkpoint`
 */
export function parseCheckpointText(text: string): Checkpoint {
  try {
    requireNoteText(text)
  } catch {
    throw bad('not the text of a note')
  }
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  if (origin === '' || extensions.includes('')) throw bad('a line is empty')
  const size = Number(sizeText)
  if (!/^(0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size)) throw bad('the second line is not a tree size')
  const root = decodeBase64(rootText)
  if (root?.length !== hashLength) throw bad('the third line is not a root hash')
  if (size === 0 && !equalBytes(root, emptyRoot)) throw bad('the empty tree has another root')
  return { origin, size, root, extensions }
}

function bad(message: string): LedgerError {
  return new LedgerError('bad_checkpoint', message)
}
