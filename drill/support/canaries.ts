import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'

/** A value that stands nowhere else in the world, in every form in which it could stand in bytes. */
export interface Canary {
  readonly name: string
  readonly forms: readonly Buffer[]
}

/** UTF-8, Shift_JIS, UTF-16 both ways, and as hexadecimal, base64 and JSON escapes of them. */
export function canary(name: string, value: string): Canary {
  const encoded = ['utf-8', 'cp932', 'utf-16le', 'utf-16be'].map((encoding) => iconv.encode(value, encoding))
  const escaped = Array.from({ length: value.length }, (_, at) => {
    const code = value.charCodeAt(at)
    return code < 0x80 ? value.charAt(at) : `\\u${code.toString(16).padStart(4, '0')}`
  })
  return {
    name,
    forms: [
      ...encoded,
      ...encoded.map((bytes) => Buffer.from(bytes.toString('hex'))),
      // the last group depends on what follows
      ...encoded.map((bytes) => Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -2))),
      Buffer.from(escaped.join('')),
      Buffer.from(encodeURIComponent(value)),
    ],
  }
}

/** Where which canary stands, as `name in place`. */
export function found(canaries: readonly Canary[], place: string, bytes: Buffer): string[] {
  return canaries
    .filter(({ forms }) => forms.some((form) => bytes.includes(form)))
    .map(({ name }) => `${name} in ${place}`)
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Searches every file below a folder. */
export function foundBelow(canaries: readonly Canary[], folder: string, sinceMs = 0): string[] {
  return filesBelow(folder).flatMap((path) => {
    try {
      if (statSync(path).mtimeMs < sinceMs) return []
      return found(canaries, path.slice(folder.length + 1), readFileSync(path))
    } catch (error) {
      // gone between listing and reading
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
}
