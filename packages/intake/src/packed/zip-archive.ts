import {
  configure,
  type Entry,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  type FileEntry,
  Uint8ArrayReader,
  ZipReader,
} from '@zip.js/zip.js/index-native.js'
import { IntakeError } from '../codes.ts'
import type { Budget } from './budget.ts'
import { handOver } from './hand-over.ts'
import type { PackedLimits } from './limits.ts'
import { passwordBytes } from './password-bytes.ts'

// everything stays in this thread
configure({ useWebWorkers: false })

export interface ArchivePart {
  readonly name: string
  readonly isEncrypted: boolean
  /**
   * Its content, piece by piece, as it is asked for.
   *
   * @throws IntakeError `password_needed`, `password_wrong`, `encryption_unsupported`, `packed_damaged`, `packed_expands`
   */
  contents(): AsyncGenerator<Uint8Array, void, void>
}

/**
 * The files in a ZIP archive, by its directory. Names without Unicode's mark are read as Japanese Windows writes them.
 *
 * @throws IntakeError `packed_damaged`
 */
export async function openArchive(
  bytes: Uint8Array,
  password: string | undefined,
  budget: Budget,
  limits: PackedLimits,
): Promise<ArchivePart[]> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { filenameEncoding: 'shift_jis' })
  const parts: ArchivePart[] = []
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (parts.length === limits.maxEntries) throw new IntakeError('packed_expands', { limit: limits.maxEntries })
      if (isFile(entry)) parts.push(partOf(entry, password, budget))
    }
  } catch (error) {
    throw asIntakeError(error, false)
  }
  return parts
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory

function partOf(entry: FileEntry, password: string | undefined, budget: Budget): ArchivePart {
  async function* inflated(rawPassword: Uint8Array | undefined): AsyncGenerator<Uint8Array, void, void> {
    const pieces = handOver<Uint8Array>()
    const stopping = new AbortController()
    const writable = new WritableStream<Uint8Array>({ write: (piece) => pieces.put(piece) })
    const options = { checkSignature: true, signal: stopping.signal }
    entry.getData(writable, rawPassword === undefined ? options : { ...options, rawPassword }).then(
      () => pieces.end(),
      (error: unknown) => pieces.fail(asIntakeError(error, entry.encrypted)),
    )
    try {
      for (let piece = await pieces.take(); piece !== undefined; piece = await pieces.take()) {
        budget.spend(piece.length)
        yield piece
      }
    } finally {
      stopping.abort()
    }
  }

  async function* contents(): AsyncGenerator<Uint8Array, void, void> {
    if (!entry.encrypted) return yield* inflated(undefined)
    if (password === undefined) throw new IntakeError('password_needed')
    const spellings = passwordBytes(password)
    for (const [at, spelling] of spellings.entries()) {
      const pieces = inflated(spelling)
      const head = await headOf(pieces, at === spellings.length - 1)
      if (head === null) continue
      yield* head
      return yield* pieces
    }
  }
  return { name: entry.filename, isEncrypted: entry.encrypted, contents }
}

/**
 * The first two pieces: a wrong password that the archive did not notice shows in them, or at the end of a short file.
 *
 * @returns null for a wrong password that is not the last to be tried
 */
async function headOf(pieces: AsyncGenerator<Uint8Array, void, void>, isLast: boolean): Promise<Uint8Array[] | null> {
  const head: Uint8Array[] = []
  try {
    for (let at = 0; at < 2; at++) {
      const next = await pieces.next()
      if (next.done === true) break
      head.push(Uint8Array.from(next.value))
    }
    return head
  } catch (error) {
    if (isLast || !(error instanceof IntakeError) || error.code !== 'password_wrong') throw error
    return null
  }
}

/**
 * ZIP's old encryption notices a wrong password by one byte only: one in 256 is noticed by what comes out, so whatever goes
 * wrong with an encrypted file is first of all a wrong password.
 */
function asIntakeError(error: unknown, isEncrypted: boolean): IntakeError {
  if (error instanceof IntakeError) return error
  const message = error instanceof Error ? error.message : ''
  if (message === ERR_ENCRYPTED) return new IntakeError('password_needed')
  if (message === ERR_UNSUPPORTED_ENCRYPTION) return new IntakeError('encryption_unsupported')
  if (message === ERR_UNSUPPORTED_COMPRESSION) return new IntakeError('compression_unsupported')
  if (message === ERR_INVALID_PASSWORD || isEncrypted) return new IntakeError('password_wrong')
  return new IntakeError('packed_damaged')
}
