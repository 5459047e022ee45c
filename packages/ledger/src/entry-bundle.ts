import { LedgerError } from './errors.ts'

/** A bundle gives each entry a 16-bit length (C2SP tlog-tiles, "Log entries"). */
export const maxEntryLength = 0xffff

const maxEntries = 256

/**
 * The bytes of an entry bundle: each entry after its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries").
 *
 * @param entries      1 to 256 entries of at most 65,535 bytes
 * @throws LedgerError `bad_bundle`
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Buffer {
  requireWidth(entries.length)
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    if (entry.length > maxEntryLength) throw new LedgerError('bad_bundle', 'an entry is longer than 65,535 bytes')
    parts.push(Buffer.from([entry.length >>> 8, entry.length & 0xff]), entry)
  }
  return Buffer.concat(parts)
}

/**
 * The entries of a bundle; exactly `width`, and not a byte more.
 *
 * The bytes come from whoever serves the log. Compare `leafHash` of each entry with the tile before using it.
 *
 * @throws LedgerError `bad_bundle`
 */
export function decodeEntryBundle(bytes: Uint8Array, width: number): Buffer[] {
  requireWidth(width)
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Buffer[] = []
  let at = 0
  while (entries.length < width) {
    if (at + 2 > view.length) throw new LedgerError('bad_bundle', 'the bundle ends early')
    const end = at + 2 + view.readUInt16BE(at)
    if (end > view.length) throw new LedgerError('bad_bundle', 'the bundle ends inside an entry')
    entries.push(view.subarray(at + 2, end))
    at = end
  }
  if (at !== view.length) throw new LedgerError('bad_bundle', 'bytes follow the last entry')
  return entries
}

function requireWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > maxEntries) {
    throw new LedgerError('bad_bundle', 'a bundle holds 1 to 256 entries')
  }
}
