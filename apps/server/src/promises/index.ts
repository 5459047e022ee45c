export { promiseHandlers } from './http.ts'
export { createPromises, type PromiseDependencies, type Promises } from './promises.ts'
export { type PromiseKeeping, releaseAbsent } from './release-absent.ts'
