import type { ReachClass } from './reach-class.ts'

/** The share of leads that a campaign of the order `reach` calls in turn, to compare with: as `tenant.is_called_in_turn` draws. */
export const IN_TURN_SHARE = 0.1
/** Of the looks for the others, the share that goes by due time whatever the chances: so nobody waits for ever, and all is learned. */
export const OLDEST_SHARE = 0.2

/**
 * Whom a look asks for first: `in_turn`, those who are compared with, `oldest`, the others by due time, or `likeliest`, the
 * others by their chance. Those of the other group are asked for where there are not enough.
 */
export interface LookOrder {
  readonly first: 'in_turn' | 'oldest' | 'likeliest'
  /** The best chance first. */
  readonly classes: readonly ReachClass[]
}

/**
 * What the next look of a campaign asks for first. Drawn anew for each look and from nothing else: not from what was dialled
 * before, and not from the hour. So both groups are offered calls at the same hours, each in the measure of its people.
 *
 * @param draw  at least 0, below 1
 */
export function lookFirst(draw: number): LookOrder['first'] {
  if (draw < IN_TURN_SHARE) return 'in_turn'
  return (draw - IN_TURN_SHARE) / (1 - IN_TURN_SHARE) < OLDEST_SHARE ? 'oldest' : 'likeliest'
}
