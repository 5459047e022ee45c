import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'

/** Where a text was found, and in which form. */
export interface Sighting {
  readonly file: string
  readonly canary: string
}

const pieceBytes = 16 * 1024 * 1024

/** Looks for texts in every file below a folder, as UTF-8, CP932 and UTF-16. */
export function sightingsBelow(folder: string, canaries: readonly string[]): Sighting[] {
  const needles = canaries.flatMap((canary) =>
    ['utf8', 'cp932', 'utf16-le'].map((encoding) => ({ canary, bytes: iconv.encode(canary, encoding) })),
  )
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return files.flatMap((file) => {
    const found = new Set<string>()
    for (const piece of piecesOf(file, overlap))
      for (const { canary, bytes } of needles) if (piece.includes(bytes)) found.add(canary)
    return [...found].map((canary) => ({ file, canary }))
  })
}

/** Each piece begins with the end of the one before, so that nothing hides at a seam. */
function* piecesOf(file: string, overlap: number): Generator<Buffer> {
  const descriptor = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(pieceBytes + overlap)
    let kept = 0
    for (;;) {
      const read = readSync(descriptor, buffer, kept, pieceBytes, null)
      if (read === 0) return
      const filled = kept + read
      yield buffer.subarray(0, filled)
      kept = Math.min(overlap, filled)
      buffer.copyWithin(0, filled - kept, filled)
    }
  } finally {
    closeSync(descriptor)
  }
}
