import { createSecretKey, randomBytes } from 'node:crypto'
import { fieldCodes } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeContact, decodeNumber, encodeContact, encodeNumber } from './contact-record.ts'
import { blindIndex, commitmentSalt, lookUpKinds, pseudonym } from './keyed-hashes.ts'
import { associatedData, open, seal, sealOverhead } from './sealing.ts'
import type { SealedPlace } from './sealing.ts'

const key = createSecretKey(randomBytes(32))
const id = fc.uint8Array({ minLength: 16, maxLength: 16 })
const place: fc.Arbitrary<SealedPlace> = fc.record({
  tenant: id,
  table: fc.constantFrom('contacts', 'contact_numbers', 'attempts_memo', 'upload_chunks'),
  row: fc.uint8Array({ maxLength: 40 }),
  version: fc.nat(),
  keyId: id,
})

describe('sealing (K-06, K-07)', () => {
  it('opens what was sealed, in its own place', () => {
    fc.assert(
      fc.property(place, fc.uint8Array({ maxLength: 300 }), (at, clear) => {
        const sealed = seal(key, at, clear)
        expect(sealed).toHaveLength(clear.length + sealOverhead)
        expect(open(key, at, sealed)).toEqual(Buffer.from(clear))
      }),
      { numRuns: 100 },
    )
  })

  it('opens in no other place, under no other key, and after no change of a bit', () => {
    fc.assert(
      fc.property(place, place, fc.uint8Array({ maxLength: 60 }), fc.nat(), (at, other, clear, where) => {
        const sealed = seal(key, at, clear)
        fc.pre(!associatedData(at).equals(associatedData(other)))
        expect(() => open(key, other, sealed)).toThrow('sealed_data_damaged')
        expect(() => open(createSecretKey(randomBytes(32)), at, sealed)).toThrow('sealed_data_damaged')
        const altered = Buffer.from(sealed)
        const bit = where % (sealed.length * 8)
        altered.writeUInt8(altered.readUInt8(bit >>> 3) ^ (1 << (bit & 7)), bit >>> 3)
        expect(() => open(key, at, altered)).toThrow('sealed_data_damaged')
        expect(() => open(key, at, sealed.subarray(0, where % sealed.length))).toThrow('sealed_data_damaged')
      }),
      { numRuns: 100 },
    )
  })

  it('tells any two places apart in the associated data', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const text = (of: SealedPlace) =>
          [of.tenant, of.row, of.keyId].map((bytes) => Buffer.from(bytes).toString('hex')).join() +
          of.table +
          of.version
        expect(associatedData(a).equals(associatedData(b))).toBe(text(a) === text(b))
      }),
      { numRuns: 200 },
    )
  })

  it('never seals alike twice', () => {
    const at = {
      tenant: Buffer.alloc(16),
      table: 'contacts',
      row: Buffer.alloc(16),
      version: 1,
      keyId: Buffer.alloc(16),
    } as const
    const seen = new Set(Array.from({ length: 1_000 }, () => seal(key, at, Buffer.from('x')).toString('hex', 1, 13)))
    expect(seen.size).toBe(1_000)
  })
})

describe('clear records', () => {
  const value = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => text !== '' && !text.includes('\0'))

  it('give back the fields that are asked for, of any contact', () => {
    const values = fc.record(Object.fromEntries(fieldCodes.map((code) => [code, value])), { requiredKeys: [] })
    fc.assert(
      fc.property(values, fc.subarray([...fieldCodes]), (given, wanted) => {
        const expected = Object.fromEntries(Object.entries(given).filter(([code]) => wanted.includes(code as never)))
        expect(decodeContact(encodeContact(given), new Set(wanted))).toEqual(expected)
      }),
      { numRuns: 100 },
    )
    expect(() => encodeContact({ name: 'a\0b' })).toThrow('bad_request')
  })

  it('give back numbers', () => {
    fc.assert(
      fc.property(value, (asReceived) => {
        const number = { e164: '+819000000001', asReceived }
        expect(decodeNumber(encodeNumber(number))).toEqual(number)
      }),
    )
  })
})

describe('keyed hashes', () => {
  it('differ by kind, by entry, by name and by key', () => {
    const other = createSecretKey(randomBytes(32))
    const all = [
      ...lookUpKinds.map((kind) => blindIndex(key, kind, 'x').toString('hex')),
      blindIndex(other, 'phone', 'x').toString('hex'),
      ...(['actor', 'device', 'system'] as const).map((kind) => pseudonym(key, kind, 'x')),
      pseudonym(other, 'actor', 'x'),
      ...(['subject', 'number'] as const).flatMap((name) =>
        ['e1', 'e2'].map((entry) => commitmentSalt(key, entry, name).toString('hex')),
      ),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(pseudonym(key, 'actor', 'x')).toBe(pseudonym(key, 'actor', 'x'))
  })
})
