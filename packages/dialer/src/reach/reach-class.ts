import { reachHistories, type ReachHistory, reachKinds, type ReachKind } from '@sekisho/contract'

/** A class as leads and attempts hold it: 1 to 20, made by `tenant.reach_class` in the database. */
export type ReachClass = number

/** All classes, in the order of their numbers. */
export const REACH_CLASSES: readonly { readonly kind: ReachKind; readonly history: ReachHistory }[] =
  reachKinds.flatMap((kind) => reachHistories.map((history) => ({ kind, history })))

export function reachClassOf(kind: ReachKind, history: ReachHistory): ReachClass {
  return 1 + reachKinds.indexOf(kind) * reachHistories.length + reachHistories.indexOf(history)
}
