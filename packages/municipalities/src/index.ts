export { foldPlace, municipalities, municipalityOf } from './municipalities.ts'
export type { Municipality } from './municipalities.ts'
