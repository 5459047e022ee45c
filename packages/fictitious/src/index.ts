export type { FictitiousKind, FictitiousRange } from './fictitious-number.ts'
export {
  FICTITIOUS_RANGES,
  fictitiousKind,
  fictitiousNumber,
  isFictitious,
  isFictitiousNumber,
} from './fictitious-number.ts'
export type { ListOptions, ListSummary, ListTheme, Mistake } from './list.ts'
export { listChunks, mistakes } from './list.ts'
export type { Random } from './random.ts'
export { createRandom } from './random.ts'
