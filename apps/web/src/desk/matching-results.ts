import type { Disposition } from './call-draft.ts'

/** Results whose code begins with, or whose label holds, what was typed; full-width typing counts like half-width. */
export function matchingResults(dispositions: readonly Disposition[], typed: string): readonly Disposition[] {
  const needle = typed.normalize('NFKC').trim().toLowerCase()
  if (needle === '') return dispositions
  return dispositions.filter(
    ({ code, label }) =>
      code.toLowerCase().startsWith(needle) || label.normalize('NFKC').toLowerCase().includes(needle),
  )
}
