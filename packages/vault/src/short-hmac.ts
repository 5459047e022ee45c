// HMAC-SHA256 of short texts in plain JavaScript, for imports only. node:crypto needs 1.9 µs for one, nearly all of it
// to set up; with the two key blocks hashed beforehand (RFC 2104 section 4) this needs about a third, and an import
// makes four for each row. A test compares it with node:crypto. Neither branches nor indexes depend on secrets.

const roundConstants = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
])
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const
const blockBytes = 64
const schedule = new Int32Array(64)

function load(block: Uint8Array, at: number): void {
  for (let i = 0, p = at; i < 16; i++, p += 4) {
    schedule[i] =
      ((block[p] as number) << 24) |
      ((block[p + 1] as number) << 16) |
      ((block[p + 2] as number) << 8) |
      (block[p + 3] as number)
  }
}

/** One step of SHA-256 over the 16 words at the beginning of the schedule (FIPS 180-4 section 6.2.2). */
function compress(state: Int32Array): void {
  const w = schedule
  const k = roundConstants
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0
  }
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let e = state[4] as number
  let f = state[5] as number
  let g = state[6] as number
  let h = state[7] as number
  let t: number
  // Eight rounds at a time, so that the eight variables change roles instead of values.
  for (let i = 0; i < 64; i += 8) {
    t =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        (g ^ (e & (f ^ g))) +
        (k[i] as number) +
        (w[i] as number)) |
      0
    d = (d + t) | 0
    h =
      (t +
        (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & b) | (c & (a | b)))) |
      0
    t =
      (g +
        (((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))) +
        (f ^ (d & (e ^ f))) +
        (k[i + 1] as number) +
        (w[i + 1] as number)) |
      0
    c = (c + t) | 0
    g =
      (t +
        (((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))) +
        ((h & a) | (b & (h | a)))) |
      0
    t =
      (f +
        (((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))) +
        (e ^ (c & (d ^ e))) +
        (k[i + 2] as number) +
        (w[i + 2] as number)) |
      0
    b = (b + t) | 0
    f =
      (t +
        (((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))) +
        ((g & h) | (a & (g | h)))) |
      0
    t =
      (e +
        (((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))) +
        (d ^ (b & (c ^ d))) +
        (k[i + 3] as number) +
        (w[i + 3] as number)) |
      0
    a = (a + t) | 0
    e =
      (t +
        (((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))) +
        ((f & g) | (h & (f | g)))) |
      0
    t =
      (d +
        (((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))) +
        (c ^ (a & (b ^ c))) +
        (k[i + 4] as number) +
        (w[i + 4] as number)) |
      0
    h = (h + t) | 0
    d =
      (t +
        (((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))) +
        ((e & f) | (g & (e | f)))) |
      0
    t =
      (c +
        (((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))) +
        (b ^ (h & (a ^ b))) +
        (k[i + 5] as number) +
        (w[i + 5] as number)) |
      0
    g = (g + t) | 0
    c =
      (t +
        (((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))) +
        ((d & e) | (f & (d | e)))) |
      0
    t =
      (b +
        (((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))) +
        (a ^ (g & (h ^ a))) +
        (k[i + 6] as number) +
        (w[i + 6] as number)) |
      0
    f = (f + t) | 0
    b =
      (t +
        (((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))) +
        ((c & d) | (e & (c | d)))) |
      0
    t =
      (a +
        (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) +
        (h ^ (f & (g ^ h))) +
        (k[i + 7] as number) +
        (w[i + 7] as number)) |
      0
    e = (e + t) | 0
    a =
      (t +
        (((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))) +
        ((b & c) | (d & (b | c)))) |
      0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
  state[4] = (state[4] as number) + e
  state[5] = (state[5] as number) + f
  state[6] = (state[6] as number) + g
  state[7] = (state[7] as number) + h
}

/**
 * HMAC-SHA256 of `prefix` and a text under one key, for many texts.
 *
 * @returns a function that writes the first 16 bytes of the HMAC at `at` of `out`
 */
export function shortHmac(key: Uint8Array, prefix: string): (text: string, out: Uint8Array, at: number) => void {
  if (key.length > blockBytes) throw new RangeError('a key longer than a block would have to be hashed first')
  const padded = new Uint8Array(blockBytes)
  padded.set(key)
  const inner = stateAfter(padded.map((byte) => byte ^ 0x36))
  const outer = stateAfter(padded.map((byte) => byte ^ 0x5c))
  const prefixBytes = Buffer.from(prefix, 'utf8')
  let message = Buffer.alloc(512)
  message.set(prefixBytes)
  const state = new Int32Array(8)

  return (text, out, at) => {
    // UTF-8 needs at most three bytes for a UTF-16 unit; 72 leaves room for the padding.
    const room = prefixBytes.length + 3 * text.length + 72
    if (room > message.length) {
      message = Buffer.alloc(2 * room)
      message.set(prefixBytes)
    }
    const length = prefixBytes.length + writeText(text, message, prefixBytes.length)
    const end = Math.ceil((length + 9) / blockBytes) * blockBytes
    message[length] = 0x80
    for (let i = length + 1; i < end - 4; i++) message[i] = 0
    // The length counts the key's block; in bits it stays below 2^32 for any text that fits in memory here.
    message.writeUInt32BE((blockBytes + length) * 8, end - 4)
    state.set(inner)
    for (let block = 0; block < end; block += blockBytes) {
      load(message, block)
      compress(state)
    }
    // The outer hash is over one more block: the inner hash with its padding.
    schedule.set(state)
    schedule[8] = 0x80000000 | 0
    schedule.fill(0, 9, 15)
    schedule[15] = (blockBytes + 32) * 8
    state.set(outer)
    compress(state)
    for (let i = 0, p = at; i < 4; i++, p += 4) {
      const word = state[i] as number
      out[p] = word >>> 24
      out[p + 1] = word >>> 16
      out[p + 2] = word >>> 8
      out[p + 3] = word
    }
  }
}

/** UTF-8 of a text, at `at`; gives its length. Short ASCII, nearly all keys, is written without leaving JavaScript. */
function writeText(text: string, out: Buffer, at: number): number {
  const { length } = text
  if (length > 40) return out.write(text, at, 'utf8')
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return out.write(text, at, 'utf8')
    out[at + i] = unit
  }
  return length
}

function stateAfter(block: Uint8Array): Int32Array {
  const state = new Int32Array(initialState)
  load(block, 0)
  compress(state)
  return state
}
