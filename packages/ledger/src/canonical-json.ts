import { LedgerError } from './errors.ts'

/** What an entry may hold: no floats, because integers are the only numbers that every language prints alike. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

const maxDepth = 64
/** With the `u` flag a surrogate category matches lone surrogates only; UTF-8 cannot carry them. */
const loneSurrogate = /\p{Surrogate}/u
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The canonical JSON text (RFC 8785) of a value from our subset: objects, arrays, strings, booleans, null, safe integers.
 *
 * @throws LedgerError `not_canonical` for anything else: fractions, undefined, symbols, dates, lone surrogates,
 *         nesting deeper than 64
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

/** `canonicalJson` as UTF-8 bytes, which is what gets hashed. */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(write(value, 0), 'utf8')
}

function write(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new LedgerError('not_canonical', 'nested too deeply')
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new LedgerError('not_canonical', 'a number is not a safe integer')
      return String(value) // prints -0 as 0, as RFC 8785 section 3.2.2.3 wants
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth)
    default:
      throw new LedgerError('not_canonical', `a value of type ${typeof value} has no JSON`)
  }
}

function writeString(text: string): string {
  if (loneSurrogate.test(text)) throw new LedgerError('not_canonical', 'a string holds a lone surrogate')
  // JSON.stringify escapes exactly as RFC 8785 section 3.2.2.2, which was modelled on it.
  return JSON.stringify(text)
}

function writeArray(items: readonly unknown[], depth: number): string {
  // Array.from visits holes as undefined, which `write` refuses; map would skip them.
  return `[${Array.from(items, (item) => write(item, depth + 1)).join(',')}]`
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new LedgerError('not_canonical', 'only plain objects have canonical JSON')
  }
  if (Object.getOwnPropertySymbols(object).length > 0) {
    throw new LedgerError('not_canonical', 'an object has a symbol for a name')
  }
  // The default sort compares UTF-16 code units: RFC 8785 section 3.2.3.
  const names = Object.keys(object).sort()
  const record = object as Record<string, unknown>
  return `{${names.map((name) => `${writeString(name)}:${write(record[name], depth + 1)}`).join(',')}}`
}

/**
 * Reads canonical JSON and refuses every other spelling of the same value, so that one value has one hash.
 *
 * The bytes come from anyone: duplicate names, spaces, other escapes, another order of names, a byte order mark,
 * `-0`, `1.0` and invalid UTF-8 all fail, because writing the value again gives other bytes.
 *
 * @throws LedgerError `not_canonical`
 */
export function parseCanonicalJson(bytes: Uint8Array): JsonValue {
  let value: unknown
  let text: string
  try {
    text = decoder.decode(bytes)
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the input, which may not reach a log.
    throw new LedgerError('not_canonical', 'not JSON in UTF-8')
  }
  if (write(value, 0) !== text) throw new LedgerError('not_canonical', 'JSON, but not in its canonical form')
  return value as JsonValue
}
