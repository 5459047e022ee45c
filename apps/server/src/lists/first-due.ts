import { type ImportRules, lastListPriority } from '@sekisho/contract'

/** Longer than any list lives, so that no list of a later place comes before one of an earlier place by its age. */
export const placeMs = 1_000 * 86_400_000

/**
 * When the people of a list are due for their first call: milliseconds since 1970 UTC. A place in the order of calling is
 * an earlier due time, so the dialler's question stays what it is, and costs what it costs; from their first call on, the
 * rules for calling again decide as for anybody.
 *
 * @param nowMs  when they come in; due at once in the last place
 */
export function firstDueMs(nowMs: number, { priority = lastListPriority }: Pick<ImportRules, 'priority'>): number {
  return nowMs - (lastListPriority - priority) * placeMs
}
