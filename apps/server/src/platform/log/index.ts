export { createLog, describeError, type ErrorDescription, type Log } from './log.ts'
