import type { FigureRules } from '@sekisho/contract'
import { signatureOf } from './figure-rules.ts'
import { groupedBy } from './grouped-by.ts'

/**
 * Small cells.
 *
 * Everything that a report shows is a sum of blocks that were formed within one campaign and one day, whatever layout,
 * period or campaigns somebody asks for. Hence the difference of any two reports is again a sum of blocks, and no choice
 * of bands, days or campaigns cuts a smaller piece out of one.
 */

/**
 * Half hours in which fewer than `atLeast` were dialled join the next ones until there are enough; what is left at the
 * end of the day joins the last block. A block stands where most of it was dialled.
 *
 * @param attempts  by half hour, of one campaign and day
 * @returns         for each half hour the one that its attempts are shown under
 */
export function blocksOfDay(attempts: ReadonlyMap<number, number>, atLeast: number): Map<number, number> {
  const slots = [...attempts].filter(([, count]) => count > 0).sort(([left], [right]) => left - right)
  const blocks: [number, number][][] = []
  let open: [number, number][] = []
  for (const slot of slots) {
    open.push(slot)
    if (sizeOf(open) < atLeast) continue
    blocks.push(open)
    open = []
  }
  if (open.length > 0) {
    const last = blocks.at(-1)
    if (last === undefined) blocks.push(open)
    else last.push(...open)
  }
  return new Map(
    blocks.flatMap((block) => {
      const [shownUnder] = block.reduce((most, slot) => (slot[1] > most[1] ? slot : most))
      return block.map(([slot]): [number, number] => [slot, shownUnder])
    }),
  )
}

const sizeOf = (block: readonly [number, number][]): number => block.reduce((sum, [, count]) => sum + count, 0)

export interface MergedResults {
  /** Results that are shown by themselves. */
  readonly shown: ReadonlyMap<string, number>
  /** All others together; nobody can tell which of the results that may be behind it they are. */
  readonly merged: number
}

/** What is known of a campaign from outside: which results it offers, and which of them are successes. */
export interface KnownResults {
  readonly offers: (code: string) => boolean
  readonly isSuccess: (code: string) => boolean
}

/**
 * Guarded results are shown as one sum wherever one of them is small: all of them, so that the sum could be any of them.
 * (Hiding the small ones with as many others as it takes tells them to whoever knows that rule; the test beside this
 * goes through every case.)
 *
 * Only results that every sum of the report counts alike hide each other. A campaign that offers a single one of them
 * always shows it together with all that are counted like it.
 *
 * @param counts  by result, of one campaign and day
 */
export function mergeSmallResults(
  counts: ReadonlyMap<string, number>,
  rules: FigureRules,
  campaign: KnownResults,
): MergedResults {
  const { atLeast, guarded } = rules.smallCells
  const countOf = (code: string): number => counts.get(code) ?? 0
  const signature = (code: string): string => `${signatureOf(code, rules)} ${campaign.isSuccess(code)}`
  const possible = [...new Set(guarded)].filter((code) => campaign.offers(code) || countOf(code) > 0)
  const hidden = new Set<string>()
  for (const group of atLeast > 1 ? groupedBy(possible, signature).values() : []) {
    const [only] = group
    if (group.length === 1 && only !== undefined) {
      for (const code of counts.keys()) if (signature(code) === signature(only)) hidden.add(code)
    } else if (group.some((code) => countOf(code) > 0 && countOf(code) < atLeast)) {
      for (const code of group) hidden.add(code)
    }
  }
  return {
    shown: new Map([...counts].filter(([code, count]) => count > 0 && !hidden.has(code))),
    merged: [...hidden].reduce((sum, code) => sum + countOf(code), 0),
  }
}
