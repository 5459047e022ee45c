export { IN_TURN_SHARE, type LookOrder, lookFirst, OLDEST_SHARE } from './call-order.ts'
export {
  answerChances,
  classesByChance,
  REACH_DAYS,
  type ReachCount,
  type ReachKnowledge,
  reachChances,
  STRETCH_MINUTES,
  STRETCHES,
  stretchAt,
} from './reach-chance.ts'
export { REACH_CLASSES, type ReachClass, reachClassOf } from './reach-class.ts'
