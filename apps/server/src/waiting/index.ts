export { waitingHandlers } from './http.ts'
export { createWaiting, type Waiting, type WaitingDependencies } from './waiting.ts'
