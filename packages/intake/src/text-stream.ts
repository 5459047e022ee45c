import { IntakeError } from './codes.ts'
import { detectEncoding, firstUnreadable, hasUtf8Bom, unfinishedTail } from './encoding.ts'
import type { Encoding, SeenEncoding } from './encoding.ts'

/** Bytes looked at, from the first one outside ASCII on, before the encoding is settled. */
export const detectionBytes = 64 * 1024

export interface TextStreamOptions {
  /** What the user chose; `auto` detects. */
  readonly encoding: Encoding | 'auto'
  readonly maxFileBytes: number
  /** Size the sender declared; a shorter file was cut off. */
  readonly expectedBytes?: number | undefined
  /** Small chunks are joined to at least this many bytes, so that an attacker's one-byte chunks cost no more. */
  readonly minPieceBytes: number
  /** Takes decoded text in order. */
  readonly onText: (text: string) => void
  /** Row that the next character belongs to, for error places. */
  readonly rowNow: () => number
}

export interface TextStream {
  push(chunk: Uint8Array): void
  end(): void
  /** What was settled on; `ascii` until a byte outside ASCII came. */
  readonly seen: SeenEncoding
  readonly bom: boolean
  readonly bytes: number
}

const join = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  if (parts.length === 1) return parts[0] as Uint8Array
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const swapped: Record<string, string> = { '\x1a': '\x7f', '\x1c': '\x1a', '\x7f': '\x1c' }

/** Node's ICU reads Shift_JIS as IBM-943, which rotates these three controls; the WHATWG table leaves them alone. */
const rotatesControls = new TextDecoder('shift_jis').decode(new Uint8Array([0x1a])) !== '\x1a'
const unrotate = (text: string): string => Array.from(text, (char) => swapped[char] ?? char).join('')

/**
 * Turns bytes into text, strictly: the first unreadable byte ends it, with its offset and row.
 * Reads UTF-8 (with or without a mark) and CP932; whether a file is one or the other may show only late, so pure
 * ASCII is passed on as it comes.
 *
 * @throws IntakeError `file_too_large`, `file_truncated`, `truncated_character`, `invalid_bytes`, `nul_byte`,
 *         `encoding_mismatch` and those of `detectEncoding`
 */
export function createTextStream(options: TextStreamOptions): TextStream {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let received = 0
  /** Offset in the file of the first waiting byte. */
  let offset = 0
  let settled: Encoding | null = null
  let bom = false
  let decoder: InstanceType<typeof TextDecoder> | null = null

  const settle = (head: Uint8Array, isWhole: boolean): void => {
    const seen = detectEncoding(head, isWhole, offset, offset === 0 ? 1 : options.rowNow())
    if (seen === 'ascii') return
    if (options.encoding !== 'auto' && options.encoding !== seen) {
      throw new IntakeError('encoding_mismatch', { chosen: options.encoding, seen })
    }
    settled = seen
    bom = offset === 0 && hasUtf8Bom(head)
    decoder = new TextDecoder(seen, { fatal: true, ignoreBOM: true })
  }

  /** Text of whole characters; an error inside is placed after the text before it was handed on. */
  const decode = (bytes: Uint8Array): string => {
    if (decoder === null) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const text = decoder.decode(bytes)
    const hasRotated =
      rotatesControls &&
      settled === 'shift_jis' &&
      (bytes.includes(0x1a) || bytes.includes(0x1c) || bytes.includes(0x7f))
    return hasRotated ? unrotate(text) : text
  }

  const handOn = (bytes: Uint8Array): void => {
    const from = offset === 0 && bom ? 3 : 0
    const body = bytes.subarray(from)
    const nul = body.indexOf(0)
    const readable = nul === -1 ? body : body.subarray(0, nul)
    let text: string
    try {
      text = decode(readable)
    } catch {
      const at = firstUnreadable(readable, settled ?? 'utf-8')
      options.onText(decode(readable.subarray(0, at)))
      throw new IntakeError('invalid_bytes', {
        row: options.rowNow(),
        byteOffset: offset + from + at,
        seen: settled ?? 'utf-8',
      })
    }
    if (text !== '') options.onText(text)
    if (nul !== -1) throw new IntakeError('nul_byte', { row: options.rowNow(), byteOffset: offset + from + nul })
    offset += bytes.length
  }

  const drain = (isWhole: boolean): void => {
    if (waitingBytes === 0) return
    const bytes = join(waiting, waitingBytes)
    if (settled === null) {
      const isAscii = offset > 0 && !bytes.some((byte) => byte >= 0x80)
      if (!isAscii) {
        if (!isWhole && bytes.length < detectionBytes) {
          waiting = [bytes]
          return
        }
        settle(bytes, isWhole)
      }
    }
    const tail = settled === null ? 0 : unfinishedTail(bytes, settled)
    handOn(bytes.subarray(0, bytes.length - tail))
    // A copy, so that a few held-back bytes do not keep a whole chunk alive.
    waiting = tail === 0 ? [] : [bytes.slice(bytes.length - tail)]
    waitingBytes = tail
  }

  return {
    push: (chunk) => {
      received += chunk.length
      if (received > options.maxFileBytes) throw new IntakeError('file_too_large', { limit: options.maxFileBytes })
      if (chunk.length === 0) return
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes >= options.minPieceBytes) drain(false)
    },
    end: () => {
      if (received === 0 && (options.expectedBytes ?? 0) === 0) throw new IntakeError('file_empty')
      drain(true)
      if (options.expectedBytes !== undefined && received < options.expectedBytes) {
        throw new IntakeError('file_truncated', { byteOffset: received })
      }
      if (waitingBytes > 0) throw new IntakeError('truncated_character', { row: options.rowNow(), byteOffset: offset })
    },
    get seen() {
      return settled ?? 'ascii'
    },
    get bom() {
      return bom
    },
    get bytes() {
      return received
    },
  }
}
