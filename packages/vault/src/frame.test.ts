import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyServiceError } from './errors.ts'
import { encodeFrame, frameReader, maxFrameBytes } from './frame.ts'
import type { Message } from './frame.ts'

const { value: message } = fc.letrec<{ value: Message }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '$bytes' && name !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}))

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), fc.array(fc.nat(30), { maxLength: 20 }), (messages, cuts) => {
        const stream = Buffer.concat(messages.map((each) => encodeFrame(each)))
        const read = frameReader()
        const seen: Message[] = []
        let at = 0
        for (const cut of [...cuts, stream.length]) {
          seen.push(...read(stream.subarray(at, at + cut)))
          at = Math.min(stream.length, at + cut)
        }
        expect(seen).toEqual(messages)
      }),
      { numRuns: 100 },
    )
  })

  it('that were altered anywhere are read as something or refused, and never end otherwise', () => {
    const frame = encodeFrame({ id: 1, op: 'commit', parameters: { bytes: Buffer.from('abc'), list: [1, 'x'] } })
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.nat(255), (at, byte) => {
        const altered = Buffer.from(frame)
        altered[at] = byte
        try {
          frameReader()(altered)
        } catch (error) {
          expect(error).toBeInstanceOf(KeyServiceError)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a length beyond the limit', frameOf('', { total: maxFrameBytes + 1 })],
    ['a header longer than the frame', frameOf('{}', { header: 100 })],
    ['no JSON', frameOf('{')],
    ['no list of attachments', frameOf('{"m":1}')],
    ['attachments that do not fill the frame', frameOf('{"m":1,"a":[]}', { tail: 'x' })],
    ['an attachment beyond the frame', frameOf('{"m":{"$bytes":0},"a":[5]}', { tail: 'x' })],
    ['a negative attachment', frameOf('{"m":{"$bytes":0},"a":[2,-1]}', { tail: 'x' })],
    ['an attachment that nothing uses', frameOf('{"m":1,"a":[1]}', { tail: 'x' })],
    ['an attachment used twice', frameOf('{"m":[{"$bytes":0},{"$bytes":0}],"a":[1]}', { tail: 'x' })],
    ['nesting without end', frameOf(`{"m":${'['.repeat(5_000)}${']'.repeat(5_000)},"a":[]}`)],
  ])('with %s are refused', (_, bytes) => {
    expect(() => frameReader()(bytes)).toThrow('bad_request')
  })

  it('cannot give an object another prototype', () => {
    const [read] = frameReader()(frameOf('{"m":{"__proto__":{"isAdmin":true}},"a":[]}'))
    expect((read as Record<string, unknown>).isAdmin).toBeUndefined()
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })
})

function frameOf(header: string, wrong: { total?: number; header?: number; tail?: string } = {}): Buffer {
  const body = Buffer.from(header + (wrong.tail ?? ''))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(wrong.total ?? body.length + 4, 0)
  lengths.writeUInt32BE(wrong.header ?? Buffer.byteLength(header), 4)
  return Buffer.concat([lengths, body])
}
