import { hash, verify } from '@node-rs/argon2'
import { ProblemError } from '@sekisho/contract'

/**
 * Argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's first recommendation for argon2id that
 * leaves a small machine its memory. Runs on libuv's threads, never on the event loop. (2 is Algorithm.Argon2id; the
 * package's const enum cannot be imported under isolatedModules.)
 */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** As many at once as leave threads for files and other work; the others wait in line, and a long line is refused. */
const mostAtOnce = 2
const longestLine = 100

export interface Passwords {
  hash(password: string): Promise<string>
  /** False for a null hash, after the same work: an unknown login takes as long as a wrong password. */
  matches(argon2id: string | null, password: string): Promise<boolean>
}

export async function createPasswords(): Promise<Passwords> {
  const dummy = await hash('nobody has this password', parameters)
  let running = 0
  const waiting: (() => void)[] = []

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    if (running >= mostAtOnce) {
      if (waiting.length >= longestLine) throw new ProblemError('internal')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // the place is handed on, not given up
      if (next === undefined) running -= 1
      else next()
    }
  }

  return {
    hash: (password) => inLine(() => hash(password.normalize('NFKC'), parameters)),
    async matches(argon2id, password) {
      const isRight = await inLine(() => verify(argon2id ?? dummy, password.normalize('NFKC')))
      return isRight && argon2id !== null
    },
  }
}

/**
 * Refuses what is guessed first (F-11): the login inside, few different characters, a run along the alphabet or the
 * digits. Length is the declaration's.
 *
 * @throws ProblemError `invalid_input`
 */
export function refuseGuessablePassword(password: string, login: string): void {
  const lower = password.normalize('NFKC').toLowerCase()
  const hasLogin = login.length >= 3 && lower.includes(login.split('@')[0] ?? login)
  if (hasLogin || new Set(lower).size < 5 || isOneRun(lower)) throw new ProblemError('invalid_input', 'body.password')
}

function isOneRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1)
}
