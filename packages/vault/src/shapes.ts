import { KeyServiceError } from './errors.ts'

/**
 * Reads a value that a peer sent and gives it back typed, or throws `bad_request`. The peer may be an attacker, so
 * objects are strict: a name that is not declared is refused.
 */
export type Shape<T> = (value: unknown) => T

/** The type a shape gives. */
export type Shaped<S> = S extends Shape<infer T> ? T : never

function refuse(): never {
  throw new KeyServiceError('bad_request')
}

/** Text of at most `maxLength` UTF-16 units that matches `pattern`. */
export function text(maxLength: number, pattern?: RegExp): Shape<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length > maxLength) return refuse()
    return pattern === undefined || pattern.test(value) ? value : refuse()
  }
}

/** Text narrowed to a brand; the pattern is what makes it one. */
export function branded<T extends string>(maxLength: number, pattern: RegExp): Shape<T> {
  return text(maxLength, pattern) as Shape<T>
}

export function oneOf<const T extends string>(choices: readonly T[]): Shape<T> {
  const set: ReadonlySet<unknown> = new Set(choices)
  return (value) => (set.has(value) ? (value as T) : refuse())
}

export function integer(least: number, most: number): Shape<number> {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most ? value : refuse()
}

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? value : refuse())

export function bytes(least: number, most: number): Shape<Uint8Array> {
  return (value) => (value instanceof Uint8Array && value.length >= least && value.length <= most ? value : refuse())
}

export function listOf<T>(item: Shape<T>, most: number): Shape<readonly T[]> {
  return (value) => (Array.isArray(value) && value.length <= most ? value.map((one) => item(one)) : refuse())
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value) => (value === undefined ? undefined : shape(value))
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? null : shape(value))
}

export function object<T extends Record<string, Shape<unknown>>>(members: T): Shape<ObjectOf<T>> {
  const names = Object.keys(members)
  return (value) => {
    if (!isRecord(value)) return refuse()
    for (const name of Object.keys(value)) if (!Object.hasOwn(members, name)) return refuse()
    const result: Record<string, unknown> = {}
    for (const name of names) {
      const read = (members[name] as Shape<unknown>)(Object.hasOwn(value, name) ? value[name] : undefined)
      if (read !== undefined) result[name] = read
    }
    return result as ObjectOf<T>
  }
}

/** An object with any of the given names, all of one shape. */
export function record<K extends string, T>(names: readonly K[], shape: Shape<T>): Shape<Partial<Record<K, T>>> {
  const members: Record<string, Shape<unknown>> = {}
  for (const name of names) members[name] = optional(shape)
  return object(members) as Shape<Partial<Record<K, T>>>
}

type Optional<T extends Record<string, Shape<unknown>>> = {
  [K in keyof T]: undefined extends Shaped<T[K]> ? K : never
}[keyof T]

export type ObjectOf<T extends Record<string, Shape<unknown>>> = {
  readonly [K in Exclude<keyof T, Optional<T>>]: Shaped<T[K]>
} & { readonly [K in Optional<T>]?: Shaped<T[K]> }

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
