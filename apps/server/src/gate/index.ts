export { createGate } from './gate.ts'
export { asProblem, withReceipt } from './with-receipt.ts'
export type { OpenedRefusedRow } from './open-refused-row.ts'
export type {
  Arrival,
  Gate,
  GateDependencies,
  NumberRequest,
  NumberTicket,
  OpenedContact,
  OpenedMemos,
} from './gate.ts'
