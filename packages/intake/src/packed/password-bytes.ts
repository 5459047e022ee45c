/**
 * The bytes of a password as programs write them: UTF-8, and for one that is not ASCII also Windows' Japanese code page, by
 * which older programs encrypt ZIP files.
 */
export function passwordBytes(password: string): readonly Uint8Array[] {
  const utf8 = new TextEncoder().encode(password)
  if (utf8.length === password.length) return [utf8]
  const japanese = inCodePage(password)
  return japanese === null ? [utf8] : [utf8, japanese]
}

/** Null where the code page lacks a character. */
function inCodePage(text: string): Uint8Array | null {
  const codes = codePage()
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0) < 0x80 ? char.charCodeAt(0) : codes.get(char)
    if (code === undefined) return null
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** The platform decodes the code page and does not encode it, so it is turned round: 7,000 characters, when one is needed. */
function codePage(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('shift_jis')
  const codes = new Map<string, number>()
  const add = (code: number, bytes: readonly number[]): void => {
    const char = decoder.decode(Uint8Array.from(bytes))
    if (char.length === 1 && char !== '\ufffd' && !codes.has(char)) codes.set(char, code)
  }
  for (let half = 0xa1; half <= 0xdf; half++) add(half, [half])
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead >= 0xa0 && lead < 0xe0) continue
    for (let trail = 0x40; trail <= 0xfc; trail++) if (trail !== 0x7f) add(lead * 256 + trail, [lead, trail])
  }
  return codes
}
