import { KeyServiceError } from './errors.ts'
import { isRecord } from './shapes.ts'

/**
 * One message on the stream: total length (uint32), header length (uint32), header, attachments. The header is JSON
 * `{"m":<message>,"a":[<lengths>]}`; where the message holds bytes, its JSON holds `{"$bytes":<n>}` and attachment n.
 */
export const maxFrameBytes = 8 * 1024 * 1024
const maxHeaderBytes = 2 * 1024 * 1024
const maxDepth = 12

/** Anything a message may hold: JSON, and bytes. */
export type Message =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Message[]
  | { readonly [name: string]: Message | undefined }

/** @throws KeyServiceError `bad_request` when the message is larger than a frame may be */
export function encodeFrame(message: unknown): Buffer {
  const attachments: Uint8Array[] = []
  const header = Buffer.from(
    JSON.stringify({ m: detach(message, attachments), a: attachments.map(({ length }) => length) }),
    'utf8',
  )
  const size = attachments.reduce((sum, { length }) => sum + length, 4 + header.length)
  if (size > maxFrameBytes || header.length > maxHeaderBytes) throw new KeyServiceError('bad_request')
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(size, 0)
  lengths.writeUInt32BE(header.length, 4)
  return Buffer.concat([lengths, header, ...attachments])
}

function detach(value: unknown, attachments: Uint8Array[]): unknown {
  if (value instanceof Uint8Array) {
    attachments.push(value)
    return { $bytes: attachments.length - 1 }
  }
  if (Array.isArray(value)) return value.map((item) => detach(item, attachments))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) copy[name] = detach(member, attachments)
  return copy
}

/**
 * Reads what follows the total length of one frame. The peer may be an attacker: lengths must add up to the byte, and
 * each attachment is used exactly once, in order.
 *
 * @throws KeyServiceError `bad_request`
 */
export function decodeFrame(body: Buffer): Message {
  const headerEnd = body.length < 4 ? Number.POSITIVE_INFINITY : 4 + body.readUInt32BE(0)
  if (headerEnd > body.length || headerEnd > 4 + maxHeaderBytes) throw new KeyServiceError('bad_request')
  const header = parseJson(body.toString('utf8', 4, headerEnd))
  if (!isRecord(header) || !Array.isArray(header.a)) throw new KeyServiceError('bad_request')
  const attachments: Uint8Array[] = []
  let at = headerEnd
  for (const length of header.a as unknown[]) {
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0 || at + length > body.length) {
      throw new KeyServiceError('bad_request')
    }
    attachments.push(body.subarray(at, at + length))
    at += length
  }
  if (at !== body.length) throw new KeyServiceError('bad_request')
  let used = 0
  const attach = (value: unknown, depth: number): Message => {
    if (depth > maxDepth) throw new KeyServiceError('bad_request')
    if (Array.isArray(value)) return value.map((item) => attach(item, depth + 1))
    if (!isRecord(value)) return value as Message
    if (Object.hasOwn(value, '$bytes')) {
      const bytes = attachments[used]
      if (value.$bytes !== used || bytes === undefined) throw new KeyServiceError('bad_request')
      used++
      return bytes
    }
    const members: [string, Message][] = []
    for (const [name, member] of Object.entries(value)) members.push([name, attach(member, depth + 1)])
    return Object.fromEntries(members)
  }
  const message = attach(header.m, 0)
  if (used !== attachments.length) throw new KeyServiceError('bad_request')
  return message
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KeyServiceError('bad_request')
  }
}

/**
 * Cuts a stream of bytes into messages. After the first `bad_request` the stream has no more meaning: close it.
 *
 * @returns a function to call with every chunk, giving the messages that became complete
 */
export function frameReader(): (chunk: Buffer) => Message[] {
  let chunks: Buffer[] = []
  let buffered = 0
  return (chunk) => {
    chunks.push(chunk)
    buffered += chunk.length
    const messages: Message[] = []
    while (buffered >= 4) {
      const first = chunks[0] as Buffer
      if (first.length < 4) {
        chunks = [Buffer.concat(chunks)]
        continue
      }
      const length = first.readUInt32BE(0)
      if (length > maxFrameBytes) throw new KeyServiceError('bad_request')
      if (buffered < 4 + length) break
      const whole = chunks.length === 1 ? first : Buffer.concat(chunks)
      const rest = whole.subarray(4 + length)
      chunks = rest.length > 0 ? [rest] : []
      buffered = rest.length
      messages.push(decodeFrame(whole.subarray(4, 4 + length)))
    }
    return messages
  }
}
