import { IntakeError } from './codes.ts'

/** Encodings that are read. `shift_jis` is CP932 as Windows writes it. */
export type Encoding = 'utf-8' | 'shift_jis'

/** What a head of bytes looks like. `ascii` fits both encodings. */
export type SeenEncoding = Encoding | 'ascii'

const startsWith = (bytes: Uint8Array, ...head: readonly number[]): boolean =>
  bytes.length >= head.length && head.every((value, index) => bytes[index] === value)

export const hasUtf8Bom = (bytes: Uint8Array): boolean => startsWith(bytes, 0xef, 0xbb, 0xbf)

/** Refuses files that are no text at all, by the first bytes of their formats. */
function refuseOtherFormats(head: Uint8Array): void {
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) throw new IntakeError('file_is_spreadsheet')
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) {
    // Every XLSX is a ZIP that names its parts near the beginning.
    const names = new TextDecoder('latin1').decode(head.subarray(0, 4_096))
    throw new IntakeError(/\[Content_Types\]|xl\//.test(names) ? 'file_is_spreadsheet' : 'file_is_archive')
  }
  if (startsWith(head, 0x1f, 0x8b) || startsWith(head, 0x37, 0x7a, 0xbc, 0xaf)) throw new IntakeError('file_is_archive')
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) throw new IntakeError('file_is_binary')
}

/** UTF-16 without a mark: text in which nearly every other byte is zero. */
function looksUtf16(head: Uint8Array): boolean {
  const zeros = [0, 0]
  const length = Math.min(head.length, 4_096) & ~1
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] as number) + 1
  const [even, odd] = zeros as [number, number]
  return length >= 4 && Math.max(even, odd) * 8 > length && Math.min(even, odd) * 20 < Math.max(even, odd) + 20
}

const hasEscapeSequence = (head: Uint8Array): boolean => {
  for (let at = head.indexOf(0x1b); at !== -1; at = head.indexOf(0x1b, at + 1)) {
    const [next, last] = [head[at + 1], head[at + 2]]
    if ((next === 0x24 && (last === 0x40 || last === 0x42)) || (next === 0x28 && (last === 0x4a || last === 0x42)))
      return true
  }
  return false
}

/**
 * Bytes at the end of a piece that begin a character whose rest has not come yet.
 * Shift_JIS: a byte that cannot lead ends a character, so a run of possible lead bytes at the end decides by parity.
 * UTF-8: at most three bytes back stands a lead that wants more than there is.
 */
export function unfinishedTail(bytes: Uint8Array, encoding: Encoding): number {
  const end = bytes.length
  if (encoding === 'shift_jis') {
    let run = 0
    while (run < end && isShiftJisLead(bytes[end - 1 - run] as number)) run++
    return run & 1
  }
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return wants > back ? back : 0
    }
  }
  return 0
}

const isShiftJisLead = (byte: number): boolean => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc)

const tryDecode = (bytes: Uint8Array, label: string): string | null => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Offset of the first byte that is not readable, by halving; `bytes` is known to be unreadable as a whole. */
export function firstUnreadable(bytes: Uint8Array, encoding: Encoding): number {
  let [good, bad] = [0, bytes.length]
  while (good < bad) {
    const middle = (good + bad + 1) >> 1
    const part = bytes.subarray(0, middle)
    const whole = part.subarray(0, middle - unfinishedTail(part, encoding))
    if (tryDecode(whole, encoding) === null) bad = middle - 1
    else good = middle
  }
  const part = bytes.subarray(0, good)
  return good - unfinishedTail(part, encoding)
}

/** Characters by script, outside ASCII: tells Japanese from the noise that a wrong decoder makes of it. */
function japaneseShare(text: string): {
  readonly japanese: number
  readonly halfWidth: number
  readonly other: number
} {
  let [japanese, halfWidth, other] = [0, 0, 0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) continue
    if ((code >= 0x3000 && code <= 0x30ff) || (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xff01 && code <= 0xff5e))
      japanese++
    else if (code >= 0xff61 && code <= 0xff9f) halfWidth++
    else other++
  }
  return { japanese, halfWidth, other }
}

/**
 * Tells the encoding of a head of bytes.
 *
 * @param head      first bytes of the file (or from its first byte outside ASCII on)
 * @param isWhole   true when nothing follows, so that an unfinished character is an error and not a cut
 * @param fileOffset where `head` begins in the file, for error places
 * @param fileRow    row that `head` begins in
 * @throws IntakeError for formats that are not read: spreadsheets, archives, UTF-16, ISO-2022-JP, EUC-JP, unknown
 */
