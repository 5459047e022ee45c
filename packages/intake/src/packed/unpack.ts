import { IntakeError } from '../codes.ts'
import type { Chunks } from '../read-rows.ts'
import { packedLimits } from './limits.ts'

/** What a person said about a packed file. */
export interface Unpacking {
  /** Lives in the memory of whoever unpacks, and nowhere else. */
  readonly password?: string
  /** Which sheet or file of it, from 0; the first one that holds something when left out. */
  readonly part?: number
}

/** What a packed file is. Names of sheets and files are shown like headings; cells are counted. */
export interface PackedFile {
  readonly kind: 'workbook' | 'archive'
  readonly isProtected: boolean
  readonly parts: readonly { readonly name: string; readonly isHidden: boolean }[]
  /** The part that was read; null before any was. */
  readonly part: number | null
  /** Cells that were dates, numbers with zeros before them, and formulas, which are read by their last value. */
  readonly cells: { readonly dates: number; readonly padded: number; readonly formulas: number }
}

export interface PackedFinding {
  is(found: Pick<PackedFile, 'kind' | 'isProtected'>): void
  holds(parts: PackedFile['parts'], part: number): void
  /** They are counted on while the file is read. */
  counts(cells: PackedFile['cells']): void
}

/** A client's file as text, whatever it was packed in. */
export interface Unpacked {
  readonly chunks: AsyncGenerator<Uint8Array, void, void>
  /** Null for a file that is not packed; whole when the chunks were read to their end, or ended in an error. */
  found(): PackedFile | null
}

const isPacked = (head: Uint8Array): boolean =>
  (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04) ||
  (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0)

/**
 * Looks at the first bytes of a file. Text is passed on untouched; a workbook or an archive is kept in memory, opened
 * there, and passed on as the text of the list in it. What opens archives is loaded only when there is one.
 */
export function unpack(chunks: Chunks, unpacking: Unpacking = {}): Unpacked {
  let file: Omit<PackedFile, 'cells'> | null = null
  let cells: PackedFile['cells'] = { dates: 0, padded: 0, formulas: 0 }
  const finding: PackedFinding = {
    is: (found) => (file = { ...found, parts: [], part: null }),
    holds(parts, part) {
      if (file !== null) file = { ...file, part, parts: parts.map(({ name, isHidden }) => ({ name, isHidden })) }
    },
    counts: (counted) => (cells = counted),
  }

  async function* opened(): AsyncGenerator<Uint8Array, void, void> {
    const source = chunksOf(chunks)
    const first = await source.next()
    if (first.done === true) return
    if (!isPacked(first.value)) {
      yield first.value
      yield* source
      return
    }
    const whole = await gathered(first.value, source)
    const { openPacked } = await import('./open-packed.ts')
    try {
      yield* openPacked(whole, unpacking, finding)
    } finally {
      whole.fill(0)
    }
  }

  return { chunks: opened(), found: () => (file === null ? null : { ...file, cells: { ...cells } }) }
}

async function* chunksOf(chunks: Chunks): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of chunks) if (chunk.length > 0) yield chunk
}

async function gathered(first: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const limit = packedLimits.maxPackedBytes
  const pieces = [first]
  let bytes = first.length
  for await (const piece of rest) {
    bytes += piece.length
    if (bytes > limit) throw new IntakeError('file_too_large', { limit })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
