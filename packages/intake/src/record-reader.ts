import type { Encoding, SeenEncoding } from './encoding.ts'
import { guessDelimiter } from './dialect.ts'
import type { IntakeLimits } from './limits.ts'
import { createScanner } from './scanner.ts'
import type { Delimiter, Scanner } from './scanner.ts'
import { createTextStream } from './text-stream.ts'

/** How a file is written. `inspect` finds it out, the supervisor confirms it, `readRows` reads by it. */
export interface FileFormat {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
}

export interface RecordReaderOptions {
  readonly encoding: Encoding | 'auto'
  readonly delimiter: Delimiter | 'auto'
  readonly limits: IntakeLimits
  readonly expectedBytes?: number | undefined
  readonly minPieceBytes?: number | undefined
  readonly onRecord: (fields: string[], row: number, isMalformed: boolean) => void
}

export interface RecordReader {
  push(chunk: Uint8Array): void
  end(): void
  readonly seenEncoding: SeenEncoding
  readonly hasBom: boolean
  readonly bytes: number
  readonly delimiter: Delimiter
  /** Private-use characters so far. */
  readonly gaijiCharacters: number
  /** Whether a record read just now may hold gaiji or U+FFFD: spares the search in ordinary files. */
  readonly mayHoldSpecials: boolean
}

const headChars = 64 * 1024
const defaultPieceBytes = 64 * 1024
const specials = /[\ue000-\uf8ff\ufffd]/
const gaiji = /[\ue000-\uf8ff]/g

export const holdsGaiji = (text: string): boolean => /[\ue000-\uf8ff]/.test(text)
export const holdsDamage = (text: string): boolean => text.includes('\ufffd')

/** Bytes in, records out: text stream, delimiter guess and scanner in a row. Memory is bounded by the limits. */
export function createRecordReader(options: RecordReaderOptions): RecordReader {
  let scanner: Scanner | null = null
  let delimiter: Delimiter = options.delimiter === 'auto' ? ',' : options.delimiter
  let head = ''
  let gaijiCharacters = 0
  let isSpecialNow = false
  let wasSpecialBefore = false

  const begin = (isWhole: boolean): Scanner => {
    if (scanner !== null) return scanner
    if (options.delimiter === 'auto') delimiter = guessDelimiter(head, isWhole)
    scanner = createScanner({ delimiter, limits: options.limits, onRecord: options.onRecord })
    const text = head
    head = ''
    if (text !== '') scanner.push(text)
    return scanner
  }

  const onText = (text: string): void => {
    wasSpecialBefore = isSpecialNow || (scanner === null && wasSpecialBefore)
    isSpecialNow = specials.test(text)
    if (isSpecialNow) gaijiCharacters += text.match(gaiji)?.length ?? 0
    if (scanner !== null) {
      scanner.push(text)
      return
    }
    head += text
    wasSpecialBefore ||= isSpecialNow
    if (options.delimiter !== 'auto' || head.length >= headChars) begin(false)
  }

  const stream = createTextStream({
    encoding: options.encoding,
    maxFileBytes: options.limits.maxFileBytes,
    expectedBytes: options.expectedBytes,
    minPieceBytes: options.minPieceBytes ?? defaultPieceBytes,
    onText,
    rowNow: () => begin(false).row,
  })

  return {
    push: (chunk) => stream.push(chunk),
    end: () => {
      stream.end()
      begin(true).end()
    },
    get seenEncoding() {
      return stream.seen
    },
    get hasBom() {
      return stream.bom
    },
    get bytes() {
      return stream.bytes
    },
    get delimiter() {
      return delimiter
    },
    get gaijiCharacters() {
      return gaijiCharacters
    },
    // A record that spans more than two pieces is longer than any ordinary row: it is looked at too.
    get mayHoldSpecials() {
      return isSpecialNow || wasSpecialBefore
    },
  }
}