export function detectEncoding(head: Uint8Array, isWhole: boolean, fileOffset = 0, fileRow = 1): SeenEncoding {
  if (fileOffset === 0) {
    if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff))
      throw new IntakeError('encoding_utf16', { byteOffset: 0 })
    refuseOtherFormats(head)
    if (looksUtf16(head)) throw new IntakeError('encoding_utf16', { byteOffset: Math.max(0, head.indexOf(0)) })
    if (hasUtf8Bom(head)) return 'utf-8'
  }
  const nul = head.indexOf(0)
  if (hasEscapeSequence(head))
    throw new IntakeError('encoding_iso_2022_jp', { byteOffset: fileOffset + head.indexOf(0x1b) })
  if (head.every((byte) => byte < 0x80)) return 'ascii'
  const asRead = (encoding: Encoding) => {
    const tail = unfinishedTail(head, encoding)
    // A character cut by the end of the file belongs to "truncated", which the decoder reports with its row.
    return { text: tryDecode(head.subarray(0, head.length - tail), encoding), isCut: isWhole && tail > 0 }
  }
  const utf8 = asRead('utf-8')
  const shiftJis = asRead('shift_jis')
  if (utf8.text !== null && shiftJis.text !== null) {
    const seenAsUtf8 = japaneseShare(utf8.text)
    const seenAsShiftJis = japaneseShare(shiftJis.text)
    // Two-byte UTF-8 (accents, Greek) reads as half-width kana in Shift_JIS: in a Japanese file, kana it is.
    if (seenAsUtf8.japanese + seenAsUtf8.halfWidth === 0 && seenAsShiftJis.other === 0) return 'shift_jis'
    return 'utf-8'
  }
  if (utf8.text !== null) return 'utf-8'
  const asEucJp = tryDecode(head.subarray(0, head.length - (head.length > 2 && !isWhole ? eucTail(head) : 0)), 'euc-jp')
  if (asEucJp !== null) {
    const seenAsEucJp = japaneseShare(asEucJp)
    const seenAsShiftJis = shiftJis.text === null ? null : japaneseShare(shiftJis.text)
    // EUC-JP kana read as Shift_JIS become half-width katakana; real half-width katakana read as EUC-JP become rare kanji.
    const mostlyNoise =
      seenAsShiftJis === null || seenAsShiftJis.halfWidth > (seenAsShiftJis.japanese + seenAsShiftJis.other) * 2
    if (mostlyNoise && seenAsEucJp.other === 0 && (seenAsShiftJis === null || isOrdinaryEucJp(head))) {
      throw new IntakeError('encoding_euc_jp', { byteOffset: fileOffset + head.findIndex((byte) => byte >= 0x80) })
    }
  }
  if (shiftJis.text !== null) return 'shift_jis'
  if (nul !== -1 && head.length > 0 && countControls(head) * 50 > head.length)
    throw new IntakeError('file_is_binary', { byteOffset: fileOffset + nul })
  // Neither fits as a whole. A damaged file still fits one of them much further than the other.
  const utf8Until = firstUnreadable(head, 'utf-8')
  const shiftJisUntil = firstUnreadable(head, 'shift_jis')
  const firstHigh = head.findIndex((byte) => byte >= 0x80)
  const best = Math.max(utf8Until, shiftJisUntil)
  if (best - firstHigh >= 16) return utf8Until >= shiftJisUntil ? 'utf-8' : 'shift_jis'
  throw new IntakeError('encoding_unknown', {
    byteOffset: fileOffset + best,
    row: fileRow + countLineFeeds(head.subarray(0, best)),
  })
}

const eucTail = (head: Uint8Array): number => {
  let run = 0
  while (run < head.length && (head[head.length - 1 - run] as number) >= 0x80) run++
  return run & 1
}

const countControls = (head: Uint8Array): number => head.reduce((sum, byte) => sum + (byte < 9 ? 1 : 0), 0)

const countLineFeeds = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0)

/**
 * Whether EUC-JP pairs are those of ordinary text: kana, marks and first-level kanji (rows 1 to 5 and 16 to 47 of
 * JIS X 0208). Half-width katakana that happen to pair up lead with 0xD0 to 0xDF as often as not.
 */
function isOrdinaryEucJp(head: Uint8Array): boolean {
  let [pairs, ordinary] = [0, 0]
  for (let at = 0; at + 1 < head.length; at++) {
    const lead = head[at] as number
    if (lead < 0x80) continue
    pairs += 1
    if ((lead >= 0xa1 && lead <= 0xa5) || (lead >= 0xb0 && lead <= 0xcf)) ordinary += 1
    at += 1
  }
  return pairs >= 8 && ordinary > pairs * 0.95
}
