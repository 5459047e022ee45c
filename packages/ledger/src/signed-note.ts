import { LedgerError } from './errors.ts'

/** One signature line: `— name base64(keyId || signature)` (C2SP signed-note, "Signatures"). */
export type NoteSignature = {
  readonly name: string
  /** the 32-bit key id as a number */
  readonly keyId: number
  readonly signature: Buffer
}

/** A note taken apart. Nothing has been verified: use `openNote` before believing the text. */
export type ParsedNote = {
  /** with its final newline: exactly what is signed */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** The specification asks for at least 16; more than this only wastes a verifier's time. */
const maxSignatures = 100
const maxNoteBytes = 1_000_000
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
// oxlint-disable-next-line no-control-regex -- refusing control characters is what this pattern is for
const forbidden = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u
const badName = /[\p{White_Space}+]/u

/**
 * Writes a note: text, blank line, signature lines (C2SP signed-note, "Format").
 *
 * @param text  ends in a newline and has no other ASCII control characters
 * @throws LedgerError `bad_note`
 */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  requireNoteText(text)
  if (signatures.length === 0) throw new LedgerError('bad_note', 'a note has at least one signature')
  const note = `${text}\n${signatures.map(formatSignatureLine).join('')}`
  parseNote(note)
  return note
}

/** One signature line with its newline, as appended to a note by a cosigner. Throws LedgerError `bad_note`. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw new LedgerError('bad_note', 'not a key name')
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 0xffffffff) throw new LedgerError('bad_note', 'not a key id')
  if (signature.length === 0) throw new LedgerError('bad_note', 'an empty signature')
  const head = Buffer.alloc(4)
  head.writeUInt32BE(keyId)
  return `— ${name} ${Buffer.concat([head, signature]).toString('base64')}\n`
}

/**
 * Takes a note apart; it comes from anyone.
 *
 * @throws LedgerError `bad_note`
 */
export function parseNote(note: string | Uint8Array): ParsedNote {
  const whole = typeof note === 'string' ? note : decodeNote(note)
  if (whole.length > maxNoteBytes) throw new LedgerError('bad_note', 'the note is too long')
  if (forbidden.test(whole)) throw new LedgerError('bad_note', 'the note holds characters that a note cannot have')
  // The last empty line separates text and signatures; the text may have empty lines of its own.
  const split = whole.lastIndexOf('\n\n')
  if (split < 0 || !whole.endsWith('\n')) throw new LedgerError('bad_note', 'no blank line, or no newline at the end')
  const lines = whole.slice(split + 2, -1).split('\n')
  if (lines.length > maxSignatures) throw new LedgerError('bad_note', 'too many signatures')
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignatureLine) }
}

/** Reads one signature line without its newline. Throws LedgerError `bad_note`. */
export function parseSignatureLine(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ')
  if (dash !== '—' || rest.length > 0 || !isKeyName(name)) throw new LedgerError('bad_note', 'not a signature line')
  const bytes = decodeBase64(encoded)
  if (bytes === undefined || bytes.length < 5) throw new LedgerError('bad_note', 'not a signature in base64')
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) }
}

/** Throws LedgerError `bad_note` unless `text` can be the text of a note. */
export function requireNoteText(text: string): void {
  if (!text.endsWith('\n')) throw new LedgerError('bad_note', 'the text does not end in a newline')
  if (forbidden.test(text)) throw new LedgerError('bad_note', 'the text holds characters that a note cannot have')
}

/** Whether a name can be a key name: not empty, no Unicode spaces, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !badName.test(name) && !forbidden.test(name) && !name.includes('\n')
}

/** Standard base64 (RFC 4648 section 4) with its padding and in its one spelling; undefined for anything else. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function decodeNote(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new LedgerError('bad_note', 'the note is not UTF-8')
  }
}
