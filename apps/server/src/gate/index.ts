export { createGate } from './gate.ts'
export { asProblem, withReceipt } from './with-receipt.ts'
export type { Gate, GateDependencies, NumberRequest, NumberTicket, OpenedContact, OpenedMemos } from './gate.ts'
