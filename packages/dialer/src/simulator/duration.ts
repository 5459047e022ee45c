import type { Random } from './random.ts'

/** How long something takes, as a scenario file says it. Means in seconds. */
export type Duration =
  | { readonly kind: 'constant'; readonly seconds: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  /** Memoryless: what has lasted long lasts no less longer. */
  | { readonly kind: 'exponential'; readonly mean: number }
  /** Most are short, some very long. `sigma` is the standard deviation of the logarithm. */
  | { readonly kind: 'log_normal'; readonly mean: number; readonly sigma: number }
  /** `shape` whole exponential steps one after the other (Erlang): 1 is memoryless, 10 is nearly constant. */
  | { readonly kind: 'gamma'; readonly mean: number; readonly shape: number }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly of: Duration }[] }

/** One draw, in milliseconds, never negative. */
export function drawMs(duration: Duration, random: Random): number {
  switch (duration.kind) {
    case 'constant':
      return duration.seconds * 1_000
    case 'uniform':
      return (duration.from + (duration.to - duration.from) * random.next()) * 1_000
    case 'exponential':
      return duration.mean * 1_000 * random.exponential()
    case 'log_normal':
      // the mean of a log-normal is its median times exp(sigma^2 / 2)
      return duration.mean * 1_000 * Math.exp(duration.sigma * random.normal() - duration.sigma ** 2 / 2)
    case 'gamma':
      return drawGammaMs(duration.mean, duration.shape, random)
    case 'mixture':
      return drawMs(partAt(duration.parts, random.next()), random)
  }
}

/** The mean in seconds. */
export function meanSeconds(duration: Duration): number {
  switch (duration.kind) {
    case 'constant':
      return duration.seconds
    case 'uniform':
      return (duration.from + duration.to) / 2
    case 'exponential':
    case 'log_normal':
    case 'gamma':
      return duration.mean
    case 'mixture': {
      const shares = duration.parts.reduce((sum, { share }) => sum + share, 0)
      return duration.parts.reduce((sum, { share, of }) => sum + (share / shares) * meanSeconds(of), 0)
    }
  }
}

function drawGammaMs(mean: number, shape: number, random: Random): number {
  const steps = Math.max(1, Math.round(shape))
  let sum = 0
  for (let step = 0; step < steps; step += 1) sum += random.exponential()
  return (mean * 1_000 * sum) / steps
}

function partAt(parts: Extract<Duration, { kind: 'mixture' }>['parts'], uniform: number): Duration {
  let left = uniform * parts.reduce((sum, { share }) => sum + share, 0)
  for (const { share, of } of parts) {
    left -= share
    if (left < 0) return of
  }
  const last = parts.at(-1)
  if (last === undefined) throw new RangeError('a mixture of nothing')
  return last.of
}
