import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { LedgerError } from './errors.ts'
import { leafBytes, parseLeaf } from './leaf.ts'

const text = fc.string({ unit: 'binary' })
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.maxSafeInteger(),
    text,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}))

function refuses(bytes: string | Buffer): void {
  expect(() => parseCanonicalJson(Buffer.from(bytes as string))).toThrow(LedgerError)
}

describe('canonical JSON', () => {
  it('writes any value of the subset so that reading and writing give the same bytes', () => {
    fc.assert(
      fc.property(value, (each) => {
        const bytes = canonicalBytes(each)
        expect(canonicalBytes(parseCanonicalJson(bytes))).toEqual(bytes)
        expect(canonicalJson(JSON.parse(bytes.toString()))).toBe(bytes.toString())
      }),
      { numRuns: 200 },
    )
  })

  it('sorts names by UTF-16 code units, as the example of RFC 8785 section 3.2.3', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}')
  })

  it('escapes strings as RFC 8785 section 3.2.2.2', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
    expect(canonicalJson(-0)).toBe('0')
  })

  it('refuses values that have no canonical form', () => {
    const circular: unknown[] = []
    circular.push(circular)
    const bad = [
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      undefined,
      { a: undefined },
      Array.from({ length: 2 }),
      10n,
      () => 1,
      Symbol('s'),
      { [Symbol('s')]: 1 },
      new Date(0),
      new Map(),
      Buffer.from('x'),
      '\ud800',
      { '\udc00': 1 },
      circular,
    ]
    for (const each of bad) expect(() => canonicalJson(each)).toThrow(LedgerError)
  })

  it('refuses every other spelling of a value', () => {
    const spellings = [
      '{"a":1,"a":1}',
      '{"a":1,"a":2}',
      '{"a": 1}',
      '{"b":1,"a":2}',
      '{"a":1}\n',
      '\ufeff{"a":1}',
      '{"a":1.0}',
      '{"a":1e2}',
      '{"a":-0}',
      '{"a":9007199254740993}',
      '{"a":"\\u0041"}',
      '{"a":"\\/"}',
      '"\\ud800"',
      '{"a":1',
      '',
      "{'a':1}",
    ]
    for (const each of spellings) refuses(each)
    refuses(Buffer.from([0x22, 0xff, 0x22]))
    refuses('['.repeat(100_000) + ']'.repeat(100_000))
    refuses(`${'['.repeat(70)}${']'.repeat(70)}`)
  })

  it('keeps a name that means something to JavaScript', () => {
    const bytes = Buffer.from('{"__proto__":{"x":1},"constructor":2}')
    expect(canonicalBytes(parseCanonicalJson(bytes))).toEqual(bytes)
  })

  it('quotes nothing of what it refuses, because messages reach logs', () => {
    expect(() => parseCanonicalJson(Buffer.from('{"name":"canary'))).toThrow(/^(?!.*canary)/)
  })
})

describe('a leaf', () => {
  it('opens to the very bytes of its entry and its time', () => {
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 4 }), fc.maxSafeNat(), (entry, sequencedAtMs) => {
        const entryBytes = canonicalBytes(entry)
        const bytes = leafBytes(entryBytes, sequencedAtMs)
        expect(parseLeaf(bytes)).toMatchObject({ entryBytes, sequencedAtMs })
        expect(parseCanonicalJson(bytes)).toMatchObject({ sequenced_at: sequencedAtMs })
      }),
      { numRuns: 100 },
    )
  })

  it('is made of one canonical object only', () => {
    for (const entry of ['{},"x":{}', '{} ', '[]', '1', 'null', '{"b":1,"a":1}', '']) {
      expect(() => leafBytes(Buffer.from(entry), 1)).toThrow(LedgerError)
    }
    for (const time of [-1, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => leafBytes(Buffer.from('{}'), time)).toThrow(LedgerError)
    }
    expect(() => leafBytes(canonicalBytes({ a: 'x'.repeat(65_536) }), 1)).toThrow(LedgerError)
  })

  it('refuses envelopes with anything missing, added or of another kind', () => {
    const envelopes = [
      '{"entry":{}}',
      '{"sequenced_at":1}',
      '{"entry":{},"sequenced_at":"1"}',
      '{"entry":{},"sequenced_at":-1}',
      '{"entry":{},"sequenced_at":1,"z":1}',
      '{"a":1,"entry":{},"sequenced_at":1}',
      '{"entry":[],"sequenced_at":1}',
      '{"entry":null,"sequenced_at":1}',
      '{"sequenced_at":1,"entry":{}}',
      '[{"entry":{},"sequenced_at":1}]',
    ]
    for (const each of envelopes) expect(() => parseLeaf(Buffer.from(each))).toThrow(LedgerError)
    expect(() => parseLeaf(Buffer.alloc(65_536, 0x20))).toThrow(LedgerError)
  })
})
