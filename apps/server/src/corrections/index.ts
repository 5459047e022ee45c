export { type Correction, type CorrectionDependencies, correctResult } from './correct-result.ts'
export { correctionHandlers } from './http.ts'
