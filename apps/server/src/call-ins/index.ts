export { callInHandlers } from './http.ts'
export { ownNumberCheck } from './own-number-check.ts'
export { createOwnNumbers, type OwnNumbers } from './own-numbers.ts'
