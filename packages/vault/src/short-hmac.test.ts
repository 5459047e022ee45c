import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortHmac } from './short-hmac.ts'

describe('HMAC of short texts', () => {
  it('gives the first 16 bytes that node:crypto gives, for any key, prefix and text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.string({ maxLength: 40 }),
        fc.array(text),
        (key, prefix, texts) => {
          const hmac = shortHmac(key, prefix)
          const out = Buffer.alloc(20)
          for (const each of texts) {
            hmac(each, out, 3)
            const expected = createHmac('sha256', key).update(Buffer.from(prefix)).update(Buffer.from(each)).digest()
            expect(out.subarray(3, 19)).toEqual(expected.subarray(0, 16))
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('agrees at every length around a block', () => {
    const key = Buffer.alloc(32, 7)
    const hmac = shortHmac(key, 'p\n')
    const out = Buffer.alloc(16)
    for (let length = 0; length < 300; length++) {
      hmac('x'.repeat(length), out, 0)
      expect(out).toEqual(
        createHmac('sha256', key)
          .update(`p\n${'x'.repeat(length)}`)
          .digest()
          .subarray(0, 16),
      )
    }
  })
})
