import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * The server's log. Lines hold codes, names of routes, durations and ids of requests: never a value that came from
 * outside, no address, no body, no query (architecture rule 9).
 *
 * @param destination  where lines go; standard error when left out
 */
export function createLog(options: { level: string; destination?: { write(line: string): void } }): Log {
  const settings = {
    level: options.level,
    base: null,
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return pino(settings, options.destination ?? pino.destination(2))
}

export interface ErrorDescription {
  readonly name: string
  readonly code: string | null
  readonly frames: readonly string[]
}

/**
 * What a log may say of an error: its class, its code and where it happened. Its message is left out, because messages
 * quote values (PostgreSQL's name the offending row, JSON.parse the text).
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, code: null, frames: [] }
  const { code } = error as { code?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return {
    name: error.name,
    code: typeof code === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(code) ? code : null,
    frames: frames.slice(0, 8).map((line) => line.trim()),
  }
}
