import { IntakeError } from './codes.ts'
import { defaultLimits } from './limits.ts'
import { createScanner } from './scanner.ts'
import type { Delimiter } from './scanner.ts'

const candidates: readonly Delimiter[] = [',', '\t', ';']
const recordsLookedAt = 50

/** Column counts of the first records when cut with a delimiter; what comes behind a broken record is left out. */
function columnCounts(head: string, delimiter: Delimiter, isWhole: boolean): readonly number[] {
  const counts: number[] = []
  const scanner = createScanner({
    delimiter,
    limits: { ...defaultLimits, maxRows: recordsLookedAt },
    onRecord: (fields) => {
      if (fields.length > 1 || fields[0] !== '') counts.push(fields.length)
    },
  })
  try {
    scanner.push(head)
    if (isWhole) scanner.end()
  } catch (error) {
    // The limits end the look at the head; the reading proper reports them with their rows.
    if (!(error instanceof IntakeError)) throw error
  }
  return counts
}

/** The delimiter that cuts most records into the same number of columns, more than one; `,` when none does. */
export function guessDelimiter(head: string, isWhole: boolean): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of candidates) {
    const counts = columnCounts(head, delimiter, isWhole)
    const byCount = new Map<number, number>()
    for (const count of counts) byCount.set(count, (byCount.get(count) ?? 0) + 1)
    const [columns, records] = [...byCount].sort((a, b) => b[1] - a[1])[0] ?? [1, 0]
    if (columns < 2) continue
    const score = records / counts.length + Math.min(columns, 50) / 1_000
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}
